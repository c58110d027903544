/** A visit that is being written, kept in the browser by point: nothing is lost when the tab closes. Cleared once sent. */
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

const nameOf = (point: string) => `mc_visit ${point}`
const empty = (): Draft => ({ id: v7(), round: '', note: '', entries: {} })

function readKept(point: string): Draft {
  try {
    const kept = Kept.safeParse(JSON.parse(localStorage.getItem(nameOf(point)) ?? 'null'))
    return kept.success ? (kept.data as Draft) : empty()
  } catch {
    return empty()
  }
}

function keep(point: string, draft: Draft | undefined): void {
  try {
    if (draft) localStorage.setItem(nameOf(point), JSON.stringify(draft))
    else localStorage.removeItem(nameOf(point))
  } catch {
    // Storage may be forbidden or full: the page itself still holds what was typed.
  }
}

/** The draft of a point. Its id is made once, so sending twice is one visit. */
export function useDraft(point: string) {
  const [draft, setDraft] = useState(() => readKept(point))
  const [isSent, setSent] = useState(false)
  useEffect(() => {
    keep(point, isSent || (Object.keys(draft.entries).length === 0 && draft.note === '') ? undefined : draft)
  }, [point, draft, isSent])
  return {
    ...draft,
    change: (fact: string, change: Partial<Entry>) =>
      setDraft((old) => ({ ...old, entries: { ...old.entries, [fact]: { ...(old.entries[fact] ?? noEntry), ...change } } })),
    setNote: (note: string) => setDraft((old) => ({ ...old, note })),
    setRound: (round: string) => setDraft((old) => ({ ...old, round })),
    clear: () => setSent(true),
  }
}
