/**
 * The pack for a day (离线包): what a phone needs to work from morning to evening without a network. Each check stands in it once,
 * whatever the number of points that ask it, so that two thousand points are a few hundred kilobytes.
 */
import { z } from 'zod'
import { AreaId, EditionId, PointId, RoundId } from '../base/ids.ts'
import { type Box, Place } from '../base/place.ts'
import { Text } from '../base/text.ts'
import { Instant } from '../base/time.ts'
import { FormVersionId } from '../forms/form.ts'
import { ChecklistItem } from '../inspections/checklist.ts'

/** A pack holds no more points; a day has none for more, and a phone no room. */
export const mostPoints = 5000

/** A check as it is asked, with the standards that read it by name. */
export const PackCheck = ChecklistItem.omit({ serves: true, last: true }).extend({ standards: z.array(Text) })
export type PackCheck = z.infer<typeof PackCheck>

/** A kind of place: how it is walked, and its checks by their place in the list of the pack. */
export const PackType = z.object({ id: z.string(), title: Text, protocol: Text.nullable(), checks: z.array(z.int()) })
export type PackType = z.infer<typeof PackType>

/** A point, with the order in which it is walked where a round says so. */
export const PackPoint = z.object({
  id: PointId,
  code: z.string(),
  type: z.string(),
  title: Text,
  address: z.string(),
  place: Place,
  street: Text.nullable(),
  step: z.int().nullable(),
  visitedAt: Instant.nullable(),
  /** What was found last: check (its place in the list), grade, when. */
  last: z.array(z.tuple([z.int(), z.string(), Instant])),
})
export type PackPoint = z.infer<typeof PackPoint>

/** A form that may be filled in. The form itself comes by its id (`GET /forms/:id`): it never changes, and is brought once. */
export const PackForm = z.object({ id: FormVersionId, formId: z.string(), version: z.string(), title: z.string(), questions: z.int() })
export type PackForm = z.infer<typeof PackForm>

/** The pack. */
export const Pack = z.object({
  city: Text,
  area: z.object({ id: AreaId, title: Text }).nullable(),
  /** `sample`: its visits are sent in envelopes, and stay closed until the release. */
  round: z.object({ id: RoundId, title: Text, sample: z.uuid().optional() }).nullable(),
  /** The editions in force: a visit that was filled in by them is accepted by them, whatever has changed meanwhile. */
  editions: z.array(z.object({ id: EditionId, title: Text })),
  rules: z.object({
    /** Whether a miss needs a photo only where its check says so, or always where it may have one. */
    photos: z.enum(['required', 'everyFault']),
  }),
  types: z.array(PackType),
  checks: z.array(PackCheck),
  points: z.array(PackPoint),
  forms: z.array(PackForm),
  /** Classes for a case that no check foresaw. */
  classes: z.array(z.object({ code: z.string(), name: z.string(), big: z.string() })),
})
export type Pack = z.infer<typeof Pack>

/** What a pack will hold. */
export const PackSize = z.object({
  points: z.int(),
  checks: z.int(),
  /** About how much is downloaded, in bytes, without and of the map. */
  bytes: z.int(),
  mapBytes: z.int(),
  forms: z.int(),
  formBytes: z.int(),
  /** Good and bad examples beside the checks. */
  pictures: z.int(),
  pictureBytes: z.int(),
  mapVersion: z.uuid(),
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable(),
})
export type PackSize = z.infer<typeof PackSize>

/** Tiles of the map by `layer/z/x/y`, each as base64. */
export const PackMap = z.object({
  version: z.uuid(),
  attribution: z.string(),
  minZoom: z.int(),
  maxZoom: z.int(),
  tiles: z.array(z.tuple([z.string(), z.string()])),
})
export type PackMap = z.infer<typeof PackMap>

/** The tile that holds a place, as fractions of rows and columns. */
function tileAt([lng, lat]: Place, z: number): [number, number] {
  const sine = Math.sin((lat * Math.PI) / 180)
  return [((lng + 180) / 360) * 2 ** z, (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * 2 ** z]
}

/** Columns and rows of the tiles of a box at a zoom, both ends included. */
export function tilesOf([west, south, east, north]: Box, z: number): { x: readonly [number, number]; y: readonly [number, number] } {
  const [left, top] = tileAt([west, north], z)
  const [right, bottom] = tileAt([east, south], z)
  const inside = (at: number) => Math.min(2 ** z - 1, Math.max(0, Math.floor(at)))
  return { x: [inside(left), inside(right)], y: [inside(top), inside(bottom)] }
}

const widest = 8
const finest = 15
/** A phone has room for these, and a city's network time for them. */
export const mostTiles = 700

/** The zooms of an offline map of a box: from afar down to where all tiles together are as many as a pack may hold. */
export function zoomsOf(box: Box): { min: number; max: number } {
  let sum = 0
  for (let z = widest; z <= finest; z++) {
    const { x, y } = tilesOf(box, z)
    sum += (x[1] - x[0] + 1) * (y[1] - y[0] + 1)
    if (sum > mostTiles) return { min: widest, max: Math.max(widest, z - 1) }
  }
  return { min: widest, max: finest }
}

/** The box around places, a little wider; undefined when there are none. */
export function boxAround(places: readonly Place[], marginDegrees = 0.005): [number, number, number, number] | undefined {
  if (places.length === 0) return undefined
  const lngs = places.map(([lng]) => lng)
  const lats = places.map(([, lat]) => lat)
  const least = (list: number[]) => list.reduce((a, b) => Math.min(a, b)) - marginDegrees
  const most = (list: number[]) => list.reduce((a, b) => Math.max(a, b)) + marginDegrees
  return [least(lngs), least(lats), most(lngs), most(lats)]
}
