/**
 * Handlers of proof: look at the bytes, keep them, then the row. The row is only written when the disk has the bytes, and
 * nobody's transaction waits for either.
 */
import type { Readable } from 'node:stream'
import { handlers, whoOf } from '../api/api.serve.ts'
import { gatherBy, stepsTogether } from '../api/together.serve.ts'
import type { CityId, EvidenceId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { evidenceApi } from './evidence.api.ts'
import { listErased } from './erased.sql.ts'
import { findEvidence, getKept } from './evidence.sql.ts'
import { addMarks } from './marks.sql.ts'
import { cleanName, type Evidence } from './evidence.ts'
import type { Files } from './files.serve.ts'
import { keepPieces, lay, type NewPiece } from './keeping.serve.ts'
import { type Taken, takeIn } from './photo.serve.ts'
import { isJudge, leavingOf, type Looking, pictureOf, refuseShut, shownTo } from './shown.serve.ts'
import { isPhoto, kindOf, kinds } from './sniff.ts'

const yearSeconds = 365 * 24 * 3600

/** The file as it is: it passes through and is never whole in memory. */
async function streamOf(files: Files, { sha256 }: Evidence): Promise<Readable> {
  const stream = await files.read(sha256)
  if (!stream) throw new Error(`no file ${sha256}`)
  return stream
}

/** What is known of a piece, also when its content was erased. */
async function getStored(db: Db, city: CityId, id: EvidenceId): Promise<Evidence> {
  const found = await findEvidence(db, city, id)
  if (!found) throw new Problem('api.notFound', 404)
  return found
}

/** What a row says of the bytes, which are on disk by then. A transaction that fails later leaves bytes that no row names, and no harm. */
async function prepare(files: Files, bytes: Uint8Array, name: string): Promise<Prepared> {
  const kind = kindOf(bytes, name)
  const { facts, marks } = kinds[kind].photo ? await takeIn(bytes) : { facts: noFacts, marks: undefined }
  const laid = await lay(files, bytes)
  const row = {
    sha256: laid.sha256,
    name: cleanName(name, kinds[kind].ending),
    mediaType: kinds[kind].mediaType,
    bytes: bytes.length,
    ...facts,
  }
  return { row, laid, marks }
}

interface Prepared extends NewPiece {
  readonly marks: Taken | undefined
}

/** What was kept under an id before: the same again, or a refusal. */
async function firstOf(db: Db, city: CityId, { id, sha256 }: Evidence): Promise<Evidence | Problem> {
  try {
    const first = await getKept(db, city, id)
    return first.sha256 === sha256 ? first : new Problem('evidence.idTaken', 409)
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
}

/** Whether a piece was erased; those of one moment are asked about together. Of one house: two may have cities of the same number. */
const makeIsErased = () =>
  gatherBy(
    async (city: CityId, asked: readonly { readonly db: Db; readonly id: EvidenceId }[]) => {
      const erased = await listErased(
        asked[0]!.db,
        city,
        asked.map(({ id }) => id),
      )
      return asked.map(({ id }) => erased.has(id))
    },
    { most: 64, atOnce: 4 },
  ).ask

const noFacts = { width: null, height: null, takenAt: null, place: null }

/** What the house on top hands in. `added` is told of new pieces, in their transaction: by whose unit each was sent, and when. */
export interface EvidenceHouse extends Looking {
  readonly files: Files
  readonly added: (db: Db, city: CityId, pieces: readonly { readonly unit: string | null; readonly at: string }[]) => Promise<void>
}

/** Handlers over a file store, and over who knows which picture of a photo is whose. */
export function evidenceHandlers({ files, added, ...looking }: EvidenceHouse) {
  const isErased = makeIsErased()
  return handlers(evidenceApi, {
    // Photos of one moment share a transaction, like the reports that they belong to.
    add: stepsTogether({
      before: async (ask) => {
        // What was erased does not come back from a phone that has not heard of it; its bytes are not even kept.
        if (await isErased(whoOf(ask).city, { db: ask.db, id: ask.query.id })) throw new Problem('evidence.gone', 410)
        return prepare(files, ask.body, ask.query.name)
      },
      together: async (db, asks) => {
        const { city } = whoOf(asks[0]!)
        const sent = asks.map((ask) => {
          const it: Evidence = { id: ask.query.id, ...ask.ready.row, addedAt: ask.at, addedBy: whoOf(ask).person }
          return { ask, it, laid: ask.ready.laid }
        })
        const fresh = await keepPieces(db, city, sent)
        const marks = fresh.flatMap(({ ask }) => (ask.ready.marks ? [{ ...ask.ready.marks, ...ask.query }] : []))
        if (marks.length > 0) await addMarks(db, city, marks)
        await added(
          db,
          city,
          fresh.map(({ ask }) => ({ unit: whoOf(ask).unit, at: ask.at })),
        )
        return Promise.all(sent.map(async (one) => (fresh.includes(one) ? one.it : firstOf(db, city, one.it))))
      },
    }),
    get: async (ask) => {
      await refuseShut(looking, ask.db, whoOf(ask), ask.params.id)
      return getStored(ask.db, whoOf(ask).city, ask.params.id)
    },
    view: async (ask) => {
      const who = whoOf(ask)
      await refuseShut(looking, ask.db, who, ask.params.id)
      const it = await getKept(ask.db, who.city, ask.params.id)
      if (!isPhoto(it.mediaType)) throw new Problem('evidence.noView', 415)
      const shown = await shownTo(looking, ask.db, who, it)
      const content = await pictureOf(files, shown, ask.query.size)
      // Faces may be covered later: only who sees the original in any case keeps the picture.
      const kept = shown.lasting ? { keepSeconds: yearSeconds } : {}
      return { name: it.name.replace(/\.[^.]*$/, '.webp'), mediaType: 'image/webp', content, inline: true, ...kept }
    },
    download: async (ask) => {
      const who = whoOf(ask)
      await refuseShut(looking, ask.db, who, ask.params.id)
      const asked = await getKept(ask.db, who.city, ask.params.id)
      const photo = isPhoto(asked.mediaType)
      if (ask.query.original === true && photo && !isJudge(who)) throw new Problem('evidence.originalInside', 403)
      if (ask.query.original === true || !photo)
        return { name: asked.name, mediaType: asked.mediaType, content: await streamOf(files, asked), keepSeconds: yearSeconds }
      const shown = await leavingOf(looking, ask.db, who.city, asked)
      return { name: shown.it.name, mediaType: shown.it.mediaType, content: await pictureOf(files, shown) }
    },
  })
}
