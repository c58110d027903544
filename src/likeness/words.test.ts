import { expect, it } from 'vitest'
import { wordsOf } from './words.ts'

it('cuts a report into words of the matter: no single character, no word of every report, no number', () => {
  const words = wordsOf('和平路口的摊子占着人行道和盲道，已经3天了，请尽快处理')
  expect(words).toEqual(expect.arrayContaining(['路口', '摊子', '人行道', '盲道']))
  expect(words.filter((word) => /^.$/u.test(word))).toEqual([])
  for (const word of ['已经', '尽快', '处理', '3']) expect(words).not.toContain(word)
  expect(wordsOf('A lamp is broken')).toEqual(['lamp', 'broken'])
})
