/**
 * Whether points are drawn as often as their chances say, over 20,000 seeds, and how far the walking order is from the shortest of
 * all: exact by dynamic programming for twelve stops. `node bench/draws.ts`
 */
import type { PointId } from '../src/base/ids.ts'
import { metresBetween } from '../src/city/metres.ts'
import { lengthOf, type Stop, walkingOrder } from '../src/inspections/walk.ts'
import { draw, drawSeed, type FramePoint, frameHash } from '../src/samples/draw.ts'
import { drawAgain } from '../test/drawAgain.ts'

const print = (text: string) => process.stdout.write(`${text}\n`)
const times = 20_000

const frame: FramePoint[] = [
  ...[1, 1, 1, 1, 1, 1, 1].map((size, at) => ({ id: `equal ${at}` as PointId, stratum: 'equal', size })),
  ...[1, 2, 3, 4, 10, 60].map((size, at) => ({ id: `sized ${at}` as PointId, stratum: 'sized', size })),
]
const counts = new Map([
  ['equal', 3],
  ['sized', 3],
])
const drawn = new Map<string, number>()
let apart = 0
const witness = '公证员'
for (let turn = 0; turn < times; turn++) {
  const seed = String(turn)
  const line = draw(frame, counts, drawSeed(seed, witness))
  for (const { id, drawn: is } of line) if (is) drawn.set(id, (drawn.get(id) ?? 0) + 1)
  if (turn < 2000 && drawAgain({ frame, frameHash: frameHash(frame), seed, witness, line }).length > 0) apart += 1
}
print(`a second implementation, written apart: ${apart} of 2000 draws differ`)
const line = draw(frame, counts, 'last')
const off = line.map(({ id, chance }) => {
  const error = Math.sqrt((chance * (1 - chance)) / times)
  const seen = (drawn.get(id) ?? 0) / times
  return { id, chance, seen, errors: error === 0 ? (seen === chance ? 0 : Number.POSITIVE_INFINITY) : Math.abs(seen - chance) / error }
})
for (const { id, chance, seen, errors } of off)
  print(`${id}: chance ${chance.toFixed(4)}, drawn ${seen.toFixed(4)} of ${times} times, ${errors.toFixed(1)} standard errors off`)
if (off.some(({ errors }) => errors > 4) || apart > 0) process.exitCode = 1

/** The shortest of all orders of some stops, its ends free: over every set of stops, the shortest way that ends at each. */
function shortest(stops: readonly Stop[]): number {
  const n = stops.length
  const between = stops.map((a) => stops.map((b) => metresBetween(a.place, b.place)))
  const best = Array.from({ length: 2 ** n }, () => new Float64Array(n).fill(Number.POSITIVE_INFINITY))
  for (let at = 0; at < n; at++) best[1 << at]![at] = 0
  for (let set = 1; set < 2 ** n; set++)
    for (let last = 0; last < n; last++) {
      const so = best[set]![last]!
      if (so === Number.POSITIVE_INFINITY) continue
      for (let next = 0; next < n; next++) {
        if (set & (1 << next)) continue
        const to = best[set | (1 << next)]!
        to[next] = Math.min(to[next]!, so + between[last]![next]!)
      }
    }
  return Math.min(...best[2 ** n - 1]!)
}

let state = 7
const random = () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647
const ratios = Array.from({ length: 200 }, () => {
  const stops = Array.from({ length: 12 }, (_, at): Stop => ({ id: String(at), place: [116 + random() / 10, 39 + random() / 10] }))
  return lengthOf(walkingOrder(stops)) / shortest(stops)
}).toSorted((a, b) => a - b)
const mean = ratios.reduce((sum, it) => sum + it, 0) / ratios.length
print(
  `walks of 12 stops, 200 cities: ${((mean - 1) * 100).toFixed(1)} % longer than the shortest on average, ${((ratios[189]! - 1) * 100).toFixed(1)} % at the 95th percentile, ${((ratios.at(-1)! - 1) * 100).toFixed(1)} % at worst; ${ratios.filter((it) => it < 1.000001).length} of 200 are the shortest`,
)
