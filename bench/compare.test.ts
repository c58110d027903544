/** Comparing 5,000 criteria that were all numbered anew, so that only their wording can pair them: the slowest case there is. */
import { expect, it } from 'vitest'
import { compareEditions } from '../src/standards/compare.ts'
import { criteriaOf, Edition } from '../src/standards/edition.ts'
import { findLibraryEdition } from '../src/standards/library.serve.ts'

const sample = findLibraryEdition('civilised-city', '2021-sample')!
const words = criteriaOf(sample.tree).map(({ criterion }) => criterion.title.zh)

const big = (prefix: string, change: (text: string, index: number) => string): Edition =>
  Edition.parse({
    ...sample,
    crosswalks: [],
    tree: Array.from({ length: 5000 }, (_, index) => ({
      id: `${prefix}${index}`,
      title: { zh: change(`${words[index % 75]!}${words[(index * 7 + Math.floor(index / 75)) % 75]!}第${index}项`, index) },
      ways: [{ method: 'materials', points: 1, rule: { name: 'gradeFactor' }, scale: 'gradeABC' }],
    })),
  })

it('compares 5,000 criteria in well under a second of work', () => {
  const before = big('A', (text) => text)
  const after = big('B', (text, index) => (index % 3 === 0 ? `${text}并公示` : text))
  const spent = Array.from({ length: 3 }, () => {
    const start = process.cpuUsage().user
    const { counts } = compareEditions(before, after)
    expect((counts.added ?? 0) + (counts.dropped ?? 0)).toBeLessThan(50)
    return (process.cpuUsage().user - start) / 1000
  })
  // Work of the processor, not the clock on the wall, so that a busy machine does not fail it: about 600 ms, 150 by codes.
  expect(Math.min(...spent)).toBeLessThan(1500)
})
