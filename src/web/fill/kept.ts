/** Keeps a form at work on the device a moment after each change, and knows when it was really filled in. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { FormAnswerId } from '../../forms/form.ts'
import { now } from '../clock.ts'
import { type Draft, type Keeping, newAnswerId } from './draft.ts'
import type { Running } from './engine.ts'
import type { KeptFile } from './files.ts'

/** How far the device is with what was typed: it has it, it is about to, or it has no room. */
export type KeptState = 'kept' | 'keeping' | 'full'

interface Kept {
  /** Of the answer, as it will be sent. */
  readonly id: FormAnswerId
  readonly state: KeptState
  /** When an answer was changed last; now, when nothing ever was. */
  readonly filledAt: () => string
  /** Something else was taken under the id: what is here goes on as an answer of its own. */
  readonly renew: () => void
  /** Keeps a file that is new in the draft, before it is shown; false when there is no room. */
  readonly addFile: (file: KeptFile, at: string) => Promise<boolean>
  /** Forgets a file that the form names no more. */
  readonly dropFile: (id: string) => Promise<unknown>
  /** Hands the answer in; nothing is kept of it meanwhile, so that no draft comes back after it. */
  readonly handIn: (work: () => Promise<unknown>) => Promise<unknown>
}

const keepAfterMs = 250

/** The draft while it is written; `keeping` is absent when the form is only tried. */
export function useKept(keeping: Keeping | undefined, draft: Draft, running: Running): Kept {
  const [state, setState] = useState<KeptState>('kept')
  const [keeper] = useState(() => keeperOf(keeping, draft, running))
  const [id, setId] = useState(draft.id)
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined)
  const isHanding = useRef(false)
  const keep = useCallback(() => {
    clearTimeout(waiting.current)
    waiting.current = undefined
    void keeper.keep().then((isKept) => waiting.current === undefined && setState(isKept ? 'kept' : 'full'))
  }, [keeper])
  useEffect(() => {
    const leave = () => waiting.current !== undefined && keep()
    const stop = running.listen(() => {
      keeper.touch(now())
      if (isHanding.current) return
      clearTimeout(waiting.current)
      waiting.current = setTimeout(keep, keepAfterMs)
      setState('keeping')
    })
    addEventListener('pagehide', leave)
    addEventListener('visibilitychange', leave)
    return () => {
      stop()
      clearTimeout(waiting.current)
      removeEventListener('pagehide', leave)
      removeEventListener('visibilitychange', leave)
    }
  }, [keep, keeper, running])
  return {
    id,
    state,
    filledAt: () => keeper.filledAt() ?? now(),
    renew: () => {
      setId(keeper.renew())
      keep()
    },
    addFile: keeper.addFile,
    dropFile: keeper.dropFile,
    handIn: async (work) => {
      isHanding.current = true
      clearTimeout(waiting.current)
      waiting.current = undefined
      try {
        return await work()
      } catch (error) {
        isHanding.current = false
        keep()
        throw error
      }
    },
  }
}

/**
 * What is kept of a form at work. The engine wakes also for a change of language and for what it works out by itself: only another
 * document is a change of answers.
 */
export function keeperOf(
  keeping: (Pick<Keeping, 'keep'> & Partial<Pick<Keeping, 'files'>>) | undefined,
  draft: Draft,
  { root }: Pick<Running, 'root'>,
) {
  let { id, filledAt, files = [] } = draft
  let xml = root.instanceState.instanceXML
  let touchedAt = filledAt
  const settle = () => {
    const next = root.instanceState.instanceXML
    if (next !== xml) filledAt = touchedAt
    xml = next
    return filledAt
  }
  const whole = (): Draft => {
    settle()
    const { language } = root.currentState.activeLanguage
    return { id, xml, language, ...(filledAt === undefined ? {} : { filledAt }), ...(files.length === 0 ? {} : { files }) }
  }
  return {
    touch: (at: string) => void (touchedAt = at),
    filledAt: settle,
    renew: () => (id = newAnswerId()),
    /** False when there is no room. */
    keep: async () => keeping === undefined || keeping.keep(whole()),
    /** With the file the draft says what it will be called: both are on the disk before the document names it. */
    addFile: async (file: KeptFile, at: string) => {
      const before = { files, filledAt }
      files = [...files, { id: file.id, called: file.called }]
      filledAt ??= at
      if (keeping === undefined || (await keeping.keep(whole(), file))) return true
      ;({ files, filledAt } = before)
      return false
    },
    dropFile: async (gone: string) => {
      files = files.filter((file) => file.id !== gone)
      if (keeping && (await keeping.keep(whole()))) await keeping.files?.drop(gone)
    },
  }
}
