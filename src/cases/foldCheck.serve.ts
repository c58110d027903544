/** The nightly check: every case is folded again from its events and compared with its row. They must be the same. */
import canonicalize from 'canonicalize'
import { z } from 'zod'
import { listEventsOfAll } from '../base/event.sql.ts'
import type { CaseId, CityId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { type Case, evolve } from './case.ts'
import { listCasesAfter } from './cases.sql.ts'
import { asCaseEvent } from './lift.ts'

/** A case whose row is not the fold of its events, and the fields that differ. */
export const Difference = z.object({ id: z.uuid(), no: z.string(), fields: z.array(z.string()) })
export type Difference = z.infer<typeof Difference>

const atOnce = 500

/** Folds every case of a city again; gives the differences (none is the only good answer) and how many were looked at. */
export async function checkFolds(db: Db, city: CityId): Promise<{ checked: number; differences: Difference[] }> {
  const differences: Difference[] = []
  let checked = 0
  let after: CaseId | undefined
  for (;;) {
    const cases = await listCasesAfter(db, city, after, atOnce)
    if (cases.length === 0) return { checked, differences }
    differences.push(...(await compare(db, city, cases)))
    checked += cases.length
    after = cases.at(-1)!.id
  }
}

async function compare(db: Db, city: CityId, cases: readonly Case[]): Promise<Difference[]> {
  const ids = cases.map(({ id }) => id)
  const events = await listEventsOfAll(db, city, ids, 'case.')
  const folds = new Map<string, Case>()
  for (const event of events) folds.set(event.thing, evolve(folds.get(event.thing), asCaseEvent(event)))
  return cases.flatMap((row) => {
    const fold: Record<string, unknown> = { ...folds.get(row.id) }
    const fields = Object.entries(row).filter(([name, value]) => textOf(value) !== textOf(fold[name]))
    return fields.length === 0 ? [] : [{ id: row.id, no: row.no, fields: fields.map(([name]) => name) }]
  })
}

/** The database keeps the fields of a document in an order of its own. */
const textOf = (value: unknown): string | undefined => canonicalize(value ?? null)
