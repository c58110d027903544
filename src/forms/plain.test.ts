import fc from 'fast-check'
import { expect, it } from 'vitest'
import { wordsFor } from './form.ts'
import { marks, plain } from './plain.ts'

it('shows words without marks of emphasis, and leaves names, sums and lines to write on as they are', () => {
  const said = ['请填**必填**项', '_注意_：__不要__ *漏填*', 'stall_no_1', '2*3*4', '姓名____，性别____', '5 * 3 * 2', '** 注']
  expect(said.map(plain)).toEqual(['请填必填项', '注意：不要 漏填', 'stall_no_1', '2*3*4', '姓名____，性别____', '5 * 3 * 2', '** 注'])
})

it('shows a heading as its line and a link as its words, in tables too', () => {
  const said = ['# 一、环境', '见[说明](https://example.org/a?b=1)再填', '#1 号点', '[甲](乙)', '![图](https://example.org/a.png)']
  expect(said.map(plain)).toEqual(['一、环境', '见说明再填', '#1 号点', '[甲](乙)', '![图](https://example.org/a.png)'])
  expect(wordsFor({ '': '**重** [链接](https://example.org)' }, 'en')).toBe('重 链接')
})

/** The same said by patterns, which are short to read and slow on long labels. */
const byPatterns = (text: string): string =>
  [
    /^#{1,6} +(.+?)(?: +#+)?$/gm,
    /(?<!!)\[([^[\]]+)\]\((?:https?:|mailto:)[^\s()]*\)/g,
    /\*\*(?=[^\s*])(.+?)(?<=[^\s*])\*\*/g,
    /(?<![A-Za-z0-9_])__(?=[^\s_])(.+?)(?<=[^\s_])__(?![A-Za-z0-9_])/g,
    /(?<![A-Za-z0-9*])\*(?=[^\s*])(.+?)(?<=[^\s*])\*(?![A-Za-z0-9*])/g,
    /(?<![A-Za-z0-9_])_(?=[^\s_])(.+?)(?<=[^\s_])_(?![A-Za-z0-9_])/g,
  ].reduce((rest, mark) => rest.replaceAll(mark, '$1'), text)

it('takes the marks away that the patterns take away, whatever stands beside them', () => {
  const part = fc.constantFrom('*', '**', '_', '__', '# ', '#', ' ', 'a', '1', '好', '\n', '\r', '[好](https://a)', '[')
  const text = fc.array(part, { maxLength: 14 }).map((parts) => parts.join(''))
  // A heading of nothing but spaces is none.
  fc.assert(
    fc.property(
      text.filter((it) => !/^#+ +$/m.test(it)),
      (it) => {
        expect(plain(it)).toBe(byPatterns(it))
      },
    ),
    { numRuns: 2000 },
  )
})

it('looks for marks with patterns that repeat nothing, so that long labels are read once', () => {
  for (const { opens, closes } of marks) for (const { source } of [opens, closes]) expect(source).not.toMatch(/(?<!\\)(?<!\[[^\]]*)[*+{]/)
  expect(plain(' _a'.repeat(100_000))).toHaveLength(300_000)
  const spaces = ' '.repeat(100_000)
  expect([plain(`# x${spaces}`), plain(`# x${spaces}#`)]).toEqual([`x${spaces}`, 'x'])
})
