import { expect, it } from 'vitest'
import { telling } from './telling.ts'

it('shows what a word of the matter speaks for, and nothing that rests on words of every report', () => {
  const likely = (value: string, ...words: string[]) => ({ value, cases: 9, reasons: words.map((word) => ({ word, times: 2 })) })
  const [lamp, street] = [likely('lamp', '不', '路灯'), likely('unit', 'street:7')]
  expect(telling([lamp, likely('lane', '不'), likely('cover', '没有', '亮'), likely('cables'), street])).toEqual([lamp, street])
})
