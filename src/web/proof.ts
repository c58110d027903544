/** Work that the server answers only to who proved a short while ago who they are: asked for once more, then done again. */
import { useSyncExternalStore } from 'react'
import { Problem } from '../base/problem.ts'
import { showProblem } from '../ui/Toast.tsx'

let answered: ((isProved: boolean) => void) | undefined
const listeners = new Set<() => void>()

const change = (next: typeof answered) => {
  answered = next
  for (const listener of listeners) listener()
}

const ask = () =>
  new Promise<boolean>((done) => {
    answered?.(false)
    change((isProved) => {
      change(undefined)
      done(isProved)
    })
  })

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** What to call with the outcome while a proof is asked for; for the dialog in the shell. */
export const useAskedProof = () => useSyncExternalStore(subscribe, () => answered)

/** Does the work; when a proof is wanted, asks the person for it and does the work once more. */
export async function withProof<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'access.proveAgain' || !(await ask())) throw error
    return work()
  }
}

/** The same for work whose refusal is shown as a message. */
export const guard = (work: () => Promise<unknown>): Promise<void> =>
  withProof(work).then(
    () => undefined,
    (error: unknown) => showProblem(error),
  )
