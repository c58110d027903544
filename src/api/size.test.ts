import { expect, it } from 'vitest'
import { z } from 'zod'
import { bytesOf, hasTooMany } from './size.ts'

const least = 64 * 1024
const most = 8 * 1024 * 1024

it('reads little where the shape of a body is small, and no less than it can hold', () => {
  const note = z.object({ id: z.uuid(), kind: z.enum(['a', 'b']), note: z.string().max(200).nullable(), is: z.literal(true), n: z.int() })
  expect(bytesOf(note)).toBe(least)
  const list = z.object({ notes: z.array(z.string().max(1000)).max(50), at: z.tuple([z.number(), z.number()]).optional() })
  const longest = JSON.stringify({ notes: Array.from({ length: 50 }, () => '\u0001'.repeat(1000)), at: [-179.1234567890123, 1e-300] })
  expect(bytesOf(list)).toBeGreaterThan(longest.length)
  expect(bytesOf(list)).toBeLessThan(3 * longest.length)
})

it('reads the most of all where the shape sets no end', () => {
  const ends = [z.string().max(9), z.iso.date(), z.array(z.int()).max(2), z.union([z.null(), z.boolean()])]
  for (const shape of ends) expect(bytesOf(z.object({ shape }))).toBe(least)
  const endless = [z.string(), z.email(), z.array(z.int()), z.record(z.string(), z.int()), z.unknown(), z.tuple([z.int()], z.int())]
  for (const shape of endless) expect(bytesOf(z.object({ shape }))).toBe(most)
  expect(bytesOf(z.array(z.string().max(10_000)).max(10_000))).toBe(most)
})

it('knows a body of too many values, in one list or in many', () => {
  const list = (length: number) => Array.from({ length }, () => 0)
  expect([null, 'a', new Uint8Array(300_000), { a: [1, { b: 2 }] }, { x: list(249_000) }].map(hasTooMany)).toEqual([
    false,
    false,
    false,
    false,
    false,
  ])
  expect([{ x: list(260_000) }, [list(130_000), list(130_000)], Array.from({ length: 130_000 }, () => [0])].map(hasTooMany)).toEqual([
    true,
    true,
    true,
  ])
})
