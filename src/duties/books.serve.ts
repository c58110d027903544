/** Duties, their empty cells and what was done to many at once, as Excel workbooks of the lists on the screen. */
import type { Say } from '../api/problems.serve.ts'
import { type Language, read, type Text } from '../base/text.ts'
import { type BookColumn, cityTime } from '../sheets/listBook.serve.ts'
import type { DutyAction, Gap } from './duties.api.ts'
import type { DutyHead, PostHead } from './duty.ts'

/** The columns of a list of duties. The task table that comes back in is another workbook: this one shows what the list shows. */
export function dutyColumns(say: Say, language: Language): BookColumn<DutyHead>[] {
  const words = (it: { title: Text } | null) => (it === null ? '' : read(it.title, language))
  const post = (it: PostHead | null) =>
    it === null ? '' : `${read(it.title, language)} ${it.holder?.name ?? say(language, 'duties.vacant')}`
  const column = (name: string, width: number, cell: BookColumn<DutyHead>['cell']) => ({
    head: say(language, `duties.${name}`),
    width,
    cell,
  })
  return [
    column('criterion', 18, (it) => it.criterion),
    column('criterionTitle', 36, (it) => (it.title === null ? '' : read(it.title, language))),
    column('area', 18, (it) => words(it.area)),
    column('lead', 22, (it) => words(it.lead)),
    column('helpers', 26, (it) => it.helpers.map(words).join('、')),
    column('leader', 20, (it) => post(it.leader)),
    column('person', 20, (it) => post(it.person)),
    column('task', 40, (it) => it.task),
    column('measure', 30, (it) => it.measure),
    column('effect', 30, (it) => it.effect),
    column('start', 12, (it) => it.startOn ?? ''),
    column('due', 12, (it) => it.dueOn ?? ''),
    column('state', 10, (it) => say(language, it.overdue ? 'duties.overdue' : `duties.state.${it.state}`)),
    column('missing', 26, (it) => it.missing.map((cell) => say(language, `duties.cell.${cell}`)).join('、')),
    { head: say(language, 'standards.changedAt'), width: 17, cell: (it) => cityTime(it.changedAt) },
  ]
}

/** The columns of the list of empty cells. */
export function gapColumns(say: Say, language: Language): BookColumn<Gap>[] {
  const words = (title: Text | null | undefined) => (title === null || title === undefined ? '' : read(title, language))
  return [
    { head: say(language, 'duties.criterion'), width: 18, cell: (it) => it.criterion },
    { head: say(language, 'duties.criterionTitle'), width: 40, cell: (it) => words(it.title) },
    { head: say(language, 'duties.area'), width: 20, cell: (it) => words(it.area?.title) },
    { head: say(language, 'duties.unit'), width: 24, cell: (it) => words(it.unit?.title) },
    { head: say(language, 'duties.empty'), cell: (it) => say(language, `duties.cell.${it.cell}`) },
    { head: say(language, 'duties.vacant'), width: 8, cell: (it) => (it.vacant ? say(language, 'duties.vacant') : '') },
  ]
}

/** The columns of the record of changes of many duties at once. */
export const actionColumns = (say: Say, language: Language): BookColumn<DutyAction>[] => [
  { head: say(language, 'duties.at'), width: 17, cell: (it) => cityTime(it.at) },
  { head: say(language, 'duties.actionKind'), cell: (it) => say(language, `duties.action.${it.kind}`) },
  { head: say(language, 'duties.count'), width: 10, cell: (it) => it.duties },
  { head: say(language, 'duties.by'), cell: (it) => it.by?.name ?? say(language, 'duties.system') },
  { head: say(language, 'duties.undoneOn'), width: 17, cell: (it) => cityTime(it.undoneAt) },
]
