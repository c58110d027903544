/**
 * The demo's photos: drawings of street scenes, before and after, each marked 示例 across the picture. No photo of a real
 * place is used, so nobody is shown and nobody is judged.
 */
import sharp from 'sharp'
import type { EvidenceId } from '../src/base/ids.ts'
import type { Files } from '../src/evidence/files.serve.ts'
import { foundedMs } from './geography.ts'
import { type Chance, chanceOf } from './random.ts'

/** A stored drawing. */
export interface Photo {
  readonly id: EvidenceId
  readonly scene: string
  readonly when: 'before' | 'after'
  readonly sha256: string
  readonly name: string
  readonly bytes: number
  readonly width: number
  readonly height: number
}

/** Photos to hang on findings and fixes. */
export interface Album {
  readonly photos: readonly Photo[]
  before(pointType: string, chance: Chance): EvidenceId
  after(pointType: string, chance: Chance): EvidenceId
}

const size = { width: 960, height: 720 }

/** Scene of a point type; all others are a room with a counter. */
const sceneOf: Record<string, string> = {
  'PT-MARKET': 'market',
  'PT-ROAD': 'road',
  'PT-SHOPSTREET': 'road',
  'PT-CROSSING': 'crossing',
  'PT-BUSSTOP': 'road',
  'PT-SCHOOLZONE': 'road',
  'PT-ALLEY': 'alley',
  'PT-URBANVILLAGE': 'alley',
  'PT-FRINGE': 'alley',
  'PT-VILLAGE': 'alley',
  'PT-TOWN': 'alley',
  'PT-COMPOUND': 'compound',
  'PT-PARK': 'park',
  'PT-SQUARE': 'park',
  'PT-SCENIC': 'park',
  'PT-RIVER': 'park',
  'PT-HOARDING': 'site',
  'PT-TOILET': 'toilet',
}

const ground = (sky: string, floor: string) =>
  `<rect width="960" height="430" fill="${sky}"/><rect y="430" width="960" height="290" fill="${floor}"/>`

/** Boxes of a row of houses or shops. */
const row = (chance: Chance, top: number, color: string) =>
  Array.from({ length: 6 }, (_, index) => {
    const height = 150 + chance.int(0, 110)
    return `<rect x="${index * 160 + 6}" y="${430 - height - top}" width="148" height="${height}" fill="${color}" opacity="${0.6 + 0.4 * chance.next()}"/>`
  }).join('')

const scenes: Record<string, (chance: Chance) => string> = {
  market: (chance) =>
    ground('#dfe7ea', '#b9b4aa') +
    row(chance, 60, '#c9a27a') +
    Array.from(
      { length: 5 },
      (_, index) =>
        `<rect x="${40 + index * 185}" y="400" width="150" height="70" fill="#6f9f6a"/><rect x="${30 + index * 185}" y="300" width="170" height="26" fill="${['#d2605a', '#4f7fb5'][index % 2]}"/>`,
    ).join(''),
  road: (chance) =>
    ground('#cfe3f3', '#8d9298') +
    row(chance, 0, '#b7a795') +
    Array.from({ length: 6 }, (_, index) => `<rect x="${index * 170}" y="590" width="90" height="10" fill="#fff"/>`).join(''),
  crossing: (chance) =>
    ground('#cfe3f3', '#8d9298') +
    row(chance, 0, '#a9b0b8') +
    Array.from({ length: 9 }, (_, index) => `<rect x="${80 + index * 92}" y="470" width="46" height="230" fill="#f4f4f0"/>`).join(''),
  alley: (chance) =>
    ground('#dce3e6', '#a8a196') +
    `<polygon points="0,0 330,${240 + chance.int(0, 30)} 330,430 0,720" fill="#b08968"/><polygon points="960,0 630,250 630,430 960,720" fill="#9a8c7c"/>`,
  compound: (chance) =>
    ground('#d6e6d2', '#b7b7ae') + row(chance, 120, '#d8c7ad') + `<rect x="60" y="470" width="840" height="16" fill="#7aa06d"/>`,
  park: (chance) =>
    ground('#d3e9f5', '#94bb7c') +
    Array.from({ length: 7 }, () => {
      const x = chance.int(40, 900)
      return `<rect x="${x}" y="360" width="14" height="110" fill="#7a5c3e"/><circle cx="${x + 7}" cy="330" r="${40 + chance.int(0, 26)}" fill="#4f8a4a"/>`
    }).join(''),
  site: (chance) =>
    ground('#d9dee2', '#a9a29a') +
    `<rect y="230" width="960" height="220" fill="#3f7fbf"/>` +
    Array.from(
      { length: 4 },
      (_, index) => `<rect x="${60 + index * 230}" y="260" width="170" height="${130 + chance.int(0, 20)}" fill="#e7f0f8"/>`,
    ).join(''),
  toilet: (chance) =>
    ground('#dbe5ea', '#c4c0b8') +
    `<rect x="260" y="${200 + chance.int(0, 10)}" width="440" height="250" fill="#e9e2d5"/><rect x="330" y="280" width="110" height="170" fill="#6b8fb3"/><rect x="520" y="280" width="110" height="170" fill="#b36b7c"/>`,
  room: (chance) =>
    ground('#eef1f2', '#cfc8bd') +
    `<rect x="120" y="330" width="720" height="150" fill="#8aa5bf"/>` +
    Array.from(
      { length: 4 },
      (_, index) =>
        `<rect x="${150 + index * 180}" y="${180 + chance.int(0, 12)}" width="120" height="80" fill="#fff" stroke="#98a2aa" stroke-width="4"/>`,
    ).join(''),
}

