/** Learning from a city's closed cases: read, rid of names of places, cut into words in small portions so that others are served meanwhile, learn, keep. */
import { setImmediate } from 'node:timers/promises'
import type { CityId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import type { Instant } from '../base/time.ts'
import { findMapVersion } from '../city/areas.sql.ts'
import { learn, type Lesson, type Model, type Target, targets } from './learn.ts'
import {
  addModel,
  type ClosedRow,
  findContent,
  findModel,
  isClosedSince,
  listAreaNames,
  listClosed,
  listStreetNames,
  type ModelRow,
} from './likeness.sql.ts'
import { withoutPlaces } from './placeNames.ts'
import { wordsOf } from './words.ts'

/** The newest cases teach; what was usual years ago is forgotten. */
const mostCases = 20_000
const atOnce = 200

/** What a case is besides its words. Not words themselves: no text can hold them. */
export const streetWord = (id: string): string => `street:${id}`
export const classWord = (code: string): string => `class:${code}`

const valueOf: Readonly<Record<Target, (row: ClosedRow) => string | null>> = { class: (row) => row.class, unit: (row) => row.unitId }

/** What a case tells of a target: its words; for the unit also where it was and its class, for a unit answers for both. */
export const signsOf = (
  target: Target,
  words: readonly string[],
  { class: type, streetId }: Pick<ClosedRow, 'class' | 'streetId'>,
): string[] =>
  target === 'class'
    ? [...words]
    : [...words, ...(streetId === null ? [] : [streetWord(streetId)]), ...(type === null ? [] : [classWord(type)])]

const bares = new Map<string, (text: string) => string>()
const mostBares = 50

/** What cuts a text of a city into words, its names of places left out. They are read once for every version of its map. */
export async function cutterOf(db: Db, city: CityId): Promise<(text: string) => string[]> {
  const version = `${city} ${await findMapVersion(db, city)}`
  const bare = bares.get(version) ?? withoutPlaces({ areas: await listAreaNames(db, city), streets: await listStreetNames(db, city) })
  bares.delete(version)
  bares.set(version, bare)
  if (bares.size > mostBares) bares.delete(bares.keys().next().value!)
  return (text) => wordsOf(bare(text))
}

/** Learns anew from the closed cases of a city. Too few: what there is stays. */
export async function learnFromCases(db: Db, city: CityId, at: Instant): Promise<void> {
  const closed = await listClosed(db, city, mostCases)
  const cutter = await cutterOf(db, city)
  const cut: (ClosedRow & { words: string[] })[] = []
  for (let from = 0; from < closed.length; from += atOnce) {
    cut.push(...closed.slice(from, from + atOnce).map((row) => ({ ...row, words: cutter(row.text) })))
    await setImmediate()
  }
  for (const target of targets) {
    const lessons = cut.flatMap((row): Lesson[] => {
      const value = valueOf[target](row)
      return value === null ? [] : [{ value, words: signsOf(target, row.words, row) }]
    })
    const learned = learn(lessons)
    await setImmediate()
    if ('model' in learned) await db.tx((tx) => addModel(tx, city, { target, at, ...learned }))
  }
}

/** Learns anew where a case was closed since; gives whether it did. For the night. */
export async function learnWhatIsNew(db: Db, city: CityId, at: Instant): Promise<boolean> {
  const known = await findModel(db, city, 'class')
  if (known && !(await isClosedSince(db, city, known.trainedAt))) return false
  await learnFromCases(db, city, at)
  return true
}

const kept = new Map<string, Model>()

/** The newest model of a city with what it learned; read once by a process. */
export async function modelOf(db: Db, city: CityId, target: Target): Promise<{ facts: ModelRow; model: Model } | undefined> {
  const facts = await findModel(db, city, target)
  if (!facts) return undefined
  const name = `${city} ${target} ${facts.version} ${facts.trainedAt}`
  const known = kept.get(name) ?? (await findContent(db, city, target, facts.version))
  if (!known) return undefined
  // The one used last stands last, and what is oldest is forgotten first.
  kept.delete(name)
  kept.set(name, known)
  if (kept.size > 20) kept.delete(kept.keys().next().value!)
  return { facts, model: known }
}
