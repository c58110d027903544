/** Answers as they are sent: the bytes of their JSON, with the mark by which a reader asks whether they are still the same. */
import { createHash } from 'node:crypto'

interface Written {
  readonly bytes: Buffer
  readonly tag: string
}
const lasting = new WeakMap<object, Written>()

const marked = (bytes: Buffer): Written => ({ bytes, tag: `W/"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"` })

/** Says that the JSON of an answer is at hand already. */
export function writtenAs<Result extends object>(result: Result, bytes: Buffer): Result {
  lasting.set(result, marked(bytes))
  return result
}

/** An answer as it is sent, with its mark. What a handler froze is the same whenever it is given again, and written once. */
export function written(result: unknown): Written {
  const known = typeof result === 'object' && result !== null ? lasting.get(result) : undefined
  if (known) return known
  const made = marked(Buffer.from(JSON.stringify(result)))
  if (typeof result === 'object' && result !== null && Object.isFrozen(result)) lasting.set(result, made)
  return made
}
