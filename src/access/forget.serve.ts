/** What of signing in is forgotten at night: tries, steps nobody finished, devices nobody used, codes that ended long ago. */
import type { CityId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { forgetCodes } from './codes.sql.ts'
import { forgetOldDevices, forgetTries } from './tries.sql.ts'
import { forgetSteps } from './ways.sql.ts'

const dayMs = 86_400_000

/** Forgets in one city. */
export async function forgetOldAccess(db: Db, city: CityId, at: string): Promise<void> {
  const ago = (days: number) => new Date(Date.parse(at) - days * dayMs).toISOString()
  await forgetTries(db, city, ago(1))
  await forgetSteps(db, city, at)
  await forgetOldDevices(db, city, ago(180))
  await forgetCodes(db, city, ago(90))
}
