/** Every area of the city to choose from, communities included. */
import { useQuery } from '@tanstack/react-query'
import type { Option } from '../../../ui/Select.tsx'
import { useWords } from '../../../ui/words.tsx'
import { city } from '../parts/places.ts'

/** Areas as options, by code. */
export function useAllAreas(): Option[] {
  const { read } = useWords()
  const { data } = useQuery({ ...city.listAreas.ask({ query: { limit: 1000 } }), staleTime: 300_000 })
  return (data?.items ?? []).map((area) => ({ value: area.id as string, label: read(area.name), note: area.code }))
}
