/** Work that is gathered by key keeps nothing of a key that nobody waits for. */
import { expect, it } from 'vitest'
import { gatherBy } from './together.serve.ts'

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
