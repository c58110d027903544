/** Work that is gathered by key keeps nothing of a key that nobody waits for. */
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { gather, gatherBy } from './together.serve.ts'

it('gathers what belongs to one key, and forgets the key when all are answered or refused', async () => {
  const groups: [number, readonly string[]][] = []
  const { ask, open } = gatherBy(
    async (key: number, items: readonly string[]) => {
      groups.push([key, items])
      if (key === 3) throw new Error('away')
      return items.map((item) => `${key}${item}`)
    },
    { most: 8, atOnce: 1 },
  )
  const all = Promise.allSettled([ask(1, 'a'), ask(2, 'b'), ask(1, 'c'), ask(3, 'd')])
  expect([...open.keys()]).toEqual([1, 2, 3])
  expect((await all).map((one) => (one.status === 'fulfilled' ? one.value : 'refused'))).toEqual(['1a', '2b', '1c', 'refused'])
  expect(groups).toEqual([
    [1, ['a', 'c']],
    [2, ['b']],
    [3, ['d']],
  ])
  expect(open.size).toBe(0)
  expect(await ask(1, 'e')).toBe('1e')
})

it('lets a group be as large as the last one when those who were answered come again, and waits for nobody who does not', async () => {
  const groups: number[] = []
  const ask = gather(
    async (items: readonly number[]) => {
      groups.push(items.length)
      await sleep(15)
      return items
    },
    { most: 8, atOnce: 1, patience: 1 },
  )
  // Each comes again a turn later than the one before it.
  await Promise.all(
    [1, 2, 3].map(async (turns) => {
      await ask(turns)
      for (let one = 0; one < turns; one++) await turn()
      await ask(turns)
    }),
  )
  expect(groups).toEqual([3, 3])
  // The others do not come: it goes alone after its patience, and the next one after it.
  expect(await ask(7)).toBe(7)
  expect(await ask(8)).toBe(8)
  expect(groups).toEqual([3, 3, 1, 1])
})
