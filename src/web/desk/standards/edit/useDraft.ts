/** A draft under the hands: every change a step that can be undone and done again; typing in one field counts as one step. */
import { useCallback, useReducer } from 'react'
import type { Edition } from '../../../../standards/edition.ts'

interface History {
  readonly past: readonly Edition[]
  readonly now: Edition
  readonly future: readonly Edition[]
  /** What the last step changed; the same again joins it. */
  readonly last: string
  /** What the server has. */
  readonly saved: Edition
}

type Step =
  | { readonly do: 'change'; readonly what: string; readonly to: (edition: Edition) => Edition }
  | { readonly do: 'undo' | 'redo' }
  | { readonly do: 'saved'; readonly edition: Edition }
  | { readonly do: 'restart'; readonly edition: Edition }

const depth = 200

function next(history: History, step: Step): History {
  const { past, now, future, last } = history
  if (step.do === 'change') {
    const to = step.to(now)
    if (to === now) return history
    const joins = step.what !== '' && step.what === last && past.length > 0
    return { ...history, past: joins ? past : [...past.slice(1 - depth), now], now: to, future: [], last: step.what }
  }
  if (step.do === 'undo' && past.length > 0)
    return { ...history, past: past.slice(0, -1), now: past.at(-1)!, future: [now, ...future], last: '' }
  if (step.do === 'redo' && future.length > 0)
    return { ...history, past: [...past, now], now: future[0]!, future: future.slice(1), last: '' }
  if (step.do === 'saved') return { ...history, saved: step.edition, last: '' }
  if (step.do === 'restart') return { past: [], now: step.edition, future: [], last: '', saved: step.edition }
  return history
}

/** A change: what it touches (a key; '' never joins) and the step. */
export type Change = (what: string, to: (edition: Edition) => Edition) => void

/** The draft and what can be done to it. */
export function useDraft(from: Edition) {
  const [history, send] = useReducer(next, from, (edition) => ({ past: [], now: edition, future: [], last: '', saved: edition }))
  const change = useCallback<Change>((what, to) => send({ do: 'change', what, to }), [])
  return {
    edition: history.now,
    change,
    undo: history.past.length > 0 ? () => send({ do: 'undo' }) : undefined,
    redo: history.future.length > 0 ? () => send({ do: 'redo' }) : undefined,
    isChanged: history.now !== history.saved,
    markSaved: (edition: Edition) => send({ do: 'saved', edition }),
    restart: (edition: Edition) => send({ do: 'restart', edition }),
  }
}
