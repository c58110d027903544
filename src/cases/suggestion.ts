/**
 * What a case raised from a failed check is filled with, so that raising it is one click: words, class, photo, the unit
 * that answers, and a time by severity. Everything may be changed before it is sent.
 */
import type { AreaId, EvidenceId, ObservationId, PointId } from '../base/ids.ts'
import type { Place } from '../base/place.ts'
import { type Language, read, type Text } from '../base/text.ts'
import { addDays, dayOf, type Instant } from '../base/time.ts'
import { unitFor, type UnitOfKind } from '../city/unitFor.ts'
import type { Report } from './case.ts'

/** A failed check, as the rooms that observe hand it over. */
export interface Finding {
  readonly observationId: ObservationId
  readonly fact: string
  readonly title: Text | null
  readonly note: string
  /** Thousandths; a full factor is no fault. */
  readonly factor: number | null
  readonly pointId: PointId | null
  readonly photos: readonly EvidenceId[]
  readonly caseClass: string | null
  readonly severity: 1 | 2 | 3
  /** Kinds of unit that answer, best first. */
  readonly unitKinds: readonly string[]
}

/** The point a case is about. */
export interface CasePoint {
  readonly id: PointId
  readonly title: Text
  readonly place: Place
  readonly streetId: AreaId | null
  readonly unitId: Report['unitId']
  /** From the smallest area around it to the largest. */
  readonly areas: readonly AreaId[]
}

/** Days that a unit is given, by severity: minor 5, plain 3, grave 1. A city's own limits come with its case classes. */
export const daysBySeverity = { 1: 5, 2: 3, 3: 1 } as const

/** The end of the working day (18:00) this many days after `at`. */
export const endOfDay = (at: Instant, days: number): Instant => `${addDays(dayOf(at), days)}T10:00:00.000Z`

/** Says a key of the word lists in the reader's language. */
export type Phrase = (key: string, values: Record<string, string>) => string

/** What the case is about, in one line: the place, what was not as it should be, and the inspector's words. */
function textOf(finding: Finding | undefined, point: CasePoint | undefined, language: Language, phrase: Phrase): string {
  const place = point ? read(point.title, language) : ''
  const fails = finding?.title ? phrase('cases.text.fails', { check: read(finding.title, language) }) : ''
  const what = finding && finding.note !== '' && fails !== '' ? phrase('cases.text.noted', { what: fails, note: finding.note }) : fails
  return place !== '' && what !== '' ? phrase('cases.text.at', { place, what }) : `${place}${what}`
}

/** A report filled from what is known; `text` may be empty when nothing is. */
export function suggestion(
  known: { finding?: Finding; point?: CasePoint; units: readonly UnitOfKind[]; language: Language; phrase: Phrase },
  at: Instant,
): Omit<Report, 'source'> {
  const { finding, point, units } = known
  return {
    text: textOf(finding, point, known.language, known.phrase),
    class: finding?.caseClass ?? null,
    pointId: point?.id ?? null,
    observationId: finding?.observationId ?? null,
    fact: finding?.fact ?? null,
    place: point?.place ?? null,
    streetId: point?.streetId ?? null,
    unitId: point?.unitId ?? unitFor(units, finding?.unitKinds ?? [], point?.areas ?? []) ?? null,
    dueAt: endOfDay(at, daysBySeverity[finding?.severity ?? 1]),
    photos: [...(finding?.photos ?? [])],
    address: '',
    origin: null,
  }
}
