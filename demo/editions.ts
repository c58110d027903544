/** The standards the demo city works by: published from the library a little before the year begins. The next edition waits there. */
import type { EditionId } from '../src/base/ids.ts'
import { addDraft } from '../src/standards/edition.sql.ts'
import { findLibraryEdition } from '../src/standards/library.serve.ts'
import { publish } from '../src/standards/standards.serve.ts'
import type { InForce } from '../src/inspections/checklist.ts'
import type { Target } from './bulk.ts'
import { chanceOf } from './random.ts'

/** Standards in force, the main one first. */
const inForce = [
  ['civilised-city', '2021-sample'],
  ['garden-city', '2022-sample'],
  ['sanitary-city', '2021-part'],
  ['minors', '2018-sample'],
  ['micro-creation', 'courtyard-2026'],
] as const

/** Publishes them on `at`; gives them in the order above. */
export async function loadEditions({ db, city }: Target, seed: number, at: string, by: string): Promise<InForce[]> {
  const chance = chanceOf(seed, 'editions')
  const published: InForce[] = []
  for (const [standard, edition] of inForce) {
    const content = findLibraryEdition(standard, edition)
    if (!content) throw new Error(`The library has no ${standard}/${edition}`)
    const id = chance.id(Date.parse(at) + published.length) as EditionId
    await addDraft(db, city, id, content, at)
    await publish(db, city, { id, version: 1 }, by, at)
    published.push({ id, content })
  }
  return published
}
