/** Names for the codes of kinds of place and unit, asked once and kept. A code no edition in force names is shown as it is. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { classesApi } from '../classes/classes.api.ts'
import { findClass } from '../classes/class.ts'
import { standardsApi } from '../standards/standards.api.ts'
import { useWords } from '../ui/words.tsx'
import { calls } from './call.ts'

const standards = calls('standards', standardsApi)
const caseClasses = calls('classes', classesApi)

/** Names and lists of kinds. */
export function useKinds() {
  const { read } = useWords()
  const { data } = useQuery({ ...standards.listKinds.ask({}), staleTime: 300_000 })
  const own = useQuery({ ...caseClasses.listClasses.ask({}), staleTime: 300_000 }).data?.items
  return useMemo(() => {
    const types = new Map(data?.pointTypes.map((type) => [type.id as string, type]))
    const classes = new Map(data?.caseClasses.map((it) => [it.id, it]))
    const facts = new Map(data?.facts.map((it) => [it.id, it]))
    const units = new Map(data?.unitKinds.map((kind) => [kind.id as string, kind]))
    return {
      types: data?.pointTypes ?? [],
      unitKinds: data?.unitKinds ?? [],
      classes: data?.caseClasses ?? [],
      /** What a class of cases is called: by the city's own classes, else by an edition in force, else its code. */
      className: (code: string) => findClass(own ?? [], code)?.name ?? (read(classes.get(code)?.title) || code),
      /** What a fact is called. */
      factName: (code: string) => read(facts.get(code)?.title) || code,
      typeName: (code: string) => read(types.get(code)?.title) || code,
      unitKindName: (code: string) => read(units.get(code)?.title) || code,
    }
  }, [data, own, read])
}
