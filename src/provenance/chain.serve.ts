/** From a photo to everything that it proves: what was seen, in which case, and which standards count it in which score. */
import { findEvent } from '../base/event.sql.ts'
import type { CityId, EditionId, EvidenceId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { toPointHead } from '../city/pointHead.sql.ts'
import { findErased } from '../evidence/erased.sql.ts'
import { findEvidence } from '../evidence/evidence.sql.ts'
import { listMarks, placeOf } from '../evidence/marks.sql.ts'
import { reviewLines } from '../inspections/deskRules.ts'
import { wordsOf } from '../inspections/facts.ts'
import { factOf } from '../standards/edition.ts'
import { listReleased } from '../standards/published.sql.ts'
import { findTaker, listAnswerLinks, listCaseLinks, listDutiesOf, listScoresOf, listSeenBy, listWhistleLinks } from './chain.sql.ts'
import type { Chain, Proved } from './provenance.api.ts'

/** The chain of a photo. *Refuses:* 404. */
export async function chainOf(db: Db, city: CityId, id: EvidenceId): Promise<Chain> {
  const it = await findEvidence(db, city, id)
  if (!it) throw new Problem('api.notFound', 404)
  const [marks] = await listMarks(db, city, [id])
  const proves = [
    ...(await seenIn(db, city, id)),
    ...(await broughtTo(db, city, id)),
    ...(await calledWith(db, city, id, it.addedAt)),
    ...(await answeredWith(db, city, id)),
  ]
  return {
    photo: id,
    sha256: it.sha256,
    name: it.name,
    bytes: it.bytes,
    addedAt: it.addedAt,
    addedBy: it.addedBy === null ? null : ((await findTaker(db, city, it.addedBy)) ?? null),
    takenAt: it.takenAt,
    place: it.place,
    camera: marks ? { make: marks.camera.make, model: marks.camera.model, software: marks.camera.software } : null,
    device:
      marks && (marks.device !== null || marks.deviceAt !== null || marks.sentAt !== null || marks.lng !== null)
        ? {
            id: marks.device,
            takenAt: marks.deviceAt,
            sentAt: marks.sentAt,
            place: placeOf(marks),
            accuracyM: marks.accuracyM,
            mocked: marks.mocked,
          }
        : null,
    erased: await erasureOf(db, city, id),
    proves: proves.sort((a, b) => (a.at < b.at ? -1 : 1)),
  }
}

/** Who erased it and why; the words may have been erased in their turn. */
async function erasureOf(db: Db, city: CityId, id: EvidenceId): Promise<Chain['erased']> {
  const it = await findErased(db, city, id)
  if (!it) return null
  const note = (await findEvent(db, city, it.event))?.data['note']
  const by = it.by === null ? null : ((await findTaker(db, city, it.by)) ?? null)
  return { at: it.at, by, reason: typeof note === 'string' ? note : '' }
}

/** Observations with this photo, and the standards that count each. */
async function seenIn(db: Db, city: CityId, photo: EvidenceId): Promise<Proved[]> {
  const rows = await listSeenBy(db, city, photo)
  if (rows.length === 0) return []
  const released = await listReleased(db, city)
  const words = wordsOf(released.map(({ content }) => content))
  const graded = released.flatMap(({ id, content }) =>
    (['materials', 'opinion'] as const).flatMap((method) =>
      reviewLines(content, method).map(({ fact, criterion }) => ({ fact, criterion, edition: id as EditionId })),
    ),
  )
  const naming = (fact: string) =>
    released.filter(
      ({ id, content }) =>
        content.checks.some((check) => factOf(check) === fact) || graded.some((line) => line.fact === fact && line.edition === id),
    )
  const isSeen = (fact: string) => rows.some((row) => row.fact === fact)
  const duties = await listDutiesOf(
    db,
    city,
    graded.filter(({ fact }) => isSeen(fact)),
  )
  const dutiesOf = (fact: string) =>
    duties
      .filter(({ edition, criterion }) =>
        graded.some((line) => line.fact === fact && line.edition === edition && line.criterion === criterion),
      )
      .map(({ unitZh, unitEn, ...duty }) => ({ ...duty, unit: unitZh === null ? null : { zh: unitZh, en: unitEn ?? '' } }))
  const editions = [...new Set(rows.flatMap(({ fact }) => naming(fact).map(({ id }) => id)))]
  const scores = await listScoresOf(db, city, editions)
  return rows.map((row) => ({
    kind: kindOf(row),
    at: row.at,
    visit: row.visitId,
    observation: { id: row.id, title: words.get(row.fact)?.title ?? null, fact: row.fact, grade: row.grade },
    case: null,
    whistle: null,
    answer: null,
    duties: dutiesOf(row.fact),
    point: toPointHead(row),
    counts: naming(row.fact).map(({ id, content }) => {
      // A score counts what was seen up to the number it was cut off at.
      const score = scores.find((one) => one.edition === id && one.upTo >= row.seq)
      return { edition: id as EditionId, title: content.title, score: score ? { id: score.id, madeAt: score.madeAt } : null }
    }),
  }))
}

const kindOf = ({ visitId, kind }: { visitId: string | null; kind: string }): Proved['kind'] =>
  visitId !== null ? 'visit' : kind === 'review' || kind === 'opinion' ? 'review' : 'observation'

/** Whistles with this photo, and what brought it. */
async function calledWith(db: Db, city: CityId, photo: EvidenceId, since: string): Promise<Proved[]> {
  return (await listWhistleLinks(db, city, photo, since)).map(({ id, no, event, at }) => ({
    kind: 'whistle',
    at,
    visit: null,
    observation: null,
    case: null,
    whistle: { id, no, event },
    answer: null,
    duties: [],
    point: null,
    counts: [],
  }))
}

/** Answers to forms that name the file. */
async function answeredWith(db: Db, city: CityId, photo: EvidenceId): Promise<Proved[]> {
  return (await listAnswerLinks(db, city, photo)).map((row) => ({
    kind: 'answer',
    at: row.at,
    visit: null,
    observation: null,
    case: null,
    whistle: null,
    answer: { id: row.id, form: row.form, title: row.title },
    duties: [],
    point: toPointHead(row),
    counts: [],
  }))
}

/** Cases with this photo, and the step that brought it. */
async function broughtTo(db: Db, city: CityId, photo: EvidenceId): Promise<Proved[]> {
  return (await listCaseLinks(db, city, photo)).map((row) => ({
    kind: 'case',
    at: row.at,
    visit: null,
    observation: null,
    case: { id: row.id, no: row.no, step: row.step },
    whistle: null,
    answer: null,
    duties: [],
    point: toPointHead(row),
    counts: [],
  }))
}
