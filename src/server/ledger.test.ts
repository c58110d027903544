/** The watch seals what was written, signs it, says nothing when all is well, and names what was touched at the day's end. */
import { mkdtempSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { appendEvents } from '../base/event.sql.ts'
import type { CityId, EventId } from '../base/ids.ts'
import { readNote } from '../ledger/head.ts'
import { isSigned } from '../ledger/keys.serve.ts'
import { embedded } from '../../test/engines.ts'
import { city, fill, idOf } from '../../test/smallCity.ts'
import { directory, openLedger, watchLedger } from './ledger.ts'

const event = (n: number) => ({
  id: idOf(n) as EventId,
  kind: 'case.closed',
  thing: idOf(n),
  at: '2026-11-20T04:00:00.000Z',
  by: null,
  version: 1,
  data: {},
})

it('keeps its key to itself, signs at the start and at the end of a day, and names what was touched', async () => {
  const house = await embedded()
  await fill(house.db)
  const folder = mkdtempSync(join(tmpdir(), 'ledger-'))
  const settings = { MINGCHENG_DATA: folder, MINGCHENG_SEAL: 'ed25519' as const }
  const ledger = await openLedger(settings)
  expect((await openLedger(settings)).signer.key).toBe(ledger.signer.key)
  expect(statSync(join(folder, 'keys', 'ed25519.key')).mode & 0o777).toBe(0o600)
  await house.db.tx((db) => appendEvents(db, city, [event(1), event(2)]))
  const [clock, errors] = [{ now: '2026-11-20T15:00:00.000Z' }, [] as object[]]
  const watch = watchLedger({
    db: house.db,
    ledger,
    now: () => clock.now,
    minutes: 10,
    told: { error: (details) => void errors.push(details) },
  })
  await watch.settled()
  const kept = async () => (await ledger.heads.list(city)).map((note) => readNote(note)!.head.size)
  expect(await kept()).toEqual([2])
  expect(isSigned((await ledger.heads.list(city))[0]!, ledger.signer.key)).toBe(true)
  await house.db.tx((db) => appendEvents(db, city, [event(3)]))
  await watch.signNow()
  await watch.signNow()
  expect(await kept()).toEqual([2, 3])
  await house.engine.script(`update events set kind = 'case.reopened' where seq = 2`)
  clock.now = '2026-11-20T16:00:00.000Z'
  await watch.signNow()
  expect(await kept()).toEqual([2, 3, 3])
  expect(errors).toEqual([{ city, what: 'changed', seq: 2, kind: 'case.closed' }])
  await watch.stop()
  expect(readFileSync(join(folder, 'ledger', `heads-${city}.txt`), 'utf8')).not.toContain('PRIVATE')
  expect([await directory.cityOf(house.db, 'small'), await directory.codeOf(house.db, city)]).toEqual([city, 'small'])
  expect(await directory.cityOf(house.db, 'nowhere')).toBeUndefined()
  expect(await directory.codeOf(house.db, 7 as CityId)).toBe('7')
  await house.close()
})
