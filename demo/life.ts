/**
 * Twelve months of work in the demo city, ending now: made day by day, written week by week through the same doors that the
 * rooms use, so that cases are folds of their events and facts stand in the order they happened.
 */
import { appendEvents } from '../src/base/event.sql.ts'
import type { NewEvent } from '../src/base/event.ts'
import { sql } from '../src/base/sql.ts'
import { dayOf } from '../src/base/time.ts'
import { type Case, evolve } from '../src/cases/case.ts'
import { addCases } from '../src/cases/cases.sql.ts'
import { addCasePhotos, type CasePhoto } from '../src/cases/photos.sql.ts'
import { asCaseEvent } from '../src/cases/lift.ts'
import { keepPlaces } from '../src/cases/places/places.serve.ts'
import { photosOf } from '../src/cases/opening.serve.ts'
import { addEvidence } from '../src/evidence/evidence.sql.ts'
import { addRound } from '../src/inspections/rounds.sql.ts'
import { recordVisits } from '../src/inspections/visits.sql.ts'
import type { Target } from './bulk.ts'
import { daysOf } from './days.ts'
import { makeRounds, makeWalker, type Setting, type Walk } from './patrols.ts'
import type { Album } from './photos.ts'
import { makeTroubles } from './troubles.ts'

/** The album's rows; the bytes are in the store already. */
export async function loadAlbum(target: Target, album: Album, addedAt: string): Promise<void> {
  const unknown = { takenAt: null, place: null, addedBy: null }
  const pieces = album.photos.map((photo) => ({ ...photo, mediaType: 'image/jpeg', addedAt, ...unknown }))
  await addEvidence(target.db, target.city, pieces)
}

interface Day {
  readonly walks: readonly Walk[]
  /** Events of cases that happened on this day, whenever the case began. */
  readonly told: NewEvent[]
}

/** Makes the year up: what was seen and what was done about it, by day. */
function makeYear(setting: Setting, walksOn: (day: string) => Walk[]): Map<string, Day> {
  const troublesOf = makeTroubles(setting)
  const year = new Map<string, Day>(daysOf(dayOf(setting.at)).map((day) => [day, { walks: [], told: [] }]))
  const numbers = new Map<string, number>()
  const told: NewEvent[] = []
  for (const day of year.keys()) {
    const walks = walksOn(day)
    year.set(day, { walks, told: [] })
    told.push(...troublesOf(walks).flat())
  }
  for (const event of told.toSorted((a, b) => (a.at < b.at ? -1 : 1))) {
    const day = dayOf(event.at)
    if (event.kind === 'case.reported') {
      numbers.set(day, (numbers.get(day) ?? 0) + 1)
      event.data['no'] = `${day.replaceAll('-', '')}-${String(numbers.get(day)).padStart(4, '0')}`
    }
    year.get(day)?.told.push(event)
  }
  return year
}

/** Writes the year; tells after each week how many days are done. */
export async function loadYear(target: Target, setting: Setting, told: (done: number, of: number) => void): Promise<void> {
  const { db, city } = target
  const rounds = makeRounds(setting)
  for (const round of rounds) await addRound(db, city, round)
  const year = [...makeYear(setting, makeWalker(setting, rounds)).values()]
  for (let from = 0; from < year.length; from += 7) {
    const week = year.slice(from, from + 7)
    await recordVisits(
      db,
      city,
      week.flatMap(({ walks }) => walks.map(({ facts }) => facts)),
    )
    await appendEvents(
      db,
      city,
      week.flatMap((day) => day.told),
    )
    told(Math.min(from + 7, year.length), year.length)
  }
  await loadCases(
    target,
    year.flatMap((day) => day.told),
  )
}

/** The rows of cases: folds of their events, with photos and the numbers given on each day. */
export async function loadCases({ db, city }: Target, events: readonly NewEvent[]): Promise<void> {
  const cases = new Map<string, Case>()
  const photos: CasePhoto[] = []
  for (const event of events.map(asCaseEvent)) {
    cases.set(event.thing, evolve(cases.get(event.thing), event))
    photos.push(...photosOf(event))
  }
  const list = [...cases.values()]
  for (let from = 0; from < list.length; from += 2000) {
    await addCases(db, city, list.slice(from, from + 2000))
    await keepPlaces(db, city, list.slice(from, from + 2000))
  }
  for (let from = 0; from < photos.length; from += 4000) await addCasePhotos(db, city, photos.slice(from, from + 4000))
  await db.run(sql`insert into case_numbers (city_id, on_day, last)
    select city_id, (substring(no for 8))::date, max((substring(no from 10))::int) from cases where city_id = ${city} group by 1, 2`)
}
