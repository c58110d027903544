/** The calls of case classes, and the classes to choose from. */
import { useQuery } from '@tanstack/react-query'
import { classesApi } from '../../../classes/classes.api.ts'
import type { Option } from '../../../ui/Select.tsx'
import { calls } from '../../call.ts'

/** Classes, conditions and when a case of one is due. */
export const caseClasses = calls('classes', classesApi)

/** The classes of the city as options; empty for a city that has brought none. */
export function useClassOptions(): Option[] {
  const { data } = useQuery({ ...caseClasses.listClasses.ask({}), staleTime: 300_000 })
  return (data?.items ?? [])
    .filter(({ conditions }) => conditions > 0)
    .map(({ code, name, big }) => ({ value: code, label: name, note: `${code} ${big.name}` }))
}
