import { expect, it } from 'vitest'
import { wordsFor } from './form.ts'
import { plain } from './plain.ts'

it('shows words without marks of emphasis, and leaves names, sums and lines to write on as they are', () => {
  const said = ['请填**必填**项', '_注意_：__不要__ *漏填*', 'stall_no_1', '2*3*4', '姓名____，性别____', '5 * 3 * 2', '** 注']
  expect(said.map(plain)).toEqual(['请填必填项', '注意：不要 漏填', 'stall_no_1', '2*3*4', '姓名____，性别____', '5 * 3 * 2', '** 注'])
})

it('shows a heading as its line and a link as its words, in tables too', () => {
  const said = ['# 一、环境', '见[说明](https://example.org/a?b=1)再填', '#1 号点', '[甲](乙)', '![图](https://example.org/a.png)']
  expect(said.map(plain)).toEqual(['一、环境', '见说明再填', '#1 号点', '[甲](乙)', '![图](https://example.org/a.png)'])
  expect(wordsFor({ '': '**重** [链接](https://example.org)' }, 'en')).toBe('重 链接')
})
