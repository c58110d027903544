/** Names that many pages choose from: streets, units, kinds of places, rounds. Asked once, kept a while. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { cityApi } from '../../../city/city.api.ts'
import { shortName } from '../../../city/unitNames.ts'
import { pointsApi } from '../../../city/points.api.ts'
import { inspectionsApi } from '../../../inspections/inspections.api.ts'
import type { Option } from '../../../ui/Select.tsx'
import { useWords } from '../../../ui/words.tsx'
import { calls } from '../../call.ts'
import { useKinds } from '../../kinds.ts'

/** The calls of the city, of points and of the field. */
export const city = calls('city', cityApi)
export const points = calls('points', pointsApi)
export const inspections = calls('inspections', inspectionsApi)

const aWhile = 300_000

/** Streets as options; the first is "all" when `all` is given. */
export function useStreets(all?: string): Option[] {
  const { read } = useWords()
  const { data } = useQuery({ ...city.listAreas.ask({ query: { level: 'street' } }), staleTime: aWhile })
  return useMemo(
    () => [
      ...(all === undefined ? [] : [{ value: '', label: all }]),
      ...(data?.items ?? []).map((area) => ({ value: area.id as string, label: read(area.name) })),
    ],
    [data, all, read],
  )
}

/** Short words by which a unit is looked for: 城管 finds 城市管理局. */
export const unitSearch = (name: string): string => shortName(name)

/** Units as options, by kind first in the order of the house. */
export function useUnits(all?: string): Option[] {
  const { read } = useWords()
  const { data } = useQuery({ ...city.listUnits.ask({ query: { limit: 1000 } }), staleTime: aWhile })
  return useMemo(
    () => [
      ...(all === undefined ? [] : [{ value: '', label: all }]),
      ...(data?.items ?? []).map((unit) => ({
        value: unit.id as string,
        label: read(unit.name),
        note: unit.code,
        find: `${unit.name.zh} ${unitSearch(unit.name.zh)}`,
      })),
    ],
    [data, all, read],
  )
}

/** The name of the only unit of a kind (`CGJ`); the kind's name where there are several (a street is not all streets) or none. */
export function useUnitOfKind(): (kind: string) => string {
  const { read } = useWords()
  const { unitKindName } = useKinds()
  const { data } = useQuery({ ...city.listUnits.ask({ query: { limit: 1000 } }), staleTime: aWhile })
  return (kind) => {
    const [only, ...more] = data?.items.filter((unit) => unit.kind === kind) ?? []
    return (more.length === 0 && read(only?.name)) || unitKindName(kind)
  }
}

/** Rounds as options, latest first. */
export function useRounds(all?: string): Option[] {
  const { read } = useWords()
  const { data } = useQuery({ ...inspections.listRounds.ask({ query: { limit: 200 } }), staleTime: aWhile })
  return useMemo(
    () => [
      ...(all === undefined ? [] : [{ value: '', label: all }]),
      ...(data?.items ?? []).map((round) => ({ value: round.id as string, label: read(round.title), note: round.fromOn })),
    ],
    [data, all, read],
  )
}
