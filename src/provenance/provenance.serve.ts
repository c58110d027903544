/** Handlers of what photos say: the list of facts, who looked at them, and the chain of a photo. */
import { v7 } from 'uuid'
import { handlers, whoOf } from '../api/api.serve.ts'
import type { Download } from '../api/download.serve.ts'
import type { Turn } from '../api/cursor.ts'
import type { Say } from '../api/problems.serve.ts'
import { appendEvents } from '../base/event.sql.ts'
import type { CityId, EventId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { type Language, read } from '../base/text.ts'
import { listPointHeads, toPointHead } from '../city/pointHead.sql.ts'
import { type BookColumn, cityTime, listBook, rowsAtOnce } from '../sheets/listBook.serve.ts'
import { isShutPhoto } from '../samples/sealed.sql.ts'
import { chainOf } from './chain.serve.ts'
import { type FactFilter, type PhotoFact, provenanceApi } from './provenance.api.ts'
import { addLook, countFacts, type FactRow, listFacts } from './provenance.sql.ts'
import { figuresOf } from './sentence.ts'

const otherOf = ({ details }: FactRow): string | undefined => (typeof details['pointId'] === 'string' ? details['pointId'] : undefined)

/** One page of facts, with the other places that their sentences name. */
async function factsShown(db: Db, city: CityId, filter: FactFilter, turn: Turn) {
  const { items, ...next } = await listFacts(db, city, filter, turn)
  const others = await listPointHeads(db, city, [...new Set(items.flatMap((row) => otherOf(row) ?? []))])
  const shown = items.map((row): PhotoFact => {
    const {
      id,
      photo,
      name,
      check,
      version,
      reason,
      details,
      about,
      aboutKind,
      at,
      addedAt,
      takenBy,
      lookedAt,
      lookedBy,
      lookedByName,
      note,
    } = row
    return {
      id,
      photo,
      name,
      check: check as PhotoFact['check'],
      version,
      reason,
      details,
      about: { kind: aboutKind, id: about },
      point: toPointHead(row),
      otherPoint: others.find((point) => point.id === otherOf(row)) ?? null,
      at,
      addedAt,
      takenBy,
      looked:
        lookedAt === null
          ? null
          : { at: lookedAt, by: lookedBy === null ? null : { id: lookedBy, name: lookedByName ?? '' }, note: note ?? '' },
    }
  })
  return { ...next, items: shown }
}

/** A fact as a sentence. */
const sentenceOf = (say: Say, language: Language, fact: PhotoFact): string =>
  say(language, `proof.fact.${fact.check}.${fact.reason}`, figuresOf(fact, language))

const columnsOf = (say: Say, language: Language): BookColumn<PhotoFact>[] => [
  { head: say(language, 'proof.column.at'), width: 17, cell: (it) => cityTime(it.at) },
  { head: say(language, 'proof.column.check'), width: 18, cell: (it) => say(language, `proof.check.${it.check}`) },
  { head: say(language, 'proof.column.fact'), width: 60, cell: (it) => sentenceOf(say, language, it) },
  { head: say(language, 'proof.column.point'), width: 28, cell: (it) => (it.point ? read(it.point.title, language) : '') },
  { head: say(language, 'proof.column.photo'), width: 28, cell: (it) => it.name },
  { head: say(language, 'proof.column.takenBy'), width: 14, cell: (it) => it.takenBy ?? '' },
  { head: say(language, 'proof.column.version'), width: 8, cell: (it) => it.version },
  { head: say(language, 'proof.column.lookedBy'), width: 14, cell: (it) => it.looked?.by?.name ?? '' },
  { head: say(language, 'proof.column.note'), width: 36, cell: (it) => it.looked?.note ?? '' },
]

/** Handlers with the words of the house. */
export const provenanceHandlers = (say: Say) =>
  handlers(provenanceApi, {
    list: async (ask) => {
      const { city } = whoOf(ask)
      const { limit, cursor, sort, ...filter } = ask.query
      const shown = await factsShown(ask.db, city, filter, { sort, limit, cursor })
      return cursor === undefined ? { ...shown, total: await countFacts(ask.db, city, filter) } : shown
    },
    export: (ask): Promise<Download> => {
      const { sort, ...filter } = ask.query
      const { city } = whoOf(ask)
      return listBook({
        name: say(ask.language, 'proof.sheet'),
        at: ask.at,
        columns: columnsOf(say, ask.language),
        read: (cursor) => factsShown(ask.db, city, filter, { sort, cursor, limit: rowsAtOnce }),
      })
    },
    look: async (ask) => {
      const { city, person } = whoOf(ask)
      const { id } = ask.params
      const found = await addLook(ask.db, city, { id, at: ask.at, by: person, note: ask.body.note })
      if (!found) throw new Problem('api.notFound', 404)
      const data = { fact: id, note: ask.body.note }
      await appendEvents(ask.db, city, [
        { id: v7() as EventId, kind: 'photo.looked', thing: found.photo, at: ask.at, by: person, version: 1, data },
      ])
      return { id }
    },
    chain: async (ask) => {
      const { city, person } = whoOf(ask)
      if (await isShutPhoto(ask.db, city, person, ask.params.id)) throw new Problem('api.notFound', 404)
      return chainOf(ask.db, city, ask.params.id)
    },
  })
