/** Rounds as the pages of scores choose from them. */
import { useQuery } from '@tanstack/react-query'
import { inspections } from '../parts/places.ts'

/** The rounds that a score may be asked for by themselves: assessments, not daily patrols. */
export function useAssessmentRounds() {
  const { data } = useQuery({ ...inspections.listRounds.ask({ query: { limit: 200 } }), staleTime: 300_000 })
  return (data?.items ?? []).filter(({ kind }) => kind === 'mock' || kind === 'thirdParty' || kind === 'announced')
}
