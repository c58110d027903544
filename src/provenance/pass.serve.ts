/**
 * Checks what has come in since the last time, after the writes and beside them: nobody who sends a photo waits for it. What was
 * checked is written down with what was found, in the order of the city's facts, so nothing is left out and nothing done twice.
 */
import { performance } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import { v7 } from 'uuid'
import { appendEvents, lastSeq, listEventsAfter } from '../base/event.sql.ts'
import type { NewEvent } from '../base/event.ts'
import type { CityId, EventId, EvidenceId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { asCaseEvent } from '../cases/lift.ts'
import { photosOf } from '../cases/opening.serve.ts'
import { changedFile, type Files } from '../evidence/files.serve.ts'
import { addMarks, breakMarks, listMarks, listUnseen, type MarksRow, numberMarks, seeMarks } from '../evidence/marks.sql.ts'
import { lookAt } from '../evidence/photo.serve.ts'
import { findAll, ran } from './checks/list.ts'
import { isOnePlace, knownOf } from './known.serve.ts'
import { addChecked, hasFound, listChecked, lockHead, moveHead } from './provenance.sql.ts'
import type { Searching } from './search.serve.ts'
import { listCasePlaces, listSeen, listUnmarked, listUses, type UseRow } from './uses.sql.ts'

/** What a pass needs besides the database. */
export interface Passing {
  readonly files: Files
  readonly searching: Searching
  readonly now: () => string
}

const factsAtOnce = 400
const photosAtOnce = 2000
const markedAtOnce = 20
const nil: string = '00000000-0000-0000-0000-000000000000'

/** Checks everything that has come in, step by step; stops early when told to. `db` is the city's. */
export async function checkArrived(db: Db, city: CityId, passing: Passing, isStopped: () => boolean = () => false): Promise<void> {
  await seeAll(db, city, passing, isStopped)
  await markAll(db, city, passing, isStopped)
  while ((await db.tx((tx) => numberMarks(tx, city, photosAtOnce))) === photosAtOnce && !isStopped());
  for (let isMore = true; isMore && !isStopped(); ) isMore = await db.tx((tx) => checkNext(tx, city, passing))
}

/**
 * How many times longer than the work on a photo the rest after it is, by how busy the server was meanwhile (0 to 1): while nobody
 * asks anything, a third of a processor is used; while everybody does, a twentieth.
 */
const restAfter = (utilization: number): number => 2 + 18 * utilization

/** Photos that were taken in by their pieces are decoded now, one after the other, with rests in which others have the machine. */
async function seeAll(db: Db, city: CityId, passing: Passing, isStopped: () => boolean): Promise<void> {
  for (let after = nil, isMore = true; isMore; ) {
    const list = await listUnseen(db, city, after, markedAtOnce)
    for (const { id, sha256 } of list) {
      if (isStopped()) return
      after = id
      const [from, before] = [performance.now(), performance.eventLoopUtilization()]
      await seeOne(db, city, id, sha256, passing)
      const { utilization } = performance.eventLoopUtilization(before)
      await setTimeout(restAfter(utilization) * (performance.now() - from), undefined, { ref: false })
    }
    isMore = list.length === markedAtOnce
  }
}

/** What is to be seen in one photo. One that cannot be opened is written down as such; a file that was lost may come back. */
async function seeOne(db: Db, city: CityId, id: EvidenceId, sha256: string, { files }: Passing): Promise<void> {
  const seen = await seenIn(files, sha256)
  if (seen === 'broken') await breakMarks(db, city, id)
  else if (seen !== 'lost') await seeMarks(db, city, { id, ...seen.marks })
}

/** What the file shows, that its picture cannot be opened, or that it is lost. Everything else is an outage, and is tried again. */
async function seenIn(files: Files, sha256: string): Promise<Awaited<ReturnType<typeof lookAt>> | 'broken' | 'lost'> {
  try {
    return await lookAt(await files.get(sha256))
  } catch (error) {
    if (error instanceof Problem) return 'broken'
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === changedFile) return 'lost'
    throw error
  }
}

