/**
 * Photos: a search among a million pictures, and what looking at one costs on arrival.
 * `node bench/photos.ts [photos]`; wall clock and the processor's own time, for machines that others work on.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { askedOf, type Hash, hashesOf } from '../src/evidence/pictures/hash.ts'
import { makeLookalikes } from '../src/evidence/pictures/lookalikes.ts'
import { lookAt, type Marks } from '../src/evidence/photo.serve.ts'

const photos = Number(process.argv[2] ?? 1_000_000)
const folder = process.argv[3]
const word = () => Math.floor(Math.random() * 2 ** 32)

const timed = async <Result>(work: () => Result | Promise<Result>) => {
  const [from, cpu] = [performance.now(), process.cpuUsage()]
  const result = await work()
  const { user, system } = process.cpuUsage(cpu)
  return { result, ms: performance.now() - from, cpuMs: (user + system) / 1000 }
}
const middle = (list: readonly number[]) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)]!
const worst = (list: readonly number[]) => Math.max(...list)
const said = (text: string) => process.stdout.write(`${text}\n`)

const index = makeLookalikes()
const filled = await timed(() => {
  for (let at = 0; at < photos; at++) index.add(Array.from({ length: 6 }, (): Hash => [word(), word()]))
})
const own = Uint8Array.from({ length: 48 * 48 }, (_, at) => 128 + 90 * Math.sin(at / 7) + (word() % 30))
index.add(hashesOf(own))
const sorted = await timed(() => index.find(askedOf(own)))
said(`${photos} photos read in ${filled.ms.toFixed(0)} ms, sorted in ${sorted.ms.toFixed(0)} ms, ${(index.bytes() / 1e6).toFixed(0)} MB`)
const searches = []
for (let turn = 0; turn < 200; turn++) {
  const asked = askedOf(own.map((value) => value + (word() % 8)))
  searches.push(await timed(() => index.find(asked)))
}
if (searches.some(({ result }) => result[0]?.photo !== photos)) throw new Error('the picture was not found')
said(
  `search: middle ${middle(searches.map(({ ms }) => ms)).toFixed(1)} ms, worst ${worst(searches.map(({ ms }) => ms)).toFixed(1)} ms; processor ${middle(searches.map(({ cpuMs }) => cpuMs)).toFixed(1)} ms`,
)

if (folder !== undefined) {
  const files = readdirSync(folder).filter((name) => name.endsWith('.jpg'))
  const looks: { ms: number; cpuMs: number }[] = []
  for (const name of files) {
    const bytes = readFileSync(join(folder, name))
    const look = await timed((): Promise<{ marks: Marks } | undefined> => lookAt(bytes).catch(() => undefined))
    if (look.result) looks.push(look)
  }
  said(
    `looked at ${looks.length} photos on arrival: middle ${middle(looks.map(({ ms }) => ms)).toFixed(0)} ms, processor ${middle(looks.map(({ cpuMs }) => cpuMs)).toFixed(0)} ms`,
  )
}