/** Litter, heaps and stains on the ground: what is wrong in a picture from before. */
const mess = (chance: Chance) =>
  Array.from({ length: 26 }, () => {
    const [x, y, r] = [chance.int(60, 900), chance.int(470, 700), chance.int(6, 30)]
    const color = chance.pick(['#6b4f3a', '#4b4b4b', '#c9c2a7', '#7d3b2f', '#e8e4d8'])
    return `<ellipse cx="${x}" cy="${y}" rx="${r}" ry="${Math.round(r * 0.55)}" fill="${color}" transform="rotate(${chance.int(0, 180)} ${x} ${y})"/>`
  }).join('')

/** The mark that nobody can overlook: this is a drawing for the demo. */
const mark = (when: 'before' | 'after') => {
  const words = when === 'before' ? '示例 · 整改前' : '示例 · 整改后'
  const font = 'font-family="Noto Sans CJK SC, Noto Sans SC, Source Han Sans SC, WenQuanYi Zen Hei, sans-serif"'
  return `<g transform="rotate(-18 480 360)" opacity="0.28"><text x="480" y="390" text-anchor="middle" font-size="150" ${font} fill="#102a43">示例 DEMO</text></g>
    <rect y="662" width="960" height="58" fill="#102a43" opacity="0.82"/>
    <text x="28" y="702" font-size="32" ${font} fill="#fff">${words} · DEMO, no real place</text>`
}

/** Draws the album and puts it into the store; the same seed draws the same pictures. */
export async function makeAlbum(seed: number, files: Files): Promise<Album> {
  const chance = chanceOf(seed, 'photos')
  const photos: Photo[] = []
  for (const [scene, draw] of Object.entries(scenes))
    for (const when of ['before', 'after'] as const)
      for (let take = 1; take <= 2; take++) {
        const id = chance.id(foundedMs + photos.length) as EvidenceId
        const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="960" height="720">${draw(chance)}${when === 'before' ? mess(chance) : ''}${mark(when)}</svg>`
        const drawn = sharp(Buffer.from(svg)).jpeg({ quality: 72 })
        // One in six says that a program wrote it, so that a check has something to state.
        const bytes = await (photos.length % 6 === 0 ? drawn.withExif({ IFD0: { Software: 'GIMP 2.10 (DEMO)' } }) : drawn).toBuffer()
        const name = `示例-${scene}-${when === 'before' ? '整改前' : '整改后'}-${take}.jpg`
        photos.push({ id, scene, when, sha256: await files.put(bytes), name, bytes: bytes.length, ...size })
      }
  const one = (type: string, when: Photo['when'], chance: Chance): EvidenceId => {
    const scene = sceneOf[type] ?? 'room'
    return chance.pick(photos.filter((photo) => photo.scene === scene && photo.when === when)).id
  }
  return { photos, before: (type, chance) => one(type, 'before', chance), after: (type, chance) => one(type, 'after', chance) }
}
