/** Handlers of blurring. The picture is worked on before the transaction: nobody waits for it. */
import { handlers, steps, whoOf } from '../api/api.serve.ts'
import type { Who } from '../api/who.ts'
import type { CityId, EvidenceId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { getKept, holdPiece } from '../evidence/evidence.sql.ts'
import type { Files } from '../evidence/files.serve.ts'
import { dropUnnamed, keepPiece, lay, type NewPiece } from '../evidence/keeping.serve.ts'
import { blur, readPhoto } from '../evidence/photo.serve.ts'
import { isInside, type Looking, refuseShut } from '../evidence/shown.serve.ts'
import { isPhoto } from '../evidence/sniff.ts'
import { blurApi, type BlurredCopy, type BlurRegion } from './blur.api.ts'
import { addCopy, listCopies } from './blur.sql.ts'

/** Which copy is given out instead of an original: the last one; undefined while nobody has looked the photo through. */
export const leaves = async (db: Db, city: CityId, id: EvidenceId): Promise<EvidenceId | undefined> =>
  (await listCopies(db, city, id, 1))[0]?.id

async function copiesOf(db: Db, city: CityId, original: EvidenceId): Promise<BlurredCopy[]> {
  return (await listCopies(db, city, original, 100)).map(({ byName, by, ...copy }) => ({ ...copy, by: { id: by, name: byName } }))
}

interface Blurring {
  readonly files: Files
  readonly looking: Looking
}

/**
 * The covered bytes on disk, and what their row says. *Refuses:* 404; 410 `evidence.gone`; 403 `evidence.notInside` for who does not work on the
 * photo; 415 `evidence.noView` for what is none.
 */
async function prepare(
  db: Db,
  who: Who,
  { files, looking }: Blurring,
  { id, regions }: { id: EvidenceId; regions: readonly BlurRegion[] },
): Promise<NewPiece> {
  await refuseShut(looking, db, who, id)
  const original = await getKept(db, who.city, id)
  // The copy is what leaves: who makes it answers for it, and has to see what was taken.
  if (!(await isInside(looking, db, who, original))) throw new Problem('evidence.notInside', 403)
  if (!isPhoto(original.mediaType)) throw new Problem('evidence.noView', 415)
  const bytes = await blur(await files.get(original.sha256), regions)
  const { width, height } = await readPhoto(bytes)
  const name = original.name.replace(/\.[^.]*$/, '.jpg')
  const laid = await lay(files, bytes)
  const row = { sha256: laid.sha256, name, mediaType: 'image/jpeg', bytes: bytes.length, width, height, takenAt: null, place: null }
  return { row, laid }
}

/** Handlers over the file store, and over who works on what. */
export const blurHandlers = (blurring: Blurring) =>
  handlers(blurApi, {
    blur: steps({
      before: (ask) => prepare(ask.db, whoOf(ask), blurring, { id: ask.params.id, regions: ask.body.regions }),
      act: async (ask, copy) => {
        const { city, person } = whoOf(ask)
        const { id, regions } = ask.body
        const original = ask.params.id
        await holdPiece(ask.db, city, original)
        // It may have been erased while it was being covered: then nothing of it stays.
        await getKept(ask.db, city, original).catch(async (error: unknown) => {
          await dropUnnamed(ask.db, copy.laid)
          throw error
        })
        await keepPiece(ask.db, city, { id, ...copy.row, addedAt: ask.at, addedBy: person }, copy.laid)
        await addCopy(ask.db, city, { id, original, regions, at: ask.at, by: person })
        const made = (await copiesOf(ask.db, city, original)).find((it) => it.id === id)
        if (!made) throw new Problem('evidence.idTaken', 409)
        return made
      },
    }),
    listCopies: async (ask) => {
      const who = whoOf(ask)
      const isShut = await blurring.looking.isShut(ask.db, who, ask.params.id)
      return { items: isShut ? [] : await copiesOf(ask.db, who.city, ask.params.id) }
    },
  })
