/** Brings together what is known of one use of a photo, for the checks: the file, the device, the place, the other photos, the person's way. */
import type { CityId } from '../base/ids.ts'
import { metresBetween } from '../city/metres.ts'
import type { Place } from '../base/place.ts'
import type { Db } from '../base/sql.ts'
import { cityZoneMinutes } from '../evidence/evidence.ts'
import { findHabit, listSameBytes, type MarksRow, placeOf } from '../evidence/marks.sql.ts'
import type { Device, Habit, Known, Other, Same } from './check.ts'
import type { Searching } from './search.serve.ts'
import { listAround, listUses, type UseRow } from './uses.sql.ts'

/** Two uses at most this far apart are of one place. */
const samePlaceM = 200

const placeOfUse = ({ lng, lat }: Pick<UseRow, 'lng' | 'lat'>): Place | null => (lng === null || lat === null ? null : [lng, lat])

/** True when one upload serves twice at one place: the finding and its case. */
export function isOnePlace(one: UseRow, other: UseRow): boolean {
  if (one.about === other.about || (one.pointId !== null && one.pointId === other.pointId)) return true
  const [a, b] = [placeOfUse(one), placeOfUse(other)]
  return a !== null && b !== null && metresBetween(a, b) <= samePlaceM
}

/** What is known. */
export async function knownOf(
  db: Db,
  city: CityId,
  { use, marks }: { use: UseRow; marks: MarksRow },
  searching: Searching,
): Promise<Known> {
  return {
    camera: marks.camera,
    device: deviceOf(marks),
    addedAt: marks.addedAt,
    use: { at: use.at, place: placeOfUse(use) },
    zoneMinutes: cityZoneMinutes,
    same: await sameAs(db, city, { use, marks }, searching),
    others: await othersOf(db, city, use),
    habits: await habitsOf(db, city, marks),
  }
}

/** What the device said. */
export const deviceOf = (marks: MarksRow): Device => ({
  device: marks.device,
  deviceAt: marks.deviceAt,
  sentAt: marks.sentAt,
  place: placeOf(marks),
  accuracyM: marks.accuracyM,
  mocked: marks.mocked,
})

/** Photos that show the same picture and prove something else. */
async function sameAs(db: Db, city: CityId, { use, marks }: { use: UseRow; marks: MarksRow }, searching: Searching): Promise<Same[]> {
  const exact = await listSameBytes(db, city, marks.sha256)
  const near = marks.thumb === null || marks.hashes === null ? [] : await searching.find(db, city, { id: marks.id, thumb: marks.thumb })
  const likeness = new Map(near.map((it) => [it.id, it]))
  const same = new Set<string>(exact.map(({ id }) => id))
  const ids = [...new Set([...same, ...likeness.keys()])]
  const uses = (await listUses(db, city, ids)).filter((it) => it.about !== use.about && !(it.photo === use.photo && isOnePlace(it, use)))
  const first = new Map<string, UseRow>()
  for (const it of uses) {
    // The same picture proving the same place once as a finding and once as its case is told once.
    const key = `${it.photo} ${it.pointId ?? it.about}`
    if (!first.has(key)) first.set(key, it)
  }
  return [...first.values()].map((it) => {
    const like = likeness.get(it.photo)
    const isExact = same.has(it.photo)
    return {
      photo: it.photo,
      exact: isExact,
      edges: isExact ? 1000 : like!.edges,
      turned: !isExact && like!.turned,
      negative: !isExact && like!.negative,
      shownPercent: isExact ? 100 : like!.shownPercent,
      about: it.about,
      at: it.at,
      pointId: it.pointId,
    }
  })
}

/** Where the person was before and after; only for visits, which say when somebody stood where. */
async function othersOf(db: Db, city: CityId, { kind, by, at, about }: UseRow): Promise<Other[]> {
  if (kind !== 'visit' || by === null) return []
  const around = await listAround(db, city, { by, at, not: about })
  return around.map(({ lng, lat, ...rest }) => ({ ...rest, place: [lng, lat] }))
}

async function habitsOf(db: Db, city: CityId, { id, device, camera }: MarksRow): Promise<Known['habits']> {
  const of = async (by: { device?: string; model?: string }): Promise<Habit> => (await findHabit(db, city, { id, ...by }))!
  return {
    device: device === null ? null : await of({ device }),
    model: camera.model === null ? null : await of({ model: camera.model }),
  }
}
