/**
 * GeoReport v2 as its specification says it: what cases and kinds look like to a civic app, and what an app's question means.
 * Source: open311.org, GeoReport v2, and its documented extensions (page, page_size, updated_after, notes, updates).
 */
import { z } from 'zod'
import type { EvidenceId } from '../base/ids.ts'
import { type Language, read } from '../base/text.ts'
import { Instant, withSeconds } from '../base/time.ts'
import type { PublicKind } from '../participation/kinds.ts'
import { isOver, type PublicAnswer, type PublicCase } from '../participation/view.ts'

/** What is wrong with a question, in the specification's way: a status of HTTP, and the key of its words. */
export class Refused extends Error {
  readonly status: number
  readonly says: string
  readonly details: Readonly<Record<string, string>>

  constructor(status: number, says: string, details: Readonly<Record<string, string>> = {}) {
    super(says)
    this.status = status
    this.says = says
    this.details = details
  }
}

/** A kind as a service. */
export const serviceOf = (kind: PublicKind, language: Language) => ({
  service_code: kind.code,
  service_name: read(kind.title, language),
  description: wordsOf(kind.about, language),
  metadata: kind.attributes.length > 0,
  type: kind.checked ? ('batch' as const) : ('realtime' as const),
  keywords: kind.keywords,
  group: wordsOf(kind.family, language),
})

/** The questions of a kind. */
export const definitionOf = (kind: PublicKind, language: Language) => ({
  service_code: kind.code,
  attributes: kind.attributes.map((it, index) => ({
    variable: true,
    code: it.code,
    datatype: it.datatype,
    required: it.required,
    datatype_description: wordsOf(it.help, language),
    order: index + 1,
    description: read(it.title, language),
    values: it.values.map(({ key, title }) => ({ key, name: read(title, language) })),
  })),
})

const wordsOf = (text: { zh: string; en: string }, language: Language) => (text.zh === '' ? text.en : read(text, language))

/** An instant without its thousandths, which some clients do not expect. */
export const timeOf = (at: Instant): string => at.replace(/\.\d+Z$/, 'Z')

/** With what a case is put into an app's words. */
export interface Telling {
  readonly language: Language
  readonly say: (key: string, values?: Readonly<Record<string, string>>) => string
  readonly kinds: ReadonlyMap<string, PublicKind>
  /** The address of a photo that may be seen. */
  readonly photo: (id: EvidenceId) => string
  /** What was answered, for the extended answer; undefined for the plain one. */
  readonly answers?: ReadonlyMap<string, readonly PublicAnswer[]> | undefined
}

const longest = 4000

/** A case as a service request. Fields that a server may leave out are null, so that every answer has the same shape. */
export function requestOf(it: PublicCase, { language, say, kinds, photo, answers }: Telling) {
  const kind = kinds.get(it.kind ?? '')
  const media = it.after[0] ?? it.before[0]
  return {
    service_request_id: it.no,
    status: isOver(it.stage) ? ('closed' as const) : ('open' as const),
    status_notes: notesOf(it, say),
    service_name: kind ? read(kind.title, language) : null,
    service_code: it.kind ?? '',
    description: it.text.length > longest ? `${it.text.slice(0, longest - 1)}…` : it.text,
    agency_responsible: it.unit && read(it.unit, language),
    service_notice: null,
    requested_datetime: timeOf(it.reportedAt),
    updated_datetime: timeOf(it.changedAt),
    expected_datetime: it.dueAt && timeOf(it.dueAt),
    address: it.address === '' ? null : it.address,
    address_id: null,
    zipcode: null,
    lat: it.place?.[1] ?? null,
    long: it.place?.[0] ?? null,
    media_url: media === undefined ? null : photo(media),
    ...(answers ? { notes: answersOf(it, answers).map(noteOf) } : {}),
  }
}

/** How it stands; a merged one as the case stands that it goes on in, with that number. */
const notesOf = ({ stage, goesOn }: PublicCase, say: Telling['say']) =>
  goesOn
    ? say('participation.stage.goesOn', { no: goesOn.no, stage: say(`participation.stage.${stage}`) })
    : say(`participation.stage.${stage}`)

/** What was answered to it, and to the case that it goes on in. */
const answersOf = ({ id, goesOn }: PublicCase, answers: ReadonlyMap<string, readonly PublicAnswer[]>) =>
  [id, ...(goesOn ? [goesOn.id] : [])].flatMap((one) => answers.get(one) ?? []).toSorted((a, b) => (a.at < b.at ? -1 : 1))

