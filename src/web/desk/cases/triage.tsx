/**
 * Working through a queue by keyboard: the next case, the expected step, dispatch, return. The keys are written above the list.
 * Between `g` and a letter that goes to a page, no letter means anything here.
 */
import { useEffect, useRef } from 'react'
import { useWords, type Word } from '../../../ui/words.tsx'
import { isTyping } from '../shell/GlobalSearch.tsx'

/** What a key asks of the case that is open: the code of a step, or `next` for the one that is expected. */
const steps: Readonly<Record<string, string>> = { n: 'next', d: 'dispatch', b: 'returnToDesk' }
const asked = new EventTarget()

/** Opens the dialog of a step when its key is pressed. */
export function useAskedStep(open: (step: string) => void): void {
  const latest = useRef(open)
  useEffect(() => void (latest.current = open))
  useEffect(() => {
    const listen = (event: Event) => latest.current((event as CustomEvent<string>).detail)
    asked.addEventListener('step', listen)
    return () => asked.removeEventListener('step', listen)
  }, [])
}

interface Queue {
  readonly ids: readonly string[]
  /** The case that is open; '' when none is. */
  readonly open: string
  readonly setOpen: (id: string) => void
}

/** Listens to the keys of a queue. */
export function useTriage(queue: Queue): void {
  const latest = useRef(queue)
  useEffect(() => void (latest.current = queue))
  useEffect(() => {
    let goes = 0
    const listen = (event: KeyboardEvent) => {
      const isMeant =
        !isTyping(event) && !event.ctrlKey && !event.metaKey && !event.altKey && document.querySelector('[role="dialog"]') === null
      const isGoing = event.timeStamp - goes < 1500
      goes = event.key === 'g' ? event.timeStamp : 0
      if (!isMeant || isGoing) return
      const { ids, open, setOpen } = latest.current
      const by = { j: 1, k: -1 }[event.key]
      const step = steps[event.key]
      if (by !== undefined) {
        const at = ids.indexOf(open) + (open === '' && by < 0 ? ids.length + 1 : 0)
        const next = ids[at + by]
        if (next !== undefined) setOpen(next)
      } else if (open !== '' && step !== undefined) asked.dispatchEvent(new CustomEvent('step', { detail: step }))
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}

/** The keys and what they do. */
export const triageKeys: readonly (readonly [key: string, says: Word])[] = [
  ['j', 'cases.key.next'],
  ['k', 'cases.key.previous'],
  ['n', 'cases.key.step'],
  ['d', 'cases.key.dispatch'],
  ['b', 'cases.key.back'],
]

/** The keys, for those who work through a queue with a keyboard. */
export function TriageKeys() {
  const { t } = useWords()
  return (
    <p className="small quiet triage-keys">
      {triageKeys.map(([key, says]) => (
        <span key={key}>
          <kbd>{key}</kbd> {t(says)}
        </span>
      ))}
    </p>
  )
}
