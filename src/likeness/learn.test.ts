import { describe, expect, it } from 'vitest'
import { learn, type Lesson, likely } from './learn.ts'
import { wordsOf } from './words.ts'

const times = (count: number, value: string, text: (index: number) => string): Lesson[] =>
  Array.from({ length: count }, (_, index) => ({ value, words: wordsOf(text(index)) }))
const lamps = times(30, 'lamp', (index) => `东街${index}号路灯不亮，夜里一片漆黑`)
const litter = times(30, 'litter', (index) => `西街${index}号垃圾满溢，气味难闻`)

describe('wordsOf', () => {
  it('cuts Chinese into words, in one width and case, without numbers and single letters', () => {
    expect(wordsOf('路灯不亮，电话 13800000000，Ａ区 LED 灯')).toEqual(['路灯', '电话', 'led'])
    expect(wordsOf('')).toEqual([])
  })
})

describe('learn', () => {
  it('says what a text looks like, and by which words', () => {
    const learned = learn([...lamps, ...litter, ...times(2, 'rare', () => '井盖丢失')])
    if (!('model' in learned)) throw new Error('too few')
    expect(learned).toMatchObject({ cases: 60, leftOut: 2 })
    expect(learned.model.values.map(({ value }) => value)).toEqual(['lamp', 'litter'])
    const [first, second, ...none] = likely(learned.model, wordsOf('北街的路灯又不亮了'))
    expect(first).toMatchObject({ value: 'lamp', cases: 30 })
    expect(first!.reasons.map(({ word }) => word)).toContain('路灯')
    expect(first!.reasons[0]!.times).toBeGreaterThan(1.5)
    expect(second!.value).toBe('litter')
    expect(second!.reasons.map(({ word }) => word)).not.toContain('路灯')
    expect(none).toEqual([])
  })

  it('ranks as the sum of its words says, most of them first', () => {
    const learned = learn([...lamps, ...litter])
    if (!('model' in learned)) throw new Error('too few')
    expect(likely(learned.model, wordsOf('垃圾 垃圾 垃圾 路灯'))[0]!.value).toBe('litter')
    expect(likely(learned.model, wordsOf('路灯 路灯 路灯 垃圾'), 1).map(({ value }) => value)).toEqual(['lamp'])
    const weights = likely(learned.model, wordsOf('路灯 路灯 夜里'))[0]!.reasons
    expect(weights.map(({ word }) => word)).toEqual(['路灯', '夜里'])
  })

  it('keeps quiet about words it never saw, names of objects included', () => {
    const learned = learn([...lamps, ...litter])
    if (!('model' in learned)) throw new Error('too few')
    expect(likely(learned.model, wordsOf('constructor 自来水'))).toEqual([])
  })

  it('learns no word of one case alone', () => {
    const learned = learn([...lamps, ...litter, { value: 'lamp', words: ['张三'] }])
    if (!('model' in learned)) throw new Error('too few')
    expect(Object.keys(learned.model.counts)).not.toContain('张三')
  })

  it('is the same whatever the order of cases and words: equals stand in the order of their letters', () => {
    const [first, second] = [learn([...lamps, ...litter]), learn([...litter, ...lamps])]
    expect(second).toEqual(first)
    if (!('model' in first)) throw new Error('too few')
    // Each of the two stands once in every case of a lamp.
    const told = (...words: string[]) => likely(first.model, words)[0]!.reasons.map(({ word }) => word)
    expect(told('路灯', '夜里')).toEqual(['夜里', '路灯'])
    expect(told('夜里', '路灯')).toEqual(['夜里', '路灯'])
  })

  it('learns nothing from too few cases, or from one value alone', () => {
    expect(learn([...lamps.slice(0, 20), ...litter.slice(0, 20)])).toEqual({ tooFew: 40 })
    expect(learn([...lamps, ...lamps])).toEqual({ tooFew: 60 })
  })
})