const noteOf = ({ text, at }: PublicAnswer) => ({ datetime: timeOf(at), description: text, type: 'answer' })

/** What was answered about a request, as the documented extension for updates has it. */
export const updateOf = (it: { id: string; no: string; stage: PublicCase['stage']; text: string; at: Instant }) => ({
  update_id: it.id,
  service_request_id: it.no,
  status: isOver(it.stage) ? 'CLOSED' : 'OPEN',
  updated_datetime: timeOf(it.at),
  description: it.text,
  media_url: null,
})

/** What the list of requests is asked for. */
export interface Question {
  readonly numbers?: readonly string[] | undefined
  readonly codes?: readonly string[] | undefined
  readonly isClosed?: boolean | undefined
  readonly from?: Instant | undefined
  readonly to?: Instant | undefined
  readonly changedAfter?: Instant | undefined
  readonly changedBefore?: Instant | undefined
  readonly page: number
  readonly size: number
  readonly extended: boolean
}

const day = 86_400_000
const mostDays = 90
/** "Default query limit is a span of 90 days or first 1000 requests returned, whichever is smallest." */
const mostRequests = 1000

/** Parameters by name; an empty one is as good as none. */
export type Parameters = (name: string) => string | undefined

/**
 * What the parameters of `GET requests` mean. Numbers override all others. Without dates the last 90 days are meant, unless
 * it is asked what changed. *Refuses:* 400 for a date, a status or a page that is none, and for more than 90 days.
 */
export function questionOf(parameter: Parameters, now: Instant): Question {
  const numbers = listOf(parameter('service_request_id'))
  const paging = { page: numberOf(parameter, 'page', 1, 100_000), size: numberOf(parameter, 'page_size', mostRequests, mostRequests) }
  const extended = parameter('extensions') === 'true'
  if (numbers) return { numbers: numbers.slice(0, mostRequests), page: 1, size: mostRequests, extended }
  const [from, to] = [instantOf(parameter, 'start_date'), instantOf(parameter, 'end_date')]
  const [changedAfter, changedBefore] = [instantOf(parameter, 'updated_after'), instantOf(parameter, 'updated_before')]
  if (from && to && Date.parse(to) - Date.parse(from) > mostDays * day)
    throw new Refused(400, 'open311.longSpan', { days: String(mostDays) })
  const isOpenEnded = from === undefined && to === undefined && changedAfter === undefined && changedBefore === undefined
  const before = (at: Instant) => new Date(Date.parse(at) - mostDays * day).toISOString()
  return {
    codes: listOf(parameter('service_code')),
    isClosed: isClosedOf(listOf(parameter('status'))),
    from: isOpenEnded ? before(now) : (from ?? (to && before(to))),
    to,
    changedAfter,
    changedBefore,
    ...paging,
    extended,
  }
}

/** Comma delimited; undefined when nothing is named. */
function listOf(text: string | undefined): string[] | undefined {
  const list = (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  return list.length === 0 ? undefined : list
}

function isClosedOf(list: readonly string[] | undefined): boolean | undefined {
  const wrong = list?.find((it) => it !== 'open' && it !== 'closed')
  if (wrong !== undefined) throw new Refused(400, 'open311.badStatus', { status: wrong })
  return list === undefined || new Set(list).size === 2 ? undefined : list[0] === 'closed'
}

/** An instant with its zone, as the specification asks; *refuses* anything else. */
export function instantOf(parameter: Parameters, name: string): Instant | undefined {
  const text = parameter(name)
  if (text === undefined) return undefined
  // In an address a plus that nobody escaped is a space.
  const whole = withSeconds(text.replace(' ', '+'))
  const parsed = z.iso.datetime({ offset: true }).safeParse(whole)
  const at = parsed.success ? new Date(Date.parse(parsed.data)).toISOString() : ''
  // The zone may move it out of the years that have four digits.
  if (!/^(?!0000)\d{4}-/.test(at)) throw new Refused(400, 'open311.badDate', { name, value: text.slice(0, 60) })
  return at
}

function numberOf(parameter: Parameters, name: string, usual: number, most: number): number {
  const text = parameter(name)
  if (text === undefined) return usual
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new Refused(400, 'open311.badNumber', { name, value: text.slice(0, 60) })
  return Math.min(Number(text), most)
}
