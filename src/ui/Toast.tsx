/** Short messages at the foot of the page. What was done can be undone from here; a message waits while it is looked at. */
import './toast.css'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { Problem } from '../base/problem.ts'
import { Button, IconButton } from './Button.tsx'
import { Icon } from './Icon.tsx'
import { say, useWords } from './words.tsx'

export interface Toast {
  readonly text: string
  readonly tone?: 'good' | 'bad' | 'plain'
  /** Undoes what the message says. */
  readonly undo?: () => void
}

interface Shown extends Toast {
  readonly id: number
}

let shown: readonly Shown[] = []
let count = 0
const listeners = new Set<() => void>()
const change = (next: readonly Shown[]) => {
  shown = next
  for (const listener of listeners) listener()
}
const remove = (id: number) => change(shown.filter((toast) => toast.id !== id))

/** Shows a message; at most four at a time. */
export function showToast(toast: Toast): void {
  change([...shown.slice(-3), { ...toast, id: ++count }])
}

/** Shows why something was refused, in the server's words. */
export function showProblem(error: unknown): void {
  const first = error instanceof Problem ? error.faults.map((fault) => (fault as { message?: string }).message).find(Boolean) : undefined
  const text = error instanceof Problem ? [error.message, first].filter(Boolean).join(' ') : say('problem.api.unreachable')
  showToast({ tone: 'bad', text })
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The place where messages appear; once a page, in the shell. */
export function Toasts() {
  const toasts = useSyncExternalStore(subscribe, () => shown)
  const { t } = useWords()
  return (
    <section className="toasts" aria-label={t('ui.messages')} aria-live="polite" aria-relevant="additions">
      {toasts.map((toast) => (
        <ToastLine key={toast.id} toast={toast} />
      ))}
    </section>
  )
}

function ToastLine({ toast }: { toast: Shown }) {
  const { t } = useWords()
  const [isHeld, setHeld] = useState(false)
  useEffect(() => {
    if (isHeld) return undefined
    const timer = setTimeout(() => remove(toast.id), toast.tone === 'bad' || toast.undo ? 10_000 : 5000)
    return () => clearTimeout(timer)
  }, [isHeld, toast])
  const undo = () => {
    toast.undo?.()
    remove(toast.id)
  }
  return (
    <div
      className={`toast toast-${toast.tone ?? 'plain'}`}
      role={toast.tone === 'bad' ? 'alert' : 'status'}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon name={toast.tone === 'bad' ? 'alert' : toast.tone === 'good' ? 'check' : 'info'} />
      <p className="grow">{toast.text}</p>
      {toast.undo && (
        <Button kind="quiet" small icon="undo" onPress={undo}>
          {t('ui.undo')}
        </Button>
      )}
      <IconButton small icon="close" label={t('ui.close')} onPress={() => remove(toast.id)} />
    </div>
  )
}
