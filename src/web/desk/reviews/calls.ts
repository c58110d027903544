/** The calls of facts made at a desk, and the edition they are about. */
import { useQuery } from '@tanstack/react-query'
import type { EditionId } from '../../../base/ids.ts'
import { deskApi } from '../../../inspections/desk.api.ts'
import { standardsApi } from '../../../standards/standards.api.ts'
import { calls } from '../../call.ts'

/** The calls; the same room as visits, so that one write refreshes all lists. */
export const desk = calls('inspections', deskApi)
const standards = calls('standards', standardsApi)

/** The whole of a published edition: questions and scales for entering results. It never changes. */
export const useEditionContent = (id: string) =>
  useQuery({
    ...standards.getEdition.ask({ params: { id: id as EditionId } }),
    enabled: id !== '',
    staleTime: Number.POSITIVE_INFINITY,
  })
