/**
 * What no column can hold, in what was sent: the database says that there was such a thing, and not which. Only so much is looked
 * at: a body can hold millions of values, and nobody reads more than the first faults.
 */
import type { Fault } from '../base/problem.ts'

/** How many faults are named, how many values are looked at for them, and how deep. */
export const looked = { faults: 20, values: 10_000, depth: 50 } as const

/** The values that could not be kept. A year is named only where the refusal was about a time: a code may begin like one. */
export function unkeptIn(sent: unknown, isAboutTime: boolean): Fault[] {
  const faults: Fault[] = []
  let values = 0
  const isEnough = () => values >= looked.values || faults.length >= looked.faults
  const look = (value: unknown, at: string, depth: number): void => {
    values++
    if (typeof value === 'string') {
      const says = saysOf(value, isAboutTime)
      if (says !== undefined) faults.push({ at, says })
    } else if (Array.isArray(value) && depth < looked.depth) {
      for (let i = 0; i < value.length && !isEnough(); i++) look(value[i], `${at}.${i}`, depth + 1)
    } else if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value) && depth < looked.depth) {
      for (const name in value) {
        if (isEnough()) return
        look((value as Record<string, unknown>)[name], `${at}.${name}`, depth + 1)
      }
    }
  }
  look(sent, 'body', 0)
  return faults
}

function saysOf(text: string, isAboutTime: boolean): string | undefined {
  // A letter of half a pair is one that has no other half beside it.
  if (text.includes('\u0000') || /\p{Surrogate}/u.test(text)) return 'fault.unkeptLetter'
  return isAboutTime && text.startsWith('0000-') ? 'fault.noYear' : undefined
}
