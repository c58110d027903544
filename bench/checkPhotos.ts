/**
 * Runs the checks on a folder of photos, and says how right they are where the folder brings labels: `manifest.csv` (a note for
 * each file) or `pairs.csv` (which pictures are one). `npm run check:photos -- FOLDER [FOLDER]`.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createHash } from 'node:crypto'
import { parse } from 'csv-parse/sync'
import { Problem } from '../src/base/problem.ts'
import { lookAt, type Marks } from '../src/evidence/photo.serve.ts'
import { askedOf, hashesIn, keptWindows } from '../src/evidence/pictures/hash.ts'
import { isSame, type Likeness, likenessOf } from '../src/evidence/pictures/likeness.ts'
import { makeLookalikes } from '../src/evidence/pictures/lookalikes.ts'
import type { Known, Same } from '../src/provenance/check.ts'
import { findAll } from '../src/provenance/checks/list.ts'

const said = (text: string) => process.stdout.write(`${text}\n`)

interface Photo {
  readonly name: string
  readonly sha256: string
  readonly marks?: Marks
  readonly refused?: string
}

async function photoAt(path: string, name: string): Promise<Photo> {
  const bytes = readFileSync(path)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  try {
    return { name, sha256, marks: (await lookAt(bytes)).marks }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { name, sha256, refused: error.code }
  }
}

/** How two photos are one picture, by both methods; undefined when they are not. */
function samePicture(older: Photo, newer: Photo): Likeness | 'bytes' | undefined {
  if (older.sha256 === newer.sha256) return 'bytes'
  if (!older.marks?.hashes || !newer.marks?.hashes) return undefined
  const index = makeLookalikes()
  index.add(hashesIn(older.marks.hashes))
  const asked = askedOf(newer.marks.thumb)
  const [near] = index.find(asked)
  if (!near) return undefined
  const likeness = likenessOf({
    older: older.marks.thumb,
    newer: newer.marks.thumb,
    window: keptWindows[near.window]!,
    asked: asked[near.asked]!,
  })
  return likeness && isSame(likeness) ? likeness : undefined
}

const sameOf = (photo: string, found: Likeness | 'bytes'): Same => ({
  photo,
  exact: found === 'bytes',
  edges: found === 'bytes' ? 1000 : found.edges,
  turned: found !== 'bytes' && found.turn !== 'upright',
  negative: found !== 'bytes' && found.negative,
  shownPercent: found === 'bytes' ? 100 : found.shownPercent,
  about: photo,
  at: '',
  pointId: null,
})

const alone: Omit<Known, 'camera' | 'same'> = {
  device: { device: null, deviceAt: null, sentAt: null, place: null, accuracyM: null, mocked: null },
  addedAt: null,
  use: null,
  zoneMinutes: null,
  others: [],
  habits: { device: null, model: null },
}

/** What the notes of the labels name as wrong, and what they tell besides that is true of a file without being wrong. */
const wrong = /behind GPS|wrong E\/W|GPS 0,0|fabricated|0000:00:00|1x1|refs but empty|byte-identical|^corrupt EXIF|GPS date 2011/
const told = /all four show the same scene|repaired twin/
const edited = /GIMP|paint\.net|Photoshop|Bridge/

/** Every photo of a folder, each against those before it. */
async function checkFolder(folder: string): Promise<void> {
  const manifest = join(folder, 'manifest.csv')
  const rows: Record<string, string>[] = existsSync(manifest) ? parse(readFileSync(manifest), { columns: true, bom: true }) : []
  const names = rows.length > 0 ? rows.map((row) => row['file']!) : readdirSync(folder).filter((name) => /\.(jpe?g|png|webp)$/i.test(name))
  const before: Photo[] = []
  const counts = { wrong: 0, reported: 0, clean: 0, flagged: 0, told: 0 }
  for (const name of names) {
    const photo = await photoAt(join(folder, name), name)
    const same = before.flatMap((older) => {
      const found = samePicture(older, photo)
      return found ? [sameOf(older.name, found)] : []
    })
    before.push(photo)
    const facts = photo.marks ? findAll({ ...alone, camera: photo.marks.camera, same }) : []
    const shown = facts.map(
      ({ check, reason, details }) => `${check}.${reason}${check === 'samePicture' ? ` ${String(details['photo'])}` : ''}`,
    )
    const found = photo.refused === undefined ? shown : [`refused ${photo.refused}`]
    const row = rows.find((it) => it['file'] === name)
    said(`${name.padEnd(28)} ${found.join(', ') || '-'}`)
    if (!row) continue
    const isTrue = told.test(row['note']!) || edited.test(row['software']!)
    if (wrong.test(row['note']!)) {
      counts.wrong += 1
      counts.reported += found.length > 0 ? 1 : 0
    } else if (isTrue) counts.told += found.length > 0 ? 1 : 0
    else {
      counts.clean += 1
      counts.flagged += found.length > 0 ? 1 : 0
    }
  }
  if (rows.length === 0) return
  said(
    `named as wrong: ${counts.reported} of ${counts.wrong} reported; clean: ${counts.flagged} of ${counts.clean} flagged; facts that the labels confirm on others: ${counts.told}`,
  )
  if (counts.reported < counts.wrong || counts.flagged > 0) process.exitCode = 1
}

/** Labelled pairs: how many of those that are one picture were found, and how many found are not. */
async function checkPairs(folder: string): Promise<void> {
  const rows: Record<string, string>[] = parse(readFileSync(join(folder, 'pairs.csv')), { columns: true, bom: true })
  const known = new Map<string, Photo>()
  const photo = async (name: string): Promise<Photo> => {
    const it = known.get(name) ?? (await photoAt(resolve(folder, name), name))
    known.set(name, it)
    return it
  }
  const counts = new Map<string, { all: number; found: number }>()
  for (const { a, b, relation, transform } of rows) {
    const found = samePicture(await photo(a!), await photo(b!))
    const count = counts.get(relation!) ?? { all: 0, found: 0 }
    counts.set(relation!, { all: count.all + 1, found: count.found + (found ? 1 : 0) })
    const isOne = !['different', 'hard_negative'].includes(relation!)
    if (isOne !== (found !== undefined)) said(`${isOne ? 'missed' : 'WRONG '} ${a} ${b} (${transform})`)
  }
  let [right, wrongly, all] = [0, 0, 0]
  for (const [relation, { all: of, found }] of counts) {
    said(`${relation.padEnd(14)} ${found} of ${of} found to be one picture`)
    if (['different', 'hard_negative'].includes(relation)) wrongly += found
    else [right, all] = [right + found, all + of]
  }
  said(
    `precision ${((100 * right) / Math.max(1, right + wrongly)).toFixed(1)} %, recall ${((100 * right) / all).toFixed(1)} % (${right} of ${all}), wrong ${wrongly}`,
  )
  if (wrongly > 0) process.exitCode = 1
}

const folders = process.argv.slice(2)
if (folders.length === 0) said('npm run check:photos -- FOLDER [FOLDER]')
for (const folder of folders) await (existsSync(join(folder, 'pairs.csv')) ? checkPairs(folder) : checkFolder(folder))
