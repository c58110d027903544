import { expect, it } from 'vitest'
import { wordsAsked, wordsTold } from './asking.ts'

const offers = [
  { value: 'u1', title: '城管局' },
  { value: 'u2', title: '水务局' },
]

it('finds what rules find, takes what was told, and asks for the rest once', () => {
  const options = { 'unit=甲': 'u2', 'unit=乙': '-', 'unit=丙': 'gone', 'unit=丁': '', crs: 'WGS-84' }
  const asked = wordsAsked({ column: 'unit', options, offers, find: (word) => (word === '城管局' ? 'u1' : undefined), near: () => ['u1'] })
  expect(['城管局', '甲', '乙', '丙', '丙', '丁'].map(asked.find)).toEqual(['u1', 'u2', null, undefined, undefined, undefined])
  expect(asked.asks()).toEqual([
    {
      column: 'unit',
      offers,
      words: [
        { word: '丙', rows: 2, near: ['u1'], meant: null },
        { word: '甲', rows: 1, near: ['u1'], meant: 'u2' },
        { word: '乙', rows: 1, near: ['u1'], meant: '-' },
        { word: '丁', rows: 1, near: ['u1'], meant: null },
      ],
    },
  ])
  expect(wordsTold(options)).toEqual({ 'unit=甲': 'u2', 'unit=乙': '-', 'unit=丙': 'gone' })
  expect(wordsAsked({ column: 'unit', options: {}, offers, find: () => 'u1', near: () => [] }).asks()).toEqual([])
})
