/** Handlers of erasing a photo. The fact is written with everything that goes; the file follows after the commit. */
import { randomBytes } from 'node:crypto'
import { handlers, whoOf } from '../api/api.serve.ts'
import { appendEvents, findEvent } from '../base/event.sql.ts'
import type { CityId, EventId, EvidenceId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { eraseEvidence, findErased, listErasedBy, lockSame } from '../evidence/erased.sql.ts'
import { findEvidence } from '../evidence/evidence.sql.ts'
import type { Files } from '../evidence/files.serve.ts'
import { removeErased } from '../evidence/leaving.serve.ts'
import { sealPersonal } from '../ledger/personal.ts'
import { findEraser, listCopiesOf } from './blur.sql.ts'
import { erasureApi, type PhotoErasure } from './erasure.api.ts'

const salt = () => randomBytes(16).toString('hex')

/** What is known of an erasure. */
async function findErasure(db: Db, city: CityId, id: EvidenceId): Promise<PhotoErasure | undefined> {
  const it = await findErased(db, city, id)
  if (!it) return undefined
  const note = (await findEvent(db, city, it.event))?.data['note']
  const along = (await listErasedBy(db, city, it.event)).map((other) => other.id).filter((other) => other !== id)
  const by = it.by === null ? null : ((await findEraser(db, city, it.by)) ?? null)
  return { id, at: it.at, by, reason: typeof note === 'string' ? note : '', along }
}

/** What the house on top hands in. `db` is without a city: files go after the transaction. */
export interface ErasureHouse {
  readonly db: Db
  readonly files: Files
  readonly now: () => string
  /** Told of every city in which a photo was erased, once that is committed. */
  readonly erased: (city: CityId) => void
}

/** At once, so that the answer is true; where the store is away, the watch over photos tries again. */
const removeNow = (house: ErasureHouse, city: CityId) =>
  removeErased(house.db.of(city), city, house.files, house.now()).catch(() => undefined)

/** Over the file store. */
export const erasureHandlers = (house: ErasureHouse) =>
  handlers(erasureApi, {
    erase: async (ask) => {
      const { city, person } = whoOf(ask)
      const { id } = ask.params
      const known = await findErasure(ask.db, city, id)
      if (known) return known
      const it = await findEvidence(ask.db, city, id)
      if (!it) throw new Problem('api.notFound', 404)
      if (await findEvent(ask.db, city, ask.body.id)) throw new Problem('evidence.idTaken', 409)
      const same = (await lockSame(ask.db, city, id)).map((one) => one.id)
      const copies = (await listCopiesOf(ask.db, city, same)).map((copy) => copy.id)
      const event = ask.body.id as EventId
      await eraseEvidence(ask.db, city, [...same, ...copies], { event, at: ask.at, by: person })
      // The hash and the reason lie salted, so that they can be erased one day with every proof still good.
      const data = { note: ask.body.reason, same, copies, personal: sealPersonal({ sha256: it.sha256 }, salt) }
      await appendEvents(ask.db, city, [{ id: event, kind: 'photo.erased', thing: id, at: ask.at, by: person, version: 1, data }])
      ask.afterCommit(() => {
        house.erased(city)
        void removeNow(house, city)
      })
      const done = await findErasure(ask.db, city, id)
      return done!
    },
  })
