import { expect, it } from 'vitest'
import { looked, unkeptIn } from './unkept.ts'

/** A list that is as wide as it is said to be, and counts how often a value is taken from it. */
function counted(width: number, value: unknown): { list: unknown[]; taken: () => number } {
  let taken = 0
  const list = new Proxy(Array.from({ length: width }), {
    get: (target, name) => (typeof name === 'string' && /^\d+$/.test(name) ? (taken++, value) : Reflect.get(target, name)),
  })
  return { list, taken: () => taken }
}

it('names what cannot be kept, where it stands, in lists too', () => {
  const sent = {
    code: 'a\u0000',
    rows: [{ note: '好' }, { note: 'a\ud800' }],
    at: '0000-01-01',
    n: 1,
    none: null,
    bytes: new Uint8Array(9),
  }
  const letters = ['body.code', 'body.rows.1.note'].map((at) => ({ at, says: 'fault.unkeptLetter' }))
  expect(unkeptIn(sent, false)).toEqual(letters)
  expect(unkeptIn(sent, true)).toEqual([...letters, { at: 'body.at', says: 'fault.noYear' }])
})

it('looks at so many values of a wide body and no more', () => {
  const { list, taken } = counted(1_000_000, 0)
  expect(unkeptIn({ name: 'a\u0000', x: list }, false)).toHaveLength(1)
  // The body, its name and the list are values too.
  expect(taken()).toBe(looked.values - 3)
  const wide = Object.fromEntries(Array.from({ length: looked.values }, (_, i) => [`x${i}`, 0]))
  expect(unkeptIn({ ...wide, name: 'a\u0000' }, false)).toEqual([])
})

it('stops at so many faults and so deep', () => {
  const { list, taken } = counted(1_000_000, 'a\u0000')
  expect(unkeptIn(list, false)).toHaveLength(looked.faults)
  expect(taken()).toBe(looked.faults)
  let deep: unknown = 'a\u0000'
  for (let i = 0; i < looked.depth; i++) deep = i % 2 === 0 ? [deep] : { x: deep }
  expect(unkeptIn(deep, false)).toHaveLength(1)
  expect(unkeptIn([deep], false)).toEqual([])
})
