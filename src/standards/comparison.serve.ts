/** Writes a comparison as a workbook: one sheet of lines, one of lists, in the asked language. */
import { handlers, whoOf } from '../api/api.serve.ts'
import type { Say } from '../api/problems.serve.ts'
import { formatHundredths } from '../base/points.ts'
import { type Language, read } from '../base/text.ts'
import { type SheetOut, writeWorkbook } from '../sheets/write.serve.ts'
import { compareEditions, type Comparison, type Side } from './compare.ts'
import { comparisonApi } from './comparison.api.ts'
import { getByRef } from './standards.serve.ts'

type Words = (key: string) => string

const mediaType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Handlers over the word lists. */
export const comparisonHandlers = (say: Say) =>
  handlers(comparisonApi, {
    exportComparison: async (ask) => {
      const { city } = whoOf(ask)
      const [from, to] = [await getByRef(ask.db, city, ask.query.from), await getByRef(ask.db, city, ask.query.to)]
      const words: Words = (key) => say(ask.language, `standards.${key}`)
      const sheets = sheetsOf(compareEditions(from, to), words, ask.language)
      return { name: `${from.standard}-${from.edition}-${to.edition}.xlsx`, mediaType, content: await writeWorkbook(sheets, ask.at) }
    },
  })

/** The two sheets. Points are numbers, so that a reader may add them up. */
export function sheetsOf(comparison: Comparison, words: Words, language: Language): SheetOut[] {
  const titles = (sides: readonly Side[]) => sides.map(({ id, title }) => `${id} ${read(title, language)}`).join('\n')
  const methods = (sides: readonly Side[]) =>
    [...new Set(sides.flatMap((side) => side.methods))].map((method) => words(`method.${method}`)).join(' ')
  const points = (sides: readonly Side[]) =>
    sides.length === 0 ? null : Number(formatHundredths(sides.reduce((sum, side) => sum + side.points, 0)))
  const wrapped = (value: string) => ({ value, wrap: true })
  const head = (keys: readonly string[]) => keys.map((key) => ({ value: key, bold: true }))
  const [old, now] = [words('compare.old'), words('compare.new')]
  const lines = comparison.lines.map(({ changes, from, to, by, note }) => [
    changes.map((change) => words(`change.${change}`)).join(' '),
    wrapped(titles(from)),
    wrapped(titles(to)),
    points(from),
    points(to),
    methods(from),
    methods(to),
    [words(`compare.by.${by}`), note ? read(note, language) : ''].filter(Boolean).join(' '),
  ])
  const lists = comparison.lists.map(({ list, id, change, from, to }) => [
    words(`listChange.${change}`),
    words(`list.${list}`),
    id,
    wrapped(from ? read(from, language) : ''),
    wrapped(to ? read(to, language) : ''),
  ])
  const side = (name: string, of: string) => `${name} ${words(of)}`
  return [
    {
      name: words('compare.lines'),
      widths: [18, 48, 48, 10, 10, 18, 18, 30],
      rows: [
        head([
          words('compare.change'),
          old,
          now,
          side(old, 'pointsWord'),
          side(now, 'pointsWord'),
          side(old, 'methodWord'),
          side(now, 'methodWord'),
          words('compare.by'),
        ]),
        ...lines,
      ],
    },
    {
      name: words('listWord'),
      widths: [12, 16, 20, 48, 48],
      rows: [head([words('compare.change'), words('listWord'), words('code'), old, now]), ...lists],
    },
  ]
}
