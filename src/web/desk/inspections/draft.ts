/** A visit that is being written, kept in the browser by person and point: nothing is lost when the tab closes, and nobody finds another's. Cleared once sent. */
import { useEffect, useState } from 'react'
import { v7 } from 'uuid'
import { z } from 'zod'
import { EvidenceId } from '../../../base/ids.ts'
import { type Entry, noEntry } from '../../checks/entry.ts'

const Kept = z.object({
  id: z.uuid(),
  round: z.string(),
  note: z.string(),
  entries: z.record(
    z.string(),
    z.object({
      grade: z.string().optional(),
      value: z.string().optional(),
      answer: z.looseObject({ as: z.string() }).optional(),
      note: z.string(),
      photos: z.array(EvidenceId),
    }),
  ),
})
interface Draft {
  readonly id: string
  readonly round: string
  readonly note: string
  readonly entries: Readonly<Record<string, Entry>>
}

/** Whose visit it is, and where. */
interface Place {
  readonly account: string
  readonly point: string
}

const nameOf = ({ account, point }: Place) => `mc_visit ${account} ${point}`
const empty = (): Draft => ({ id: v7(), round: '', note: '', entries: {} })

/** What was kept at a place; empty where there is nothing. */
export function readKept(place: Place): Draft {
  try {
    const kept = Kept.safeParse(JSON.parse(localStorage.getItem(nameOf(place)) ?? 'null'))
    return kept.success ? (kept.data as Draft) : empty()
  } catch {
    return empty()
  }
}

/** Keeps what is typed at a place; lets it go when there is nothing any more. */
export function keep(place: Place, draft: Draft | undefined): void {
  try {
    if (draft) localStorage.setItem(nameOf(place), JSON.stringify(draft))
    else localStorage.removeItem(nameOf(place))
  } catch {
    // Storage may be forbidden or full: the page itself still holds what was typed.
  }
}

/** The draft of a person at a point. Its id is made once, so sending twice is one visit. */
export function useDraft({ account, point }: Place) {
  const [draft, setDraft] = useState(() => readKept({ account, point }))
  const [isSent, setSent] = useState(false)
  useEffect(() => {
    keep({ account, point }, isSent || (Object.keys(draft.entries).length === 0 && draft.note === '') ? undefined : draft)
  }, [account, point, draft, isSent])
  return {
    ...draft,
    change: (fact: string, change: Partial<Entry>) =>
      setDraft((old) => ({ ...old, entries: { ...old.entries, [fact]: { ...(old.entries[fact] ?? noEntry), ...change } } })),
    setNote: (note: string) => setDraft((old) => ({ ...old, note })),
    setRound: (round: string) => setDraft((old) => ({ ...old, round })),
    clear: () => setSent(true),
  }
}
