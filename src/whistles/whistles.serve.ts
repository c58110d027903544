/** Handlers of whistles: lists and counts, the raising, the steps, and the kinds as a city has them. */
import { v7 } from 'uuid'
import { handlers, whoOf } from '../api/api.serve.ts'
import type { Say } from '../api/problems.serve.ts'
import type { Ask, Who } from '../api/who.ts'
import { appendEvents } from '../base/event.sql.ts'
import type { EventId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { type Given, raiseWhistle, takeStep } from './act.serve.ts'
import { exportWhistles } from './export.serve.ts'
import { getFile } from './file.serve.ts'
import { addKinds, readKinds, wasAdopted } from './kinds.sql.ts'
import { listStands } from './units.sql.ts'
import type { WhistleId, WhistleStep } from './whistle.ts'
import { type KindsFile, whistlesApi } from './whistles.api.ts'
import { countWhistles, listWhistles, type Reader } from './whistles.sql.ts'

const readerOf = ({ unit, post, may }: Who): Reader => ({ unit, post, coordinates: may.has('whistles.coordinate') })

/** The set in force, with the kinds that the reader's unit may raise. */
async function kindsFor(db: Db, who: Who): Promise<KindsFile> {
  const { version, at, content } = await readKinds(db, who.city)
  const [mine] = who.unit === null || !who.may.has('whistles.raise') ? [] : await listStands(db, who.city, [who.unit])
  return {
    ...content,
    version,
    at,
    mine: mine ? content.kinds.filter(({ raisers }) => raisers.includes(mine.level)).map(({ id }) => id) : [],
  }
}

type Taken = Ask<{ params: { id: WhistleId }; query: undefined; body: Given }>

/** A handler of a step. */
const ofStep = (step: WhistleStep) => async (ask: Taken) => {
  const who = whoOf(ask)
  await takeStep(ask.db, who, ask.at, { id: ask.params.id, step, given: ask.body })
  return getFile(ask.db, who, ask.params.id, ask.at)
}

/** Handlers over the word lists, which the workbook needs. */
export const whistlesHandlers = (say: Say) =>
  handlers(whistlesApi, {
    list: async (ask) => {
      const who = whoOf(ask)
      const { limit, cursor, sort, ...filter } = ask.query
      return listWhistles(ask.db, who.city, { filter, reader: readerOf(who), at: ask.at }, { sort, limit, cursor })
    },
    export: async (ask) => exportWhistles(ask, say, readerOf(whoOf(ask))),
    count: async (ask) => {
      const who = whoOf(ask)
      return countWhistles(ask.db, who.city, { filter: ask.query, reader: readerOf(who), at: ask.at })
    },
    getKinds: async (ask) => kindsFor(ask.db, whoOf(ask)),
    adoptKinds: async (ask) => {
      const who = whoOf(ask)
      const { id, ...content } = ask.body
      if (!(await wasAdopted(ask.db, who.city, id))) {
        const version = await addKinds(ask.db, who.city, { id, content, at: ask.at, by: who.person })
        const kinds = content.kinds.map((kind) => kind.id)
        const event = { id: v7() as EventId, kind: 'whistlekinds.adopted', thing: id, at: ask.at, by: who.person, version: 1 }
        await appendEvents(ask.db, who.city, [{ ...event, data: { version, kinds } }])
      }
      return kindsFor(ask.db, who)
    },
    get: async (ask) => getFile(ask.db, whoOf(ask), ask.params.id, ask.at),
    raise: async (ask) => {
      await raiseWhistle(ask.db, whoOf(ask), ask.at, ask.body)
      return getFile(ask.db, whoOf(ask), ask.body.id, ask.at)
    },
    signIn: ofStep('signIn'),
    reply: ofStep('reply'),
    record: ofStep('record'),
    finish: ofStep('finish'),
    sendBack: ofStep('sendBack'),
    rate: ofStep('rate'),
    rateBack: ofStep('rateBack'),
    close: ofStep('close'),
    withdraw: ofStep('withdraw'),
    coordinate: ofStep('coordinate'),
  })
