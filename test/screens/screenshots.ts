/**
 * Takes the screenshots of `docs/screens/`: every page of `routes.ts`, and the public's, in Chinese and English, wide and narrow, and three in other
 * dress. `npm run screenshots`; names given as arguments take only those.
 */
import { existsSync, mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { startDesk } from './desk.ts'
import { houseAt, type View } from './house.ts'
import { stops } from './routes.ts'

const folder = fileURLToPath(new URL('../../docs/screens/', import.meta.url))
const browser = process.env['MINGCHENG_CHROMIUM'] ?? ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path))
if (browser === undefined) throw new Error('No Chromium found. Set MINGCHENG_CHROMIUM to its path')

const views: readonly (readonly [string, View])[] = [
  ['zh', { language: 'zh-CN' }],
  ['en', { language: 'en' }],
  ['zh-390', { language: 'zh-CN', width: 390 }],
]
const dressed: readonly (readonly [string, View])[] = [
  ['zh-large', { language: 'zh-CN', width: 1366, size: 'large' }],
  ['zh-dark', { language: 'zh-CN', theme: 'dark' }],
]
const alsoDressed = new Set(['home', 'points', 'score', 'sign-in'])

/** What residents see: no page of the desk, so no test of the desk's pages walks by. */
const outside = [
  { name: 'public', path: '/public/990100' },
  { name: 'public-place', path: '/public/990100/place?kind=lamp' },
]

mkdirSync(folder, { recursive: true })
const wanted = process.argv.slice(2)
const desk = await startDesk()
const house = await houseAt(desk.address, browser)
for (const stop of [...stops, ...outside].filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  for (const [suffix, view] of alsoDressed.has(stop.name) ? [...views, ...dressed] : views) {
    const visit = await house.visit({ ...view, ...('role' in stop && stop.role ? { role: stop.role } : {}) })
    await visit.open(stop.path, 'first' in stop ? stop.first : undefined)
    const shot = await visit.page.screenshot()
    await sharp(shot).png({ palette: true, quality: 92, effort: 8 }).toFile(`${folder}${stop.name}-${suffix}.png`)
    process.stdout.write(`${stop.name}-${suffix}.png\n`)
    await visit.close()
  }
}
await house.close()
await desk.stop()
