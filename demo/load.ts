/**
 * Loads the demo city into a house: everything in one transaction, so that a start that is killed half way leaves nothing
 * behind and the next start begins again. Photos are files named by their content; writing them twice changes nothing.
 */
import { z } from 'zod'
import type { CityId } from '../src/base/ids.ts'
import { type Db, sql } from '../src/base/sql.ts'
import { addDays, dayOf } from '../src/base/time.ts'
import { filesIn } from '../src/evidence/files.serve.ts'
import { learnFromCases } from '../src/likeness/learning.serve.ts'
import { moveHead } from '../src/provenance/provenance.sql.ts'
import type { Target } from './bulk.ts'
import { askGrassrootsWeekly } from './burden.ts'
import { declareGates, enterResults, runScores, shareOutDuties, tellTitles } from './campaign.ts'
import { momentOf, plan } from './days.ts'
import { askPeople, countStatistics, gradeMaterials } from './desk.ts'
import { loadClasses } from './classes.ts'
import { loadEditions } from './editions.ts'
import { divisionCode } from './geography.ts'
import { makeCity, shippedSeed } from './generate.ts'
import { loadAlbum, loadYear } from './life.ts'
import { loadCity } from './loadCity.ts'
import type { Setting } from './patrols.ts'
import { type Album, makeAlbum } from './photos.ts'
import { loadProvince } from './province.ts'
import { showPractice } from './practice.ts'
import { planRounds } from './rounds.ts'
import { letResidentsReport } from './residents.ts'
import { drawSamples } from './samples.ts'
import { blowWhistles } from './whistles.ts'
import { makeQuality } from './quality.ts'

/** What the loader needs. `progress` gets the key of a phase (`locales/`), what is done and of how much. */
export interface DemoOptions {
  readonly db: Db
  readonly dataDir: string
  readonly now: () => string
  readonly progress?: (says: string, done: number, of: number) => void
  /** The city as drawn for the same day into the same folder, when it is at hand. */
  readonly drawn?: Drawn
}

/** What is drawn before anything is written: the city of a day, and the photos, which lie in the folder then. */
export interface Drawn {
  readonly city: Setting['city']
  readonly album: Album
}

/** Draws the city of a day and its photos. */
export async function drawDemo(dataDir: string, day: string, told: (done: number, of: number) => void = () => undefined): Promise<Drawn> {
  told(0, 2)
  const city = makeCity(shippedSeed, day)
  told(1, 2)
  const album = await makeAlbum(shippedSeed, filesIn(dataDir))
  told(2, 2)
  return { city, album }
}

/** So many of the last observations have their photos checked: enough for a list that shows what is found, too few to fill it. */
const checkedFacts = 250

const Free = z.object({ id: z.int() })
const Known = z.object({ any: z.boolean() })

/** Loads the demo city unless this house has one; gives its number, or undefined when there was one already. */
export async function loadDemo({ db, dataDir, now, progress = () => undefined, drawn }: DemoOptions): Promise<CityId | undefined> {
  const at = now()
  if (await isLoaded(db)) return undefined
  const { city, album } = drawn ?? (await drawDemo(dataDir, dayOf(at), (done, of) => progress('demo.phase.draw', done, of)))
  return db.tx(async (tx) => {
    if (await isLoaded(tx)) return undefined
    const free = await tx.find(Free, sql`select coalesce(max(city_id), 0) + 1 as id from cities`)
    const target: Target = { db: tx, city: free!.id as CityId }
    progress('demo.phase.city', 0, 1)
    const setting = await settle(target, city, album, at)
    progress('demo.phase.city', 1, 1)
    await live(target, setting, progress)
    return target.city
  })
}

const isLoaded = async (db: Db): Promise<boolean> =>
  (await db.find(Known, sql`select exists (select from cities where code = ${divisionCode}) as any`))?.any === true

/** What stands before the year begins: the city, its standards, the album. */
async function settle(target: Target, city: Setting['city'], album: Album, at: string): Promise<Setting> {
  const accounts = await loadCity(target, city, at)
  const before = momentOf(addDays(dayOf(at), -plan.start - 20), 600)
  const editions = await loadEditions(target, city.seed, before, accounts[0]!.personId)
  await loadAlbum(target, album, before)
  await loadClasses(target, city)
  return { cityId: target.city, city, editions, accounts, album, quality: makeQuality(city, dayOf(at)), at }
}

/** The year itself: what the office decided, the desk's facts, the streets', and the scores made of them. */
async function live(target: Target, setting: Setting, progress: NonNullable<DemoOptions['progress']>): Promise<void> {
  const where = { db: target.db, cityId: target.city, setting }
  const [main, garden] = setting.editions
  await tellTitles(where)
  await enterResults(where)
  await shareOutDuties(where, main!)
  await shareOutDuties(where, garden!)
  for (const edition of setting.editions) {
    await countStatistics({ ...where, edition })
    await gradeMaterials({ ...where, edition })
  }
  // the questions about minors are part of the main questionnaire
  for (const edition of setting.editions.filter(({ content }) => content.questions.length > 0 && content.standard !== 'minors'))
    await askPeople({ ...where, edition })
  await declareGates(where, main!)
  await loadYear(target, setting, (done, of) => progress('demo.phase.year', done, of))
  progress('demo.phase.scores', 0, 1)
  await runScores(where, setting.editions)
  await askGrassrootsWeekly(where)
  await letResidentsReport(where)
  await blowWhistles(where)
  await planRounds(where)
  await drawSamples(where)
  await showPractice(where)
  // So that the desk proposes class and unit from the first minute on, and not only after the first night.
  await learnFromCases(target.db, target.city, setting.at)
  await loadProvince(target, where)
  // The drawings of a year are used again and again: only the photos of the last days are checked, at the first start.
  const seen = await target.db.find(Free, sql`select coalesce(max(seq), 0) as id from observations where city_id = ${target.city}`)
  await moveHead(target.db, target.city, Math.max(0, seen!.id - checkedFacts))
  progress('demo.phase.scores', 1, 1)
}
