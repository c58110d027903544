/**
 * What is worked out from a city's editions (the checklist of a kind of place, the words of every fact) is worked out once: an edition
 * that was released never changes, and a thousand visits of an evening all ask for the same.
 */
import type { Released } from './published.sql.ts'

const mostKept = 200

/** Keeps what `make` makes of editions and one more word. What is given must not be changed by whoever gets it. */
export function keptOf<Made>(
  make: (editions: readonly Released[], more: string) => Made,
): (editions: readonly Released[], more?: string) => Made {
  const kept = new Map<string, Made>()
  return (editions, more = '') => {
    // Without a hash nobody knows whether it is the same.
    if (editions.some(({ hash }) => hash === null)) return make(editions, more)
    const key = [more, ...editions.map(({ id, hash }) => `${id} ${hash}`)].join('\n')
    const known = kept.get(key)
    if (known !== undefined) return known
    const made = make(editions, more)
    if (kept.size >= mostKept) kept.clear()
    kept.set(key, made)
    return made
  }
}
