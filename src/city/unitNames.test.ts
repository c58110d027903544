import { describe, expect, it } from 'vitest'
import { longWords, shortName, unitFinder, unitNamesOf } from './unitNames.ts'

const names = [
  '明城市城市管理局',
  '明城市市场监督管理局',
  '明城市住房和城乡建设局',
  '明城市精神文明建设办公室',
  '明城市公安局',
  '明城市公安局交通警察支队',
  '明城市交通运输局',
  '明城市卫生健康委员会',
  '砚禾区城市管理局',
  '砚禾区水务局',
  '沚坊区水务局',
  '汀苒街道办事处',
  '沚坊社区居民委员会',
  '栖禾社区居民委员会',
]
const units = names.map((nameZh, index) => ({ code: `U${index}`, nameZh }))

describe('the unit that a word means', () => {
  const { find, near } = unitNamesOf(units, '明城市')
  it.each([
    ['明城市城市管理局', '明城市城市管理局'],
    ['u0', '明城市城市管理局'],
    ['市城市管理局', '明城市城市管理局'],
    ['城市管理局', '明城市城市管理局'],
    ['市城管局', '明城市城市管理局'],
    ['我市城管局', '明城市城市管理局'],
    ['明城城管局', '明城市城市管理局'],
    ['江南省明城市城管局', '明城市城市管理局'],
    ['城管', '明城市城市管理局'],
    ['市城市管理综合行政执法局', '明城市城市管理局'],
    ['市场监管局', '明城市市场监督管理局'],
    ['市市场监管局', '明城市市场监督管理局'],
    ['住建局', '明城市住房和城乡建设局'],
    ['市文明办', '明城市精神文明建设办公室'],
    ['交警支队', '明城市公安局交通警察支队'],
    ['市公安局', '明城市公安局'],
    ['卫健委', '明城市卫生健康委员会'],
    ['区城管局', '砚禾区城市管理局'],
    ['砚禾区城管局', '砚禾区城市管理局'],
    ['汀苒街道办', '汀苒街道办事处'],
    ['沚坊社区居委会', '沚坊社区居民委员会'],
    // Two districts have one; a unit below the bureau is not the bureau; nothing is nothing.
    ['区水务局', undefined],
    ['城管大队', undefined],
    ['居委会', undefined],
    ['水务局', undefined],
    ['', undefined],
  ])('%s is %s', (word, name) => expect(find(word)?.nameZh).toBe(name))

  it('names what a word may mean', () => {
    expect(near('区水务局').map(({ nameZh }) => nameZh)).toEqual(['砚禾区水务局', '沚坊区水务局'])
    expect(near('市城管执法支队')[0]!.nameZh).toBe('明城市城市管理局')
    expect(near('气')).toEqual([])
  })

  it('knows other ranks, and cities without one', () => {
    const county = unitNamesOf([{ code: 'a', nameZh: '栖云县城市管理局' }], '栖云县')
    expect([county.find('县城管局')?.code, county.find('市城管局')?.code]).toEqual(['a', undefined])
    expect(unitNamesOf([{ code: 'a', nameZh: '城管局' }], '').find('市城管局')?.code).toBe('a')
  })

  it('leaves closed units out', () => {
    const old = { code: 'a', nameZh: '明城市城市管理局' }
    const asked = [old, { ...old, closedOn: null }, { ...old, closedOn: '2026-01-01' }].map(
      (unit) => unitFinder([unit], '明城市')('城管局')?.code,
    )
    expect([...asked, unitFinder([old])('明城市城管局')?.code]).toEqual(['a', 'a', undefined, 'a'])
  })

  it('says names short and words long', () => {
    expect(shortName('明城市城市管理局')).toBe('明城市城管局')
    expect(longWords('城管')).toContain('城市管理')
    expect(longWords('Office')).toEqual(['office'])
  })
})
