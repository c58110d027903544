/** Our own form as an import: everything is said in it, so there is nothing to guess; codes may be given anew. */
import { formatHundredths } from '../../base/points.ts'
import type { Layout } from '../../sheets/columns.ts'
import type { Table, Understood, UnderstoodRow } from '../../sheets/kind.ts'
import { checkEdition } from '../edition-check.ts'
import { criteriaOf, type Edition } from '../edition.ts'
import { Code } from '../terms.ts'
import { placed } from './fault-places.ts'
import { readForm } from './form-read.ts'
import { formSheets } from './form-write.ts'
import type { TaskContext } from './understand.ts'

const { name, fields } = formSheets['tree']!
const columnOf = (path: string) => fields.findIndex(([own]) => own === path)

/** The sheet of criteria, for the preview. */
export const formLayouts: readonly Layout[] = [
  {
    sheet: name,
    head: 1,
    heads: 2,
    columns: {
      id: columnOf('id'),
      no: columnOf('no'),
      criterion: columnOf('title.zh'),
      points: columnOf('points'),
      lead: columnOf('lead'),
      support: columnOf('support'),
    },
    guessed: [],
  },
]

/** Reads the form. Options `standard`, `edition` and `title` replace what it says when they are given. */
export function understandForm({ book, options }: Table, { editions }: TaskContext): Understood<Edition | undefined> {
  const { edition: read, faults, places } = readForm(book)
  const edition = read && renamed(read, options)
  const other = (standard: string, code: string) => editions.find((it) => it.standard === standard && it.edition === code)
  const open = edition ? checkEdition(edition, other) : []
  const rows = criteriaOf(edition?.tree ?? []).flatMap(({ criterion, path }): UnderstoodRow[] => {
    const place = places.get(`tree/${criterion.id}`)
    const points = criterion.ways.reduce((sum, way) => sum + way.points, 0)
    const values = {
      id: criterion.id,
      project: path[0]?.title.zh ?? '',
      criterion: criterion.title.zh,
      method: criterion.ways.map(({ method }) => method).join(' '),
      points: formatHundredths(points),
      lead: criterion.lead ?? '',
      support: criterion.support.join(' '),
    }
    return place ? [{ sheet: place.sheet, row: place.row, values }] : []
  })
  return {
    plan: edition,
    rows,
    faults,
    hints: open.map((fault) => placed(fault, places)),
    counts: edition ? countsOf(edition, open.length) : {},
  }
}

function renamed(edition: Edition, options: Readonly<Record<string, string>>): Edition {
  const code = (wish: string | undefined, own: string) => (Code.safeParse(wish).success ? wish! : own)
  const title = options['title']?.trim()
  return {
    ...edition,
    standard: code(options['standard'], edition.standard),
    edition: code(options['edition'], edition.edition),
    title: title ? { ...edition.title, zh: title } : edition.title,
  }
}

const countsOf = (edition: Edition, open: number): Record<string, number> => ({
  criteria: criteriaOf(edition.tree).length,
  ways: criteriaOf(edition.tree).reduce((sum, { criterion }) => sum + criterion.ways.length, 0),
  units: edition.unitKinds.length,
  pointTypes: edition.pointTypes.length,
  checks: edition.checks.length,
  questions: edition.questions.length,
  open,
})
