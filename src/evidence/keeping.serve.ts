/**
 * The one way by which bytes become proof. They are put into the store before the transaction and named in it. Files are shared by
 * all cities, so whoever names one and whoever removes one hold its content: no file goes that somebody has just been told is kept.
 */
import type { CityId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { isNeeded } from './erased.sql.ts'
import { addEvidence, holdContent, holdContents } from './evidence.sql.ts'
import type { Evidence } from './evidence.ts'
import type { Files } from './files.serve.ts'

/** Bytes that lie in the store and that no row names yet. */
export interface Laid {
  readonly sha256: string
  /** Puts them there again where they were removed meanwhile. */
  readonly stay: () => Promise<void>
  readonly remove: () => Promise<void>
}

/** What is known of a piece besides who sent it, and its bytes. */
export interface NewPiece {
  readonly row: Omit<Evidence, 'id' | 'addedAt' | 'addedBy'>
  readonly laid: Laid
}

/** Lays bytes into the store; outside of every transaction, which would wait for the disk. */
export async function lay(files: Files, bytes: Uint8Array): Promise<Laid> {
  const sha256 = await files.put(bytes)
  return {
    sha256,
    stay: async () => {
      if (!(await files.has(sha256))) await files.put(bytes)
    },
    remove: () => files.remove(sha256),
  }
}

/**
 * Names laid bytes; false when this id was added before. Who names several in one transaction takes them in the order of
 * `inOrder`. Bytes that nobody names, because the piece was erased while it was on its way, do not stay.
 */
export async function keepPiece(db: Db, city: CityId, it: Evidence, laid: Laid): Promise<boolean> {
  return (await keepPieces(db, city, [{ it, laid }])).length > 0
}

/** A piece of somebody, with its bytes. */
export interface LaidPiece {
  readonly it: Evidence
  readonly laid: Laid
}

/** The same for many at once, of which the first counts that has an id; gives those that are new. */
export async function keepPieces<Piece extends LaidPiece>(db: Db, city: CityId, pieces: readonly Piece[]): Promise<Piece[]> {
  const firsts = [...new Map(pieces.toReversed().map((piece) => [piece.it.id, piece])).values()]
  // Those of the others too: what they say under an id that is taken is named by nobody.
  const contents = new Map(pieces.map(({ laid }) => [laid.sha256, laid]))
  const [, added] = await Promise.all([
    holdContents(db, [...contents.keys()].toSorted()),
    addEvidence(
      db,
      city,
      firsts.map(({ it }) => it),
    ),
  ])
  const fresh = firsts.filter(({ it }) => added.has(it.id))
  await Promise.all(fresh.map(({ laid }) => laid.stay()))
  for (const { laid } of fresh) contents.delete(laid.sha256)
  for (const laid of contents.values()) await dropUnnamed(db, laid)
  return fresh
}

/** Removes laid bytes that no piece names. */
export async function dropUnnamed(db: Db, { sha256, remove }: Laid): Promise<void> {
  await holdContent(db, sha256)
  if (!(await isNeeded(db, sha256))) await remove()
}

/** The order in which contents are held: in everybody's the same, so that no two wait for each other. */
export const inOrder = (pieces: readonly NewPiece[]): NewPiece[] =>
  pieces.toSorted((one, other) => (one.row.sha256 < other.row.sha256 ? -1 : 1))
