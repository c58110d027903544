/**
 * Asks the field's own engine whether it takes a form, in a thread of its own: loading takes a while, and an expression without end
 * must not stop the house. What it refuses is told by the cell that it was written in.
 */
import { Worker } from 'node:worker_threads'
import type { Fault } from '../base/problem.ts'
import { type Placed, xformOf } from './xform.ts'
import type { Form } from './form.ts'

/** How long the engine may take for all of a form. */
const patienceMs = 30_000

/** What the engine said to a document: nothing, or the error it stopped at. */
type Said = { readonly error?: string }

const columnOf: Readonly<Record<string, string>> = { instance_name: 'settings' }

/** What the engine refuses; empty when it takes the form. Each refused expression is taken out and the rest asked again. */
export async function askEngine(form: Form): Promise<Fault[]> {
  const { xml, expressions } = xformOf(form)
  const faults: Fault[] = []
  const ask = startEngine()
  try {
    for (let text = xml; faults.length < 30; ) {
      const { error } = await ask.load(text)
      if (error === undefined) return faults
      const cause = findCause(error, expressions, faults.length > 0 ? text : xml)
      faults.push(faultOf(cause, error))
      if (!cause) return faults
      text = without(text, cause)
    }
    return faults
  } finally {
    await ask.stop()
  }
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** The longest expression that the engine quotes and that still stands in the document; else one that calls what it does not know. */
function findCause(error: string, expressions: readonly Placed[], xml: string): Placed | undefined {
  const standing = expressions.filter(({ xpath }) => xml.includes(`"${escaped(xpath)}"`)).sort((a, b) => b.xpath.length - a.xpath.length)
  const named = /([a-z][\w:-]*)(?=\(\)?|"|'|$)/i.exec(error.replace(/^.*(?:function|Function)[^a-z]*/, ''))?.[1]
  return (
    standing.find(({ xpath }) => error.includes(xpath)) ??
    (/function/i.test(error) && named !== undefined ? standing.find(({ xpath }) => xpath.includes(`${named}(`)) : undefined)
  )
}

/** The document with an expression that is always true in its place, so that the others are heard. */
const without = (xml: string, { xpath }: Placed): string => xml.replaceAll(`"${escaped(xpath)}"`, '"true()"')

const faultOf = (cause: Placed | undefined, error: string): Fault => ({
  at: cause?.column ?? 'survey',
  sheet: cause && columnOf[cause.column] ? 'settings' : 'survey',
  ...(cause ? { row: cause.row } : {}),
  says: 'fault.form.expression',
  details: { text: cause?.xpath ?? '', why: error.split('\n')[0]!.slice(0, 300) },
})

/** A thread with the engine in it. */
function startEngine() {
  const worker = new Worker(new URL('./engine-thread.serve.ts', import.meta.url))
  let tell: (said: Said) => void = () => {}
  worker.on('message', (said: Said) => tell(said))
  worker.on('error', (error) => tell({ error: error.message }))
  const load = (xml: string): Promise<Said> =>
    new Promise((resolve) => {
      const waiting = setTimeout(() => tell({ error: 'timeout' }), patienceMs)
      tell = (said) => {
        clearTimeout(waiting)
        resolve(said)
      }
      worker.postMessage(xml)
    })
  return { load, stop: () => worker.terminate() }
}
