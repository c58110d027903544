/** Two who share out the same edition at the same moment, in two transactions of a PostgreSQL server: no duty is made twice. */
import { setTimeout as pause } from 'node:timers/promises'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { engines, served, type TestDb } from '../../test/engines.ts'
import { city, edition, fill, noon, personOf } from '../../test/smallCity.ts'
import type { Who } from '../api/who.ts'
import type { EditionId, PersonId } from '../base/ids.ts'
import { sql } from '../base/sql.ts'
import { AssignRule } from './assign.ts'
import { listStoredOf } from './duties.sql.ts'
import { applyRule } from './rule.serve.ts'

/** All of a person that sharing out asks for. */
const who = { city, person: personOf('office') as PersonId } as Who
const editionId = edition as EditionId
const share = (id = v7()) => ({ id, ...AssignRule.parse({ editionId, startOn: '2026-10-01', dueOn: '2026-11-10' }) })
const moment = { at: noon, language: 'zh-CN' } as const

// The embedded engine has one connection; without a server this is told as left out.
describe.runIf(engines.some(([name]) => name === 'postgres'))('sharing out at once on postgres', () => {
  let house: TestDb
  beforeAll(async () => {
    house = await served()
    await fill(house.db)
  })
  afterAll(() => house.close())

  const isWaiting = async () =>
    (await house.db.find(
      z.object({ n: z.int() }),
      sql`select count(*) as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    ))!.n > 0

  it('makes each duty once: the second waits for the first, and finds its duties', async () => {
    const db = house.db.of(city)
    const release = Promise.withResolvers<void>()
    const shared = Promise.withResolvers<void>()
    const first = db.tx(async (tx) => {
      const action = await applyRule(tx, who, share(), moment)
      shared.resolve()
      await release.promise
      return action
    })
    await Promise.race([shared.promise, first])
    const progress = { isDone: false }
    const second = db.tx((tx) => applyRule(tx, who, share(), moment)).finally(() => (progress.isDone = true))
    while (!progress.isDone && !(await isWaiting())) await pause(5)
    expect(progress.isDone).toBe(false)
    release.resolve()
    expect([(await first).duties, (await second).duties]).toEqual([3, 0])
    expect(await listStoredOf(house.db, city, editionId)).toHaveLength(3)
  })

  it('does one action once, sent twice at the same moment', async () => {
    await house.db.run(sql`delete from duties where city_id = ${city}`)
    const sent = share()
    const both = await Promise.all([1, 2].map(() => house.db.of(city).tx((tx) => applyRule(tx, who, sent, moment))))
    expect(both[0]).toEqual(both[1])
    expect(await listStoredOf(house.db, city, editionId)).toHaveLength(3)
  })
})
