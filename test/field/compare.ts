/** Phone against server, answer by answer and hash by hash; and both against what the screen had said. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Engine } from '../../src/server/engines/engine.ts'
import { city } from '../smallCity.ts'
import type { Held, Told } from './work.ts'

/** How much there is, and what must be zero. */
export interface Agreement {
  readonly visits: number
  readonly answers: number
  readonly photos: number
  readonly cases: number
  /** On the phone as finished and not, or otherwise, on the server. */
  readonly lost: number
  readonly twice: number
  /** Photos whose bytes on the server are not those of the phone. */
  readonly otherHash: number
  /** What the screen showed as kept and the phone does not have. */
  readonly unkept: number
  /** Items that were refused. */
  readonly refused: number
  /** Items that the backup sent, all of which the server had. */
  readonly again: number
}

/** What is compared: the phone, its restored backup, and what its screen said. */
export interface Compared {
  readonly first: Held
  readonly copy: Held
  readonly said: Told
}

/** Compares everything. */
export async function compareAll(engine: Engine, files: string, { first, copy, said }: Compared): Promise<Agreement> {
  const read = async (text: string) => (await engine.query(text, [])).rows
  const observations = await read(
    `select o.id, o.fact, o.grade, o.visit_id, v.point_id from observations o join visits v on v.city_id = o.city_id and v.id = o.visit_id
     where o.city_id = ${city}`,
  )
  const stored = new Map(observations.map((row) => [String(row['id']), row]))
  const finished = [...first.drafts, ...copy.drafts].filter(({ state }) => state === 'finished')
  const answers = new Map(
    finished.flatMap(({ id, answers }) => Object.entries(answers).map(([fact, given]) => [given.id, { visit: id, fact, given }] as const)),
  )
  const isThere = (id: string, { visit, fact, given }: { visit: string; fact: string; given: { grade?: string } }) => {
    const row = stored.get(id)
    return row?.['visit_id'] === visit && row['fact'] === fact && row['grade'] === given.grade
  }
  const evidence = new Map(
    (await read(`select id, sha256 from evidence where city_id = ${city}`)).map((row) => [String(row['id']), String(row['sha256'])]),
  )
  const used = new Set([...answers.values()].flatMap(({ given }) => given.photos))
  const photos = [...first.photos, ...copy.photos].filter(({ id }) => used.has(id))
  const cases = new Set((await read(`select id from cases where city_id = ${city}`)).map((row) => String(row['id'])))
  const raised = [...answers.values()].flatMap(({ given }) => given.caseId ?? [])
  const visits = (await read(`select count(*)::int as n from visits where city_id = ${city}`))[0]!['n'] as number
  const events = (await read(`select count(*)::int as n from events where city_id = ${city} and kind = 'visit.recorded'`))[0]![
    'n'
  ] as number
  return {
    visits,
    answers: observations.length,
    photos: evidence.size,
    cases: cases.size,
    lost:
      [...answers].filter(([id, it]) => !isThere(id, it)).length +
      photos.filter(({ id }) => !evidence.has(id)).length +
      raised.filter((id) => !cases.has(id)).length,
    twice:
      observations.length -
      answers.size +
      (visits - new Set(finished.map(({ id }) => id)).size) +
      (events - visits) +
      twiceIn(observations) +
      (cases.size - new Set(raised).size),
    otherHash: (await wrongBytes(files, photos, evidence)) + (evidence.size - new Set(photos.map(({ id }) => id)).size),
    unkept: unkeptOf(first, said),
    refused: [...first.outbox, ...copy.outbox].filter(({ state }) => state !== 'acknowledged').length,
    again: copy.outbox.length,
  }
}

/** Facts that one visit has more than once. */
const twiceIn = (rows: readonly Record<string, unknown>[]) =>
  rows.length - new Set(rows.map((row) => `${String(row['visit_id'])} ${String(row['fact'])}`)).size

async function wrongBytes(
  files: string,
  photos: readonly { id: string; sha256: string }[],
  evidence: ReadonlyMap<string, string>,
): Promise<number> {
  let wrong = 0
  for (const { id, sha256 } of photos) {
    const bytes = await readFile(join(files, 'files', sha256.slice(0, 2), sha256.slice(2))).catch(() => undefined)
    const isRight = evidence.get(id) === sha256 && bytes !== undefined && createHash('sha256').update(bytes).digest('hex') === sha256
    if (!isRight) wrong += 1
  }
  return wrong
}

/** Every answer, photo and finished visit that the screen showed must be on the phone, whatever befell it afterwards. */
function unkeptOf({ drafts, photos }: Held, said: Told): number {
  const given = new Map(
    drafts.flatMap(({ pointId, answers }) =>
      Object.entries(answers).map(([fact, it]) => [`${pointId} ${fact}`, it] as [string, typeof it]),
    ),
  )
  const kept = new Set(photos.map(({ id }) => id))
  const finished = new Set(drafts.filter(({ state }) => state === 'finished').map(({ pointId }) => pointId))
  return (
    [...said.answers].filter(([place, grade]) => given.get(place)?.grade !== grade).length +
    [...said.photos].filter((place) => !given.get(place)?.photos.some((id) => kept.has(id))).length +
    [...said.finished].filter((point) => !finished.has(point)).length
  )
}
