/** SQL of a city's procedures: every version that was ever adopted, and the one that new cases run under. */
import { z } from 'zod'
import type { CityId, PersonId } from '../../base/ids.ts'
import { type Db, sql } from '../../base/sql.ts'
import { Instant } from '../../base/time.ts'
import { findState, Procedure, type Version } from './procedure.ts'
import { shippedVersion } from './shipped.ts'

const Row = z.object({
  version: z.int(),
  id: z.uuid(),
  hash: z.string(),
  moves: z.enum(['new', 'open']),
  note: z.string(),
  at: Instant,
  by: z.custom<PersonId>(),
})
export type ProcedureRow = z.infer<typeof Row>

/** The versions of a city, the newest first; none while it works by the one that comes with the house. */
export const listProcedures = (db: Db, city: CityId) =>
  db.all(Row, sql`select version, id, hash, moves, note, at, by from procedures where city_id = ${city} order by version desc`)

/** Documents by their hash: what has a hash never changes, so it is read once. */
const known = new Map<string, Procedure>()
const mostKnown = 500

async function readDocument(db: Db, city: CityId, { version, hash }: ProcedureRow): Promise<Procedure> {
  const found = known.get(hash)
  if (found) return found
  const row = await db.find(
    z.object({ document: z.string() }),
    sql`select document from procedures where city_id = ${city} and version = ${version}`,
  )
  const procedure = Procedure.parse(JSON.parse(row!.document))
  if (known.size >= mostKnown) known.clear()
  known.set(hash, procedure)
  return procedure
}

/** The procedures of a city, to be asked which one a case runs under. */
export interface Procedures {
  /** What a new case runs under. */
  readonly current: Version
  /** The version of a number; the shipped one for a number that nobody gave. */
  readonly of: (version: number) => Version
  /** Every version, the newest first, the shipped one last. */
  readonly all: readonly Version[]
  /**
   * What a step of a case is taken under: the version it runs under, or a later one that was adopted for open cases too and
   * still knows the case's state.
   */
  readonly for: (it: { readonly procedure: number; readonly state: string }) => Version
}

/** The procedures of a city. */
export async function readProcedures(db: Db, city: CityId): Promise<Procedures> {
  const rows = await listProcedures(db, city)
  const own: Version[] = []
  for (const row of rows) own.push({ version: row.version, procedure: await readDocument(db, city, row) })
  const moving = new Set(rows.filter(({ moves }) => moves === 'open').map(({ version }) => version))
  const of = (version: number) => own.find((one) => one.version === version) ?? shippedVersion
  return {
    current: own[0] ?? shippedVersion,
    of,
    all: [...own, shippedVersion],
    for: ({ procedure, state }) => {
      const later = own.find((one) => one.version > procedure && moving.has(one.version) && findState(one.procedure, state))
      return later ?? of(procedure)
    },
  }
}

/** The procedures of a city that has adopted none. */
export const shippedOnly: Procedures = {
  current: shippedVersion,
  of: () => shippedVersion,
  all: [shippedVersion],
  for: () => shippedVersion,
}

/** A version to be kept. */
export interface NewProcedure extends Omit<ProcedureRow, 'version'> {
  readonly document: string
}

/** Appends a version with the next number; gives the number. Adopting is rare: a race fails on the key and is sent again. */
export async function addProcedure(db: Db, city: CityId, it: NewProcedure): Promise<number> {
  const row = await db.find(
    z.object({ version: z.int() }),
    sql`insert into procedures (city_id, version, id, document, hash, moves, note, at, by)
        select ${city}, coalesce(max(version), 0) + 1, ${it.id}, ${it.document}, ${it.hash}, ${it.moves}, ${it.note}, ${it.at}, ${it.by}
        from procedures where city_id = ${city} returning version`,
  )
  return row!.version
}

/** The version that an id made, if it did. */
export const findProcedure = (db: Db, city: CityId, id: string) =>
  db.find(Row, sql`select version, id, hash, moves, note, at, by from procedures where city_id = ${city} and id = ${id}`)

/** How many open cases run under each version. */
export async function countOpen(db: Db, city: CityId): Promise<ReadonlyMap<number, number>> {
  const found = await db.all(
    z.object({ procedure: z.int(), open: z.int() }),
    sql`select procedure, count(*)::int as open from cases
        where city_id = ${city} and stage in ('reported', 'dispatched', 'rectified', 'suspended') group by procedure`,
  )
  return new Map(found.map(({ procedure, open }) => [procedure, open]))
}
