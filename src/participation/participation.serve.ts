/** What becomes of a report of the public: a case, a secret link, and a face that everybody may see. */
import { createHash } from 'node:crypto'
import { handlers, whoOf } from '../api/api.serve.ts'
import type { Who } from '../api/who.ts'
import { appendEvents } from '../base/event.sql.ts'
import type { CaseId, CityId, EventId, EvidenceId, PersonId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import type { Report } from '../cases/case.ts'
import { type Outside, openCase } from '../cases/opening.serve.ts'
import { cleanName } from '../evidence/evidence.ts'
import type { Files } from '../evidence/files.serve.ts'
import { inOrder, keepPiece, lay, type NewPiece } from '../evidence/keeping.serve.ts'
import { readPhoto } from '../evidence/photo.serve.ts'
import { kindOf, kinds as fileKinds } from '../evidence/sniff.ts'
import type { Contact } from '../privacy/identity.ts'
import type { Vault } from '../privacy/vault.serve.ts'
import { v7 } from 'uuid'
import { type PublicKind, shippedKinds } from './kinds.ts'
import { participationApi, type PublicFace } from './participation.api.ts'
import {
  addAnswer,
  addReport,
  type CaseRow,
  countReports,
  findCaseRow,
  listAnswers,
  listOwnKinds,
  listShownPhotos,
  putKinds,
} from './participation.sql.ts'
import { type PublicCase, publicStage, withoutTraces } from './view.ts'

/** The kinds in force: the city's own, else those that come with the house. */
export async function kindsOf(db: Db, city: CityId): Promise<readonly PublicKind[]> {
  const own = await listOwnKinds(db, city)
  return own.length > 0 ? own : shippedKinds
}

/** How a secret is stored. Secrets are long and random: a fast hash is enough. */
export const hashOfSecret = (secret: string): string => createHash('sha256').update(secret).digest('base64url')

/** More in an hour than any city's people report: a flood, which would bury the real ones. */
const mostPerHour = 300

/** A photo from outside, kept on disk; its row is written with the report. *Refuses:* 415 `participation.noPhoto`. */
export async function keepPhoto(files: Files, bytes: Uint8Array, name: string): Promise<NewPiece> {
  const kind = kindOf(bytes, name)
  if (!fileKinds[kind].photo) throw new Problem('participation.noPhoto', 415)
  const facts = await readPhoto(bytes)
  const { mediaType, ending } = fileKinds[kind]
  const laid = await lay(files, bytes)
  return { row: { sha256: laid.sha256, name: cleanName(name, ending), mediaType, bytes: bytes.length, ...facts }, laid }
}

/** A report ready to become a case. */
export interface Incoming {
  readonly id: CaseId
  readonly report: Report
  readonly kind: string
  readonly secret: string
  readonly contact?: Contact | undefined
  readonly photos: readonly NewPiece[]
}

/**
 * Takes a report in, in the transaction of the caller; the same id again changes nothing. Photos get their ids here.
 * *Refuses:* 429 `participation.tooMany`.
 */
export async function takeReport(db: Db, who: Who | Outside, at: string, it: Incoming, vault: Vault): Promise<void> {
  const { city } = who
  if (await findCaseRow(db, city, it.id)) return
  const hourAgo = new Date(Date.parse(at) - 3_600_000).toISOString()
  if (who.person === null && (await countReports(db, city, hourAgo)) >= mostPerHour) throw new Problem('participation.tooMany', 429)
  const ids = new Map(it.photos.map((photo) => [photo, v7() as EvidenceId]))
  for (const photo of inOrder(it.photos))
    await keepPiece(db, city, { ...photo.row, id: ids.get(photo)!, addedAt: at, addedBy: who.person }, photo.laid)
  await openCase(db, who, at, it.id, { ...it.report, photos: [...it.report.photos, ...ids.values()] })
  await addReport(db, city, { caseId: it.id, kind: it.kind, tokenHash: hashOfSecret(it.secret), at })
  if (it.contact) await vault.keep(db, city, { thing: it.id, kind: 'case', contact: it.contact, at })
}

/** Cases as the public sees them. */
export async function facesOf(db: Db, city: CityId, rows: readonly CaseRow[]): Promise<PublicCase[]> {
  const photos = Map.groupBy(
    rows.length === 0
      ? []
      : await listShownPhotos(
          db,
          city,
          rows.map(({ id }) => id),
        ),
    ({ caseId }) => caseId,
  )
  return rows.map(({ lng, lat, unitZh, unitEn, stage, outcome, text, address, goesOnId, goesOnNo, ...row }) => {
    const own = photos.get(row.id) ?? []
    return {
      ...row,
      stage: publicStage({ stage, outcome }),
      text: withoutTraces(text),
      address: withoutTraces(address),
      place: lng === null || lat === null ? null : [lng, lat],
      unit: unitZh === null ? null : { zh: unitZh, en: unitEn ?? '' },
      before: own.filter(({ step }) => step === 'report').map(({ id }) => id),
      after: own.filter(({ step }) => step !== 'report').map(({ id }) => id),
      goesOn: goesOnId && goesOnNo ? { id: goesOnId, no: goesOnNo } : null,
    }
  })
}

/** One case with what was answered. *Refuses:* 404. */
export async function getFace(db: Db, city: CityId, id: CaseId): Promise<PublicFace> {
  const row = await findCaseRow(db, city, id)
  if (!row) throw new Problem('api.notFound', 404)
  return { face: (await facesOf(db, city, [row]))[0]!, answers: await listAnswers(db, city, [id]) }
}

/** Says something in public about a case; once by its id. */
export async function answerCase(
  db: Db,
  city: CityId,
  it: { id: string; caseId: CaseId; text: string; at: string; by: PersonId | null },
): Promise<void> {
  if (await addAnswer(db, city, it))
    await appendEvents(db, city, [
      {
        id: v7() as EventId,
        kind: 'answer.given',
        thing: it.id,
        at: it.at,
        by: it.by,
        version: 1,
        data: { case: it.caseId, text: it.text },
      },
    ])
}

/** Handlers for the city's people. */
export const participationHandlers = () =>
  handlers(participationApi, {
    listKinds: async (ask) => listed(ask.db, whoOf(ask).city),
    putKinds: async (ask) => {
      const { city, person } = whoOf(ask)
      const codes = ask.body.items.map(({ code }) => code)
      const twice = codes.findIndex((code, index) => codes.indexOf(code) !== index)
      if (twice >= 0)
        throw new Problem('api.badInput', 422, {}, [
          { at: `items.${twice}.code`, says: 'fault.participation.codeTwice', details: { code: codes[twice]! } },
        ])
      await putKinds(ask.db, city, ask.body.items)
      const id = v7() as EventId
      await appendEvents(ask.db, city, [{ id, kind: 'answer.kindsPut', thing: id, at: ask.at, by: person, version: 1, data: { codes } }])
      return listed(ask.db, city)
    },
    getFace: async (ask) => getFace(ask.db, whoOf(ask).city, ask.params.id),
    answer: async (ask) => {
      const { city, person } = whoOf(ask)
      await getFace(ask.db, city, ask.params.id)
      await answerCase(ask.db, city, { ...ask.body, caseId: ask.params.id, at: ask.at, by: person })
      return getFace(ask.db, city, ask.params.id)
    },
  })

async function listed(db: Db, city: CityId) {
  const own = await listOwnKinds(db, city)
  return { items: own.length > 0 ? own : [...shippedKinds], isOwn: own.length > 0 }
}
