/**
 * What browsers at kernel 87 to 109 (many offices still have them) lack and we use: the array methods that copy instead of
 * changing. Loaded before anything else; a browser that has them keeps its own.
 */

type Any = unknown

const missing = {
  at(this: Any[], index: number) {
    const from = Math.trunc(index) || 0
    return this[from < 0 ? this.length + from : from]
  },
  findLast(this: Any[], test: (item: Any, index: number, list: Any[]) => boolean) {
    for (let index = this.length - 1; index >= 0; index -= 1) if (test(this[index], index, this)) return this[index]
    return undefined
  },
  toReversed(this: Any[]) {
    return this.slice().reverse()
  },
  toSorted(this: Any[], order?: (a: Any, b: Any) => number) {
    return this.slice().sort(order)
  },
  toSpliced(this: Any[], ...how: [start: number, count: number, ...items: Any[]]) {
    const copy = this.slice()
    copy.splice(...how)
    return copy
  },
  with(this: Any[], index: number, item: Any) {
    const copy = this.slice()
    copy[index < 0 ? this.length + index : index] = item
    return copy
  },
}

/** Gives a prototype what it lacks; says which those were. */
export function fill(prototype: object): string[] {
  const lacking = Object.entries(missing).filter(([name]) => !(name in prototype))
  for (const [name, value] of lacking) Object.defineProperty(prototype, name, { value, writable: true, configurable: true })
  return lacking.map(([name]) => name)
}

fill(Array.prototype)
