import { expect, it } from 'vitest'
import { withoutPlaces } from './placeNames.ts'

it('takes areas with and without their ending and whole street names out, the longest first', () => {
  const bare = withoutPlaces({ areas: ['汀苒街道', '榆园社区', '区'], streets: ['榆园街', '建设路', ''] })
  expect(bare('汀苒街道榆园街路灯不亮')).toBe('  路灯不亮')
  expect(bare('汀苒的建设工地在建设路边，区里知道')).toBe(' 的建设工地在 边，区里知道')
  expect(withoutPlaces({ areas: [], streets: [] })('路灯')).toBe('路灯')
})
