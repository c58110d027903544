/**
 * Which picture of a photo a reader is given. Who works on it sees what was taken; anybody else of the house the copy with
 * faces and plates covered, once there is one. What leaves the house is that copy, and while nobody has looked a photo
 * through, a picture in which nobody can be recognised: no detector is trusted with what only a person has to answer for.
 */
import type { Who } from '../api/who.ts'
import type { CityId, EvidenceId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { findEvidence, getKept } from './evidence.sql.ts'
import type { Evidence, ViewSize } from './evidence.ts'
import type { Files } from './files.serve.ts'
import { shrink, veil, withoutFacts } from './photo.serve.ts'

/** What the house on top hands in: who looked a photo through, and who works on what it shows. */
export interface Looking {
  /** The last copy that somebody made of a photo, all faces and plates covered; undefined while nobody has looked. */
  readonly leaves: (db: Db, city: CityId, id: EvidenceId) => Promise<EvidenceId | undefined>
  /** Whether the case that a photo belongs to is in this person's hands. */
  readonly worksOn: (db: Db, who: Who, id: EvidenceId) => Promise<boolean>
  /** Whether the photo belongs to what this person is not to know of yet: for them it is not there. */
  readonly isShut: (db: Db, who: Who, id: EvidenceId) => Promise<boolean>
}

/** *Refuses:* 404 to who is not to know of a piece yet. */
export async function refuseShut({ isShut }: Pick<Looking, 'isShut'>, db: Db, who: Who, id: EvidenceId): Promise<void> {
  if (await isShut(db, who, id)) throw new Problem('api.notFound', 404)
}

/** Who judges proof, and so sees what was taken. */
const judging = ['cases.dispatch', 'cases.verify', 'inspections.review', 'privacy.manage'] as const

/** True for who looks at originals by the post they act in. A system that came with a key never does. */
export const isJudge = (who: Who): boolean => who.session !== undefined && judging.some((it) => who.may.has(it))

/** True for who took the photo, judges it, or has its case in hand. */
export const isInside = async (looking: Looking, db: Db, who: Who, it: Evidence): Promise<boolean> =>
  who.session !== undefined && (it.addedBy === who.person || isJudge(who) || (await looking.worksOn(db, who, it.id)))

/** A photo as a reader is given it: the original or a copy, `veiled` when nobody may be recognised in it. */
export interface Shown {
  readonly it: Evidence
  readonly veiled: boolean
  /** True when the same reader is given the same picture for ever. */
  readonly lasting: boolean
}

/** People of this city who read its cases or inspections are in the house; everybody else is outside. */
const isOfTheHouse = ({ session, may, narrow }: Who) =>
  session !== undefined && (['cases.read', 'inspections.read'] as const).some((it) => may.has(it) && !narrow?.has(it))

/** What one reader sees of a photo in the pages of the house. */
export async function shownTo(looking: Looking, db: Db, who: Who, it: Evidence): Promise<Shown> {
  if (await isInside(looking, db, who, it)) return { it, veiled: false, lasting: true }
  const leaving = await leavingOf(looking, db, who.city, it)
  return leaving.veiled && isOfTheHouse(who) ? { ...leaving, veiled: false } : leaving
}

/** What leaves of a photo. */
export async function leavingOf({ leaves }: Pick<Looking, 'leaves'>, db: Db, city: CityId, it: Evidence): Promise<Shown> {
  const copy = await leaves(db, city, it.id)
  const found = copy === undefined ? undefined : await findEvidence(db, city, copy)
  return { it: found ?? it, veiled: found === undefined, lasting: false }
}

/** The picture of what is shown, small or whole; never with camera facts. */
export function pictureOf(files: Files, { it, veiled }: Pick<Shown, 'it' | 'veiled'>, size?: ViewSize): Promise<Uint8Array> {
  const named = size === undefined ? 'plain' : `${size}`
  const made = async () => files.get(it.sha256)
  if (veiled) return files.view(it.sha256, `veiled-${named}`, async () => veil(await made(), size))
  return files.view(it.sha256, named, async () => (size === undefined ? withoutFacts(await made()) : shrink(await made(), size)))
}

/** A picture as it leaves the house, with what has to be said of it: when it was taken, and whether nobody has covered it yet. */
export interface LeavingView {
  readonly picture: Uint8Array
  readonly takenAt: string | null
  readonly veiled: boolean
}

/**
 * The one way for rooms above to give a photo to anybody outside (a public page, another city, a document): the covered copy,
 * or a picture in which nobody is recognised. *Refuses:* 404; 410 `evidence.gone`.
 */
export async function leavingView(
  { files, leaves }: { files: Files } & Pick<Looking, 'leaves'>,
  db: Db,
  { city, id, size }: { city: CityId; id: EvidenceId; size?: ViewSize },
): Promise<LeavingView> {
  const it = await getKept(db, city, id)
  const shown = await leavingOf({ leaves }, db, city, it)
  return { picture: await pictureOf(files, shown, size), takenAt: it.takenAt, veiled: shown.veiled }
}
