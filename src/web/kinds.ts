/** Names for the codes of kinds of place and unit, asked once and kept. A code no edition in force names is shown as it is. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { standardsApi } from '../standards/standards.api.ts'
import { useWords } from '../ui/words.tsx'
import { calls } from './call.ts'

const standards = calls('standards', standardsApi)

/** Names and lists of kinds. */
export function useKinds() {
  const { read } = useWords()
  const { data } = useQuery({ ...standards.listKinds.ask({}), staleTime: 300_000 })
  return useMemo(() => {
    const types = new Map(data?.pointTypes.map((type) => [type.id as string, type]))
    const units = new Map(data?.unitKinds.map((kind) => [kind.id as string, kind]))
    return {
      types: data?.pointTypes ?? [],
      unitKinds: data?.unitKinds ?? [],
      typeName: (code: string) => read(types.get(code)?.title) || code,
      unitKindName: (code: string) => read(units.get(code)?.title) || code,
    }
  }, [data, read])
}
