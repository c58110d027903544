/** Keeps a form at work in the browser a moment after each change, and knows when it was really filled in. */
import { useEffect, useRef, useState } from 'react'
import type { FormAnswerId } from '../../forms/form.ts'
import { now } from '../clock.ts'
import { type Draft, type DraftPlace, keepDraft, newAnswerId } from './draft.ts'
import type { Running } from './engine.ts'

interface Kept {
  /** Of the answer, as it will be sent. */
  readonly id: FormAnswerId
  /** Whether the browser has room for it. */
  readonly isKept: boolean
  /** When an answer was changed last; now, when nothing ever was. */
  readonly filledAt: () => string
  /** Something else was taken under the id: what is here goes on as an answer of its own. */
  readonly renew: () => void
}

/** The draft while it is written; `place` is absent when the form is only tried. */
export function useKept(place: DraftPlace | undefined, draft: Draft, running: Running): Kept {
  const [isKept, setKept] = useState(true)
  const [keeper] = useState(() => keeperOf(place, draft, running))
  const [id, setId] = useState(draft.id)
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    const keep = () => {
      clearTimeout(waiting.current)
      waiting.current = undefined
      setKept(keeper.keep())
    }
    const leave = () => waiting.current !== undefined && keep()
    const stop = running.listen(() => {
      keeper.touch(now())
      clearTimeout(waiting.current)
      waiting.current = setTimeout(keep, 400)
    })
    addEventListener('pagehide', leave)
    return () => {
      stop()
      clearTimeout(waiting.current)
      removeEventListener('pagehide', leave)
    }
  }, [keeper, running])
  return {
    id,
    isKept,
    filledAt: () => keeper.filledAt() ?? now(),
    renew: () => {
      setId(keeper.renew())
      setKept(keeper.keep())
    },
  }
}

/**
 * What is kept of a form at work. The engine wakes also for a change of language and for what it works out by itself: only another
 * document is a change of answers.
 */
export function keeperOf(place: DraftPlace | undefined, draft: Draft, { root }: Pick<Running, 'root'>) {
  let { id, filledAt } = draft
  let xml = root.instanceState.instanceXML
  let touchedAt = filledAt
  const settle = () => {
    const next = root.instanceState.instanceXML
    if (next !== xml) filledAt = touchedAt
    xml = next
    return filledAt
  }
  return {
    touch: (at: string) => void (touchedAt = at),
    filledAt: settle,
    renew: () => (id = newAnswerId()),
    /** False when the browser has no room. */
    keep: () => {
      settle()
      const { language } = root.currentState.activeLanguage
      return place === undefined || keepDraft(place, { id, xml, language, ...(filledAt === undefined ? {} : { filledAt }) })
    },
  }
}