/** Photos that came in by other doors, or before there were marks, are looked at now. A file that cannot be read stays without. */
async function markAll(db: Db, city: CityId, { files }: Passing, isStopped: () => boolean): Promise<void> {
  let after: string = nil
  for (;;) {
    const list = await listUnmarked(db, city, after, markedAtOnce)
    for (const { id, sha256 } of list) {
      if (isStopped()) return
      after = id
      const seen = await seenIn(files, sha256)
      if (typeof seen === 'object') await addMarks(db, city, [{ id, ...seen.marks }])
    }
    if (list.length < markedAtOnce) return
  }
}

/** Checks the photos of the next facts; true when there may be more. */
async function checkNext(db: Db, city: CityId, passing: Passing): Promise<boolean> {
  const after = await lockHead(db, city)
  const to = Math.min(after + factsAtOnce, await lastSeq(db, city))
  if (to <= after) return false
  const seen = await listSeen(db, city, { after, to, limit: photosAtOnce })
  const told: NewEvent[] = []
  for (const use of [...seen, ...(await usesInCases(db, city, after, to))]) told.push(...(await checkUse(db, city, use, passing)))
  // The facts last: from the first of them on nobody else of the city can write one, and comparing pictures takes long.
  await appendEvents(db, city, told)
  await moveHead(db, city, to)
  return true
}

/** Photos that steps of cases brought. */
async function usesInCases(db: Db, city: CityId, after: number, to: number): Promise<UseRow[]> {
  const events = (await listEventsAfter(db, city, after, to - after)).filter(({ kind, seq }) => seq <= to && kind.startsWith('case.'))
  const brought = events.flatMap((event) => photosOf(asCaseEvent(event)).map((it) => ({ ...it, event })))
  if (brought.length === 0) return []
  const places = new Map(
    (await listCasePlaces(db, city, [...new Set(brought.map(({ caseId }) => caseId))])).map((it) => [it.id as string, it]),
  )
  return brought.flatMap(({ caseId, evidenceId, event }) => {
    const place = places.get(caseId)
    if (!place) return []
    const { pointId, lng, lat } = place
    return [
      {
        photo: evidenceId,
        kind: 'case' as const,
        about: caseId,
        at: event.at,
        by: event.by as UseRow['by'],
        pointId,
        lng,
        lat,
        seq: event.seq,
      },
    ]
  })
}

/** One photo in one use; gives what is to be told of it. One that proves the same place already has been looked at. */
async function checkUse(db: Db, city: CityId, use: UseRow, passing: Passing): Promise<NewEvent[]> {
  const checked = new Set((await listChecked(db, city, [use.photo])).map(({ about }) => about as string))
  if (checked.has(use.about)) return []
  const before = (await listUses(db, city, [use.photo])).filter(({ about }) => checked.has(about))
  if (before.some((other) => isOnePlace(other, use))) return []
  const { searching, now } = passing
  let [marks] = await listMarks(db, city, [use.photo])
  // It came after the pass had begun.
  if (marks?.camera.unseen) {
    await seeOne(db, city, use.photo, marks.sha256, passing)
    ;[marks] = await listMarks(db, city, [use.photo])
  }
  if (!marks) return []
  const at = now()
  const known = await knownOf(db, city, { use, marks: marks satisfies MarksRow }, searching)
  const told = await hasFound(db, city, use.about, 'speed')
  const facts = findAll(known)
    // Too fast is said of a visit, not of each of its photos.
    .filter(({ check }) => check !== 'speed' || !told)
    .map((it) => ({ id: v7(), ...it }))
  await addChecked(db, city, use, { at, ran, facts })
  if (facts.length === 0) return []
  const data = { about: use.about, found: facts.map(({ id, check, version, reason }) => ({ id, check, version, reason })) }
  return [{ id: v7() as EventId, kind: 'photo.checked', thing: use.photo, at, by: null, version: 1, data }]
}
