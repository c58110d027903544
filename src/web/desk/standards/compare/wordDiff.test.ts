import { expect, it } from 'vitest'
import { wordDiff } from './wordDiff.ts'

const shown = (from: string, to: string) =>
  wordDiff(from, to)
    .map(({ kind, text }) => (kind === 'same' ? text : kind === 'added' ? `+${text}+` : `-${text}-`))
    .join('')

it.each([
  ['市场内整洁', '市场内整洁', '市场内整洁'],
  ['公益广告不少于12处', '公益广告不少于15处', '公益广告不少于-12-+15+处'],
  ['设置宣传栏', '设置固定宣传栏', '设置+固定+宣传栏'],
  ['', '新增', '+新增+'],
  ['删去', '', '-删去-'],
  ['At least two signs', 'At least three signs', 'At least -two-+three+ signs'],
])('%s → %s', (from, to, expected) => expect(shown(from, to)).toBe(expected))

it('gives both texts back', () => {
  const [from, to] = ['窗口单位服务规范,办事流程公开', '窗口服务规范、流程公开透明']
  const diff = wordDiff(from, to)
  const side = (without: string) =>
    diff
      .filter(({ kind }) => kind !== without)
      .map(({ text }) => text)
      .join('')
  expect([side('added'), side('removed')]).toEqual([from, to])
})
