/**
 * The responsibility list (责任清单) of one unit: what it leads, what it helps with, by when, who answers, and what is still
 * empty. The list is the default form; it carries its legal or approval basis, and lines for both signatures.
 */
import type { Download } from '../api/download.serve.ts'
import type { Say } from '../api/problems.serve.ts'
import type { CityId, EditionId, UnitId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { type Language, read, type Text } from '../base/text.ts'
import { dayOf } from '../base/time.ts'
import { criteriaOf } from '../standards/edition.ts'
import { findReleased } from '../standards/published.sql.ts'
import { type DutyRow, listDuties } from './duties.sql.ts'
import { isInForce } from '../privacy/compliance.sql.ts'
import { findUnitName } from './ground.sql.ts'
import type { PostHead } from './duty.ts'
import { loadDocx, type Paper, paperOf, writePaper } from '../sheets/official-paper.serve.ts'

/** What is asked for. */
export interface Wanted {
  readonly edition: EditionId
  readonly unit: UnitId
  readonly number?: string | undefined
  readonly basis?: string | undefined
  readonly form: 'list' | 'letter'
}

interface Contents {
  readonly wanted: Wanted
  readonly unit: Text
  readonly edition: Text
  readonly city: Text
  readonly criteria: ReadonlyMap<string, { no: number; title: Text }>
  readonly leads: readonly DutyRow[]
  readonly helps: readonly DutyRow[]
  readonly on: string
  readonly language: Language
  readonly say: (key: string, values?: Record<string, unknown>) => string
}

const most = 1000

async function readContents(
  db: Db,
  city: CityId,
  wanted: Wanted,
  { at, language, say }: { at: string; language: Language; say: Say },
): Promise<Contents> {
  const released = await findReleased(db, city, wanted.edition)
  if (!released) throw new Problem('duty.noSuchEdition', 422)
  const named = await findUnitName(db, city, wanted.unit)
  if (!named) throw new Problem('api.notFound', 404)
  const on = dayOf(at)
  const reader = { city, unit: null, person: null }
  const { items: duties } = await listDuties(db, reader, { edition: wanted.edition, unit: wanted.unit }, on, {
    sort: 'criterion',
    limit: most,
  })
  const order = criteriaOf(released.content.tree).map(
    ({ criterion }, index) => [criterion.id as string, { no: index + 1, title: criterion.title }] as const,
  )
  const criteria = new Map(order)
  const sorted = duties.sort((a, b) => (criteria.get(a.criterion)?.no ?? 1e9) - (criteria.get(b.criterion)?.no ?? 1e9))
  return {
    wanted,
    unit: { zh: named.zh, en: named.en },
    city: { zh: named.cityZh, en: named.cityEn },
    edition: released.content.title,
    criteria,
    leads: sorted.filter(({ lead }) => lead?.id === wanted.unit),
    helps: sorted.filter(({ lead }) => lead?.id !== wanted.unit),
    on,
    language,
    say: (key, values) => say(language, `duties.list.${key}`, values),
  }
}

const post = (it: PostHead | null, language: Language): string[] =>
  it === null ? [] : it.holder === null ? [read(it.title, language)] : [it.holder.name, read(it.title, language)]

const orDash = (lines: readonly string[]): readonly string[] => (lines.length === 0 ? ['\u2014'] : lines)

function leadTable(paper: Paper, { leads, criteria, language, say }: Contents) {
  const rows = leads.map((duty, index) => {
    const title = criteria.get(duty.criterion)?.title
    return [
      [String(index + 1)],
      [title ? read(title, language) : duty.criterion, duty.criterion],
      orDash([
        ...(duty.task === '' || (title && duty.task === read(title, language)) ? [] : duty.task.split('\n')),
        ...(duty.measure === '' ? [] : [say('measure', { text: duty.measure })]),
        ...(duty.effect === '' ? [] : [say('effect', { text: duty.effect })]),
      ]),
      [
        duty.area ? read(duty.area.title, language) : say('wholeCity'),
        ...(duty.helpers.length === 0
          ? []
          : [say('with', { units: duty.helpers.map(({ title: it }) => read(it, language)).join('\u3001') })]),
      ],
      orDash([...post(duty.leader, language), ...post(duty.person, language)]),
      orDash([
        ...(duty.dueOn === null ? [] : [duty.dueOn]),
        ...duty.milestones.map(({ dueOn, title: step }) => `${dueOn.slice(5)} ${step}`),
      ]),
    ]
  })
  return paper.table(
    [10, 31, 38, 23, 25, 29],
    ['no', 'standard', 'task', 'areaAndHelp', 'people', 'dates'].map((key) => say(`column.${key}`)),
    rows,
  )
}

function helpTable(paper: Paper, { helps, criteria, language, say }: Contents) {
  const rows = helps.map((duty, index) => {
    const title = criteria.get(duty.criterion)?.title
    return [
      [String(index + 1)],
      [title ? read(title, language) : duty.criterion, duty.criterion],
      [duty.lead ? read(duty.lead.title, language) : '\u2014'],
      [duty.area ? read(duty.area.title, language) : say('wholeCity')],
      [duty.dueOn ?? '\u2014'],
    ]
  })
  return paper.table(
    [10, 66, 32, 24, 24],
    ['no', 'standard', 'lead', 'area', 'due'].map((key) => say(`column.${key}`)),
    rows,
  )
}

/** What is still empty, so that nobody signs a list with holes unseen. */
function gapLines({ leads, criteria, language, say }: Contents): string[] {
  const open = leads.filter(({ missing }) => missing.length > 0)
  if (open.length === 0) return [say('noGaps')]
  const lines = open.slice(0, 30).map(({ criterion, missing }) => {
    const title = criteria.get(criterion)?.title
    const cells = missing.map((cell) => say(`cell.${cell}`)).join('\u3001')
    return say('gap', { criterion, title: title ? read(title, language) : '', cells })
  })
  return [say('gaps', { n: open.length }), ...lines]
}

/** A day as the word lists spell it. */
function partsOf(day: string): { year: string; month: number; day: number } {
  const [year, month, date] = day.split('-')
  return { year: year!, month: Number(month), day: Number(date) }
}

const ordinal = (say: Contents['say'], n: number, text: string) => say('ordinal', { n: say(`n.${n}`), text })

/** The file. *Refuses:* 422 `duty.noSuchEdition`, `duty.letterNeedsBasis`; 404. */
export async function exportResponsibilities(
  db: Db,
  city: CityId,
  wanted: Wanted,
  about: { at: string; language: Language; say: Say },
): Promise<Download> {
  const hasBasis = (wanted.basis ?? '').trim() !== ''
  if (wanted.form === 'letter' && !hasBasis && (await isInForce(db, city, 'letterBasis', about.at)))
    throw new Problem('duty.letterNeedsBasis', 422)
  const contents = await readContents(db, city, wanted, about)
  const { say, language, leads, helps, on } = contents
  const docx = await loadDocx()
  const paper = paperOf(docx)
  const unit = read(contents.unit, language)
  const title = say(wanted.form === 'letter' ? 'letterTitle' : 'title', { unit })
  const dates = leads.flatMap(({ dueOn }) => dueOn ?? []).sort()
  const intro = say('intro', { unit, edition: read(contents.edition, language), leads: leads.length, helps: helps.length })
  const content = await writePaper(docx, { title, author: 'Mingcheng 明城' }, [
    paper.title(title),
    ...(wanted.number ? [paper.under(wanted.number)] : []),
    paper.blank(),
    paper.body(wanted.basis ? say('basis', { basis: wanted.basis, intro }) : intro),
    ...(dates.length === 0 ? [] : [paper.body(say('lastDate', partsOf(dates.at(-1)!)))]),
    ...(leads.length === 0
      ? []
      : [paper.heading(ordinal(say, 1, say('leads', { n: leads.length }))), leadTable(paper, contents), paper.blank()]),
    ...(helps.length === 0
      ? []
      : [
          paper.heading(ordinal(say, leads.length === 0 ? 1 : 2, say('helps', { n: helps.length }))),
          helpTable(paper, contents),
          paper.blank(),
        ]),
    paper.heading(ordinal(say, 1 + Number(leads.length > 0) + Number(helps.length > 0), say('open'))),
    ...gapLines(contents).map((line) => paper.body(line)),
    paper.blank(),
    paper.kept(say('signUnit', { unit })),
    paper.kept(say('signOffice')),
    paper.blank(),
    paper.right(say('issuer', { city: read(contents.city, language) }), 2),
    paper.right(say('date', partsOf(on)), 4),
  ])
  return {
    name: `${title} ${on}.docx`,
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    content,
  }
}
