/** Binds every night, and before the release, what a sealed sample holds, and gives it out after the release. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import canonicalize from 'canonicalize'
import { v7 } from 'uuid'
import { z } from 'zod'
import { appendEvents, listEventsOf } from '../base/event.sql.ts'
import type { CityId, EventId, VisitId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { boundAt, cameAt, type Kept, keptDigest, type KeptNight } from './kept.ts'
import type { SampleId } from './sample.ts'
import { getSeed } from './draw.sql.ts'
import { listReplacements } from './points.sql.ts'
import { holdSealed } from './samples.sql.ts'
import { listEnvelopes } from './sealed.sql.ts'

const atOnce = 500

/** Everything that was sent in, envelopes by their hashes. */
async function keptOf(db: Db, city: CityId, id: SampleId): Promise<Kept> {
  const envelopes: Kept['envelopes'] = []
  for (let after: VisitId | undefined; ; ) {
    const some = await listEnvelopes(db, city, id, after, atOnce)
    for (const { id: visit, receivedAt, pointId, by, visit: contents } of some)
      envelopes.push({ id: visit, at: receivedAt, hash: bytesToHex(sha256(utf8ToBytes(canonicalize({ pointId, by, ...contents })!))) })
    after = some.at(-1)?.id
    if (some.length < atOnce) break
  }
  return { envelopes, replacements: await listReplacements(db, city, id) }
}

/** Binds what a sealed sample holds. Whoever calls holds its row, so that nothing comes in meanwhile. */
export async function keepOne(db: Db, city: CityId, id: SampleId, now: string): Promise<void> {
  const kept = await keptOf(db, city, id)
  const at = boundAt(now, kept)
  const digest = keptDigest(await getSeed(db, city, id), at, kept)
  await appendEvents(db, city, [{ id: v7() as EventId, kind: 'sample.kept', thing: id, at, by: null, version: 1, data: { digest } }])
}

/** Binds what every sealed sample of a city holds. Once a night, also when nothing came: a night without a digest would say so. */
export async function keepSealed(db: Db, city: CityId, at: string): Promise<void> {
  for (const { id } of await holdSealed(db, city)) await keepOne(db, city, id, at)
}

/** When something comes into a sealed sample whose row the caller holds: `cameAt`. */
export async function comesAt(db: Db, city: CityId, id: SampleId, at: string): Promise<string> {
  const nights = (await listEventsOf(db, city, id)).filter(({ kind }) => kind === 'sample.kept')
  return cameAt(
    at,
    nights.map((night) => night.at).reduce<string | undefined>((last, one) => (last === undefined || one > last ? one : last), undefined),
  )
}

const Digest = z.object({ digest: z.string() })

/** For the proof: what was sent in, and the digests of the nights. */
export async function proofOfKept(db: Db, city: CityId, id: SampleId): Promise<Kept & { nights: KeptNight[] }> {
  const nights = (await listEventsOf(db, city, id))
    .filter(({ kind }) => kind === 'sample.kept')
    .map(({ at, data }) => ({ at, digest: Digest.parse(data).digest }))
  return { ...(await keptOf(db, city, id)), nights }
}
