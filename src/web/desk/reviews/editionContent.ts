/** The edition that facts made at a desk are about. */
import { useQuery } from '@tanstack/react-query'
import type { EditionId } from '../../../base/ids.ts'
import { standardsApi } from '../../../standards/standards.api.ts'
import { calls } from '../../call.ts'

const standards = calls('standards', standardsApi)

/** The whole of a published edition: questions and scales for entering results. It never changes. */
export const useEditionContent = (id: string) =>
  useQuery({
    ...standards.getEdition.ask({ params: { id: id as EditionId } }),
    enabled: id !== '',
    staleTime: Number.POSITIVE_INFINITY,
  })
