/**
 * How well a picture is found again after each kind of change: every photo of the folders is changed in each way and looked for
 * among all of them. `node bench/photoChanges.ts FOLDER [FOLDER]`. A photo found that is another scene is named.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { lookAt } from '../src/evidence/photo.serve.ts'
import { askedOf, hashesIn, keptWindows } from '../src/evidence/pictures/hash.ts'
import { isSame, likenessOf } from '../src/evidence/pictures/likeness.ts'
import { makeLookalikes } from '../src/evidence/pictures/lookalikes.ts'

interface Size {
  readonly width: number
  readonly height: number
}

type Change = (photo: Sharp, size: Size, share: { readonly x: number; readonly y: number }) => Sharp

const cut =
  (side: number): Change =>
  (photo, { width, height }, { x, y }) => {
    const [w, h] = [Math.round(width * side), Math.round(height * side)]
    return photo.extract({ left: Math.floor((width - w) * x), top: Math.floor((height - h) * y), width: w, height: h })
  }

const border =
  (share: number, background: string): Change =>
  (photo, { width, height }) => {
    const [x, y] = [Math.round(width * share), Math.round(height * share)]
    return photo.extend({ left: x, right: x, top: y, bottom: y, background })
  }

/** A phone's screen with the photo in its middle. */
const screen: Change = (photo, { width, height }) => {
  const tall = Math.max(height, Math.round(width * 1.9))
  const above = Math.floor((tall - height) / 2)
  return photo.extend({ top: above, bottom: tall - height - above, background: '#111' })
}

const stamp: Change = (photo, { width, height }) => {
  const [w, h] = [Math.round(width * 0.5), Math.round(height * 0.12)]
  const text = `<svg width="${w}" height="${h}"><rect width="100%" height="100%" fill="#fff"/><rect y="40%" width="80%" height="20%" fill="#222"/></svg>`
  return photo.composite([{ input: Buffer.from(text), left: Math.round(width * 0.03), top: Math.round(height * 0.85) }])
}

const changes: Readonly<Record<string, Change>> = {
  'saved again at quality 30': (photo) => photo.jpeg({ quality: 30 }),
  'made small (320 pixels)': (photo) => photo.resize(320),
  blurred: (photo, { width }) => photo.blur(Math.max(1, width / 150)),
  'much brighter': (photo) => photo.modulate({ brightness: 1.4 }),
  'much darker': (photo) => photo.modulate({ brightness: 0.6 }),
  'without colour': (photo) => photo.greyscale(),
  'black and white only': (photo) => photo.threshold(110),
  mirrored: (photo) => photo.flop(),
  'a quarter turn': (photo) => photo.rotate(90),
  'turned by 1°': (photo) => photo.rotate(1, { background: '#000' }),
  'turned by 3°': (photo) => photo.rotate(3, { background: '#000' }),
  negative: (photo) => photo.negate({ alpha: false }),
  'a stamp over it': stamp,
  'border of 5 %': border(0.05, '#fff'),
  'border of 15 %': border(0.15, '#000'),
  'on the screen of a phone': screen,
  'wider by a fifth': (photo, { width, height }) => photo.resize(Math.round(width * 1.2), height, { fit: 'fill' }),
  'cut to 95 % of the side': cut(0.95),
  'cut to 90 %': cut(0.9),
  'cut to 85 %': cut(0.85),
  'cut to 80 %': cut(0.8),
  'cut to 75 %': cut(0.75),
  'cut to 70 %': cut(0.7),
  'cut to 60 %': cut(0.6),
  'cut to 50 %': cut(0.5),
}

const said = (text: string) => process.stdout.write(`${text}\n`)

/** Chance that is the same each time. */
function chanceOf(seed: number) {
  let state = seed
  return () => (state = (state * 48_271 + 11) % 2_147_483_647) / 2_147_483_647
}

const paths = process.argv.slice(2).flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => /\.(jpe?g|png)$/i.test(name))
    .map((name) => join(folder, name)),
)
const photos: { path: string; bytes: Uint8Array; thumb: Uint8Array; size: Size }[] = []
const index = makeLookalikes()
for (const path of paths) {
  const bytes = readFileSync(path)
  const seen = await lookAt(bytes).catch(() => undefined)
  if (!seen?.marks.hashes) continue
  const upright = await sharp(bytes, { failOn: 'truncated' })
    .rotate()
    .resize(1600, 1600, { fit: 'inside', withoutEnlargement: true })
    .png()
    .toBuffer({ resolveWithObject: true })
  photos.push({ path, bytes: upright.data, thumb: seen.marks.thumb, size: upright.info })
  index.add(hashesIn(seen.marks.hashes))
}
/** Which of the photos are shown by this picture. */
function shownBy(thumb: Uint8Array): number[] {
  const asked = askedOf(thumb)
  return index.find(asked).flatMap(({ photo, window, asked: way }) => {
    const likeness = likenessOf({ older: photos[photo]!.thumb, newer: thumb, window: keptWindows[window]!, asked: asked[way]! })
    return likeness && isSame(likeness) ? [photo] : []
  })
}
/** Photos that show the same picture already as they are. */
const twins = photos.map(({ thumb }) => new Set(shownBy(thumb)))
said(`${photos.length} photos, of which ${twins.filter(({ size }) => size > 1).length} have a twin`)
let [wrong, asks, all, searched] = [0, 0, 0, 0]
for (const [name, change] of Object.entries(changes)) {
  const chance = chanceOf(7)
  let found = 0
  for (const [at, { path, bytes, size }] of photos.entries()) {
    const changed = await change(sharp(bytes), size, { x: chance(), y: chance() }).jpeg({ quality: 80 }).toBuffer()
    const seen = await lookAt(changed).catch(() => undefined)
    const from = process.cpuUsage()
    const shown = seen ? shownBy(seen.marks.thumb) : []
    const { user, system } = process.cpuUsage(from)
    searched += (user + system) / 1000
    asks += 1
    if (shown.includes(at)) found += 1
    for (const other of shown.filter((it) => !twins[at]!.has(it))) {
      wrong += 1
      said(`WRONG ${name}: ${path} is not ${photos[other]!.path}`)
    }
  }
  all += found
  said(`${name.padEnd(28)} ${found} of ${photos.length}`)
}
said(
  `all: ${all} of ${asks} found again (${((100 * all) / asks).toFixed(1)} %), ${wrong} wrong; ${(searched / asks).toFixed(1)} ms of processor each`,
)
if (wrong > 0) process.exitCode = 1
