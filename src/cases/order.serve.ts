/**
 * The order (交办单) of a case as a page of the official layout: to whom, what, where, by when, on what ground it is filed and
 * closed, and what became of it until now. For units that work on paper, and for the file.
 */
import type { Download } from '../api/download.serve.ts'
import type { Say } from '../api/problems.serve.ts'
import type { EvidenceId } from '../base/ids.ts'
import { type Language, read } from '../base/text.ts'
import { dayOf } from '../base/time.ts'
import { loadDocx, paperOf, type Picture, writePaper } from '../sheets/official-paper.serve.ts'
import { cityTime } from '../sheets/listBook.serve.ts'
import type { CaseFile } from './cases.api.ts'

/** A picture of the case and the step it belongs to. */
export interface OrderPhoto {
  readonly step: string
  /** When it was taken, where the camera said so; else when the step was. */
  readonly at: string
  /** Nobody has covered it yet, so that it is printed with nobody to be recognised. */
  readonly veiled: boolean
  readonly picture: Omit<Picture, 'says'>
}

const mostOfStep = 2

/** The photos that a page has room for: the first of the report, the last that prove the work. */
export function photosFor({ history }: CaseFile): { id: EvidenceId; step: string; at: string }[] {
  const of = (step: string) => history.flatMap((one) => (one.step === step ? one.photos.map((id) => ({ id, step, at: one.at })) : []))
  return [...of('report').slice(0, mostOfStep), ...of('rectify').slice(-mostOfStep)]
}

/** What stands on the page besides the case. */
export interface OrderOf {
  readonly it: CaseFile
  /** The city, under whose name it goes out. */
  readonly city: { readonly zh: string; readonly en: string }
  /** Document number such as 创城交〔2026〕48号. */
  readonly number?: string | undefined
  /** What must be true before the case is closed, where a filing condition says so. */
  readonly closes?: string | undefined
  /** What its class is called. */
  readonly className?: string | undefined
  /** Pictures of a step, as they may leave the house. */
  readonly photos: readonly OrderPhoto[]
  readonly at: string
  readonly language: Language
  readonly say: Say
}

/** A day as the word lists spell it. */
function dateOf(at: string) {
  const [year, month, day] = dayOf(at).split('-')
  return { year: year!, month: Number(month), day: Number(day) }
}

/** The page as a Word file. */
export async function writeOrder({ it, city, number, closes, className, photos, at, language, say }: OrderOf): Promise<Download> {
  const word = (key: string, values?: Record<string, string | number>) => say(language, `cases.order.${key}`, values)
  const docx = await loadDocx()
  const paper = paperOf(docx)
  const title = word('title')
  const unit = it.unit ? read(it.unit.title, language) : word('noUnit')
  const place = [it.street && read(it.street.title, language), it.point && `${read(it.point.title, language)} ${it.point.code}`, it.address]
    .filter(Boolean)
    .join(' ')
  const facts: [string, string][] = [
    [word('no'), it.no],
    ...(it.source === 'hotline12345' && it.externalId ? [[word('orderNo'), it.externalId] as [string, string]] : []),
    [word('class'), [it.class, className].filter(Boolean).join(' ') || '\u2014'],
    [word('place'), place === '' ? '\u2014' : place],
    [word('reportedAt'), cityTime(it.reportedAt)],
    [word('due'), it.dueAt === null ? '\u2014' : cityTime(it.dueAt)],
    [word('state'), read(it.stateName, language)],
    ...(closes ? [[word('closes'), closes] as [string, string]] : []),
  ]
  const pictures = (step: string) => {
    const list = photos.filter((one) => one.step === step)
    const says = word(`photos.${step}`)
    return [...Map.groupBy(list, (one) => cityTime(one.at))].flatMap(([when, ofTime]) => [
      paper.kept(word('photosAt', { what: says, at: when })),
      paper.pictures(ofTime.map(({ picture }) => ({ ...picture, says }))),
    ])
  }
  const steps = it.history.map(({ at: when, step, name, by, note, passed }, index) => [
    [String(index + 1)],
    [cityTime(when)],
    [passed === null ? read(name, language) : `${read(name, language)} · ${word('verdict', { step, passed: String(passed) })}`],
    [by?.name ?? '\u2014'],
    note === '' ? ['\u2014'] : note.split('\n'),
  ])
  const content = await writePaper(docx, { title: `${title} ${it.no}`, author: 'Mingcheng 明城' }, [
    paper.title(title),
    ...(number ? [paper.under(number)] : []),
    paper.blank(),
    paper.kept(word('to', { unit })),
    ...it.text.split('\n').map((line) => paper.body(line)),
    paper.body(it.dueAt === null ? word('askOpen') : word('ask', { ...dateOf(it.dueAt), time: cityTime(it.dueAt).slice(11) })),
    paper.heading(word('facts')),
    paper.table(
      [36, 120],
      [word('what'), word('how')],
      facts.map(([name, value]) => [[name], value.split('\n')]),
    ),
    paper.heading(word('steps')),
    paper.table(
      [10, 34, 30, 26, 56],
      ['n', 'when', 'step', 'by', 'note'].map((column) => word(`column.${column}`)),
      steps,
    ),
    ...(photos.length === 0 ? [] : [paper.heading(word('photos'))]),
    ...(photos.some(({ veiled }) => veiled) ? [paper.body(word('photosVeiled'))] : []),
    ...pictures('report'),
    ...pictures('rectify'),
    paper.blank(),
    paper.kept(word('signUnit')),
    paper.right(word('from', { city: read(city, language) }), 4),
    paper.right(word('date', dateOf(at)), 4),
  ])
  return {
    name: `${title} ${it.no}.docx`,
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    content,
  }
}
