/** Erases personal fields of events: the one change that an event may see, made by the database's own function (migration 0005). */
import { v7 } from 'uuid'
import { z } from 'zod'
import type { CityId } from '../base/ids.ts'
import { type Db, json, sql } from '../base/sql.ts'
import { Personal } from './personal.ts'

const Found = z.object({ personal: Personal, waits: z.boolean() })
const Told = z.object({ seq: z.int().nullable() })

/** Who erases, and why: it becomes the fact `personal.erased`. */
export interface Erasure {
  readonly event: string
  readonly fields: readonly string[]
  readonly at: string
  readonly by: string | null
  readonly reason: string
}

/**
 * Erases salt and value of personal fields of an event; their hashes stay, so that every proof stays good. Works on a database
 * that is sealed to the city. `sm3` hashes by SM3, for ledgers that are made with it. Gives the number of the fact that tells
 * of it; null when there was nothing left to erase, and for what is no fact yet (`waits` of an event): nothing tells of it.
 */
export async function erasePersonal(
  db: Db,
  city: CityId,
  { event, fields, at, by, reason }: Erasure,
  sm3: (salt: string, value: string) => string,
): Promise<number | null> {
  const found = await db.find(
    Found,
    sql`select data -> 'personal' as personal, waits from (
          select data, false as waits from events where city_id = ${city} and id = ${event}
          union all select data, true from waiting_events where city_id = ${city} and id = ${event}
        ) found where data ? 'personal'`,
  )
  if (!found) return null
  const hashes = Object.entries(found.personal).flatMap(([field, it]) => ('value' in it ? [[field, sm3(it.salt, it.value)]] : []))
  const sm3s = json(Object.fromEntries(hashes))
  if (found.waits) {
    await db.run(sql`select house.erase_waiting(${city}, ${event}, ${fields}::text[], ${sm3s})`)
    return null
  }
  const told = await db.find(
    Told,
    sql`select house.erase_personal(${city}, ${event}, ${fields}::text[], ${sm3s}, ${v7()}, ${at}, ${by}, ${reason}) as seq`,
  )
  return told?.seq ?? null
}
