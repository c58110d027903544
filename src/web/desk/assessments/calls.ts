/** The calls of live scores, which edition and which observations a page speaks of, and the sizes it draws with. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { liveApi } from '../../../assessments/live.api.ts'
import type { EditionId } from '../../../base/ids.ts'
import { editionsApi } from '../../../standards/editions.api.ts'
import { useAddress } from '../../../ui/address.ts'
import { useWords } from '../../../ui/words.tsx'
import { calls } from '../../call.ts'
import { today } from '../../today.ts'

/** The calls of the live score and of editions. */
export const live = calls('assessments', liveApi)
const standards = calls('standards', editionsApi)

/** What stands in the address of the pages of scores. `span` names a window; `round:<id>` is one round. */
const scoreAddress = { edition: '', span: 'months', from: '', to: '', within: '', id: '' }
export type ScoreAt = typeof scoreAddress

/** Days and rounds of a named window. */
function spanOf({ span, from, to }: ScoreAt): { from?: string; to?: string; rounds?: string } {
  const year = Number(today().slice(0, 4))
  if (span === 'year') return { from: `${year}-01-01`, to: today() }
  if (span === 'last') return { from: `${year - 1}-01-01`, to: `${year - 1}-12-31` }
  if (span === 'days') return { ...(from === '' ? {} : { from }), ...(to === '' ? {} : { to }) }
  // A round is meant whole, also one that lies further back than a year.
  if (span.startsWith('round:')) return { rounds: span.slice('round:'.length), from: '2000-01-01', to: today() }
  return {}
}

/** Published editions, the newest first. */
export const useEditions = () =>
  useQuery({ ...standards.listEditions.ask({ query: { status: 'published', limit: 200 } }), staleTime: 300_000 })

/** The edition and window of the page, from its address. Without a wish: the newest of the largest standard. */
export function useScoreAt<More extends Record<string, string>>(more: More) {
  const [at, setAt] = useAddress({ ...scoreAddress, ...more })
  const editions = useEditions()
  const items = editions.data?.items
  const edition =
    items?.find(({ id }) => id === at.edition) ?? items?.toSorted((a, b) => b.criteria - a.criteria || (a.edition < b.edition ? 1 : -1))[0]
  const address = at as ScoreAt
  const key = JSON.stringify(spanOf(address))
  const span = useMemo(() => JSON.parse(key) as ReturnType<typeof spanOf>, [key])
  const within = useMemo(
    () => (address.within === '' ? {} : { within: address.within as 'street', id: address.id }),
    [address.within, address.id],
  )
  return {
    at,
    setAt,
    editions,
    edition,
    params: { edition: (edition?.id ?? '') as EditionId },
    /** For queries: texts, as an address carries them. */
    span: span as never,
    within,
    isReady: edition !== undefined,
  }
}
export type At = ReturnType<typeof useScoreAt>

/** The title of a standard by its code: that of its newest published edition, else the code. */
export function useStandardTitle(): (standard: string) => string {
  const { read } = useWords()
  const { data } = useEditions()
  return (standard) => read(data?.items.find((item) => item.standard === standard)?.title) || standard
}
