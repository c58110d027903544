import { expect, it } from 'vitest'
import { languageFor, read } from './text.ts'

it('reads the side of the reader, and the Chinese where there is no English', () => {
  const text = { zh: '点位', en: 'Point' }
  expect([read(text, 'zh-CN'), read(text, 'en'), read({ zh: '点位', en: '' }, 'en')]).toEqual(['点位', 'Point', '点位'])
})

it('finds the first language that the house has', () => {
  expect([undefined, '', 'fr, en;q=0.8', 'fr;q=1, zh-TW', 'de'].map(languageFor)).toEqual(['zh-CN', 'zh-CN', 'en', 'zh-CN', 'zh-CN'])
})
