/**
 * A stranger's draw: runs a draw again from its proof file with nothing of ours but the file, SHA-256 and docs/samples.md. Written a
 * second time on purpose. `node test/drawAgain.ts "draw ….json"` says what it finds.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

interface File {
  readonly frameHash: string
  readonly seed: string
  readonly witness: string
  readonly frame: readonly { readonly id: string; readonly stratum: string; readonly size: number }[]
  readonly line: readonly { readonly id: string; readonly stratum: string; readonly drawn: boolean; readonly chance: number }[]
}

const sha = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

/** Chances of `count` points with these sizes: in proportion, and one for whoever would have more. */
function chances(sizes: readonly number[], count: number): number[] {
  const sure = new Set<number>()
  for (;;) {
    const rest = sizes.reduce((sum, size, at) => (sure.has(at) ? sum : sum + size), 0)
    const left = count - sure.size
    const more = sizes.flatMap((size, at) => (!sure.has(at) && left * size >= rest ? [at] : []))
    if (more.length === 0) return sizes.map((size, at) => (sure.has(at) ? 1 : (left * size) / rest))
    for (const at of more) sure.add(at)
  }
}

/** What does not agree, in words; nothing when everything does. */
export function drawAgain({ frame, frameHash, seed, witness, line }: File): string[] {
  const wrong: string[] = []
  const lines = frame.map(({ id, stratum, size }) => `${id}\t${stratum}\t${size}\n`)
  if (sha(lines.toSorted().join('')) !== frameHash) wrong.push('the frame is not the one that was bound')
  const mixed = sha(`${seed}\n${witness.trim()}\n`)
  for (const stratum of new Set(line.map((it) => it.stratum))) {
    const points = frame.filter((it) => it.stratum === stratum)
    const told = new Map(line.filter((it) => it.stratum === stratum).map((it) => [it.id, it]))
    const count = [...told.values()].filter(({ drawn }) => drawn).length
    const odds = chances(
      points.map(({ size }) => size),
      count,
    )
    const queue = points
      .map(({ id }, at) => ({ id, chance: odds[at]!, ticket: sha(`${mixed}/${id}`) }))
      .toSorted((a, b) => (a.ticket < b.ticket ? -1 : 1))
    const start = Number.parseInt(sha(`${mixed}/start/${stratum}`).slice(0, 13), 16) / 2 ** 52
    let room = 0
    for (const { id, chance } of queue) {
      const before = room
      room += chance
      const drawn = chance === 1 || Math.floor(room - start) > Math.floor(before - start)
      const it = told.get(id)
      if (it?.drawn !== drawn) wrong.push(`${id} of ${stratum}: drawn ${it?.drawn} in the file, ${drawn} here`)
      if (Math.abs((it?.chance ?? -1) - chance) > 1e-12) wrong.push(`${id} of ${stratum}: chance ${it?.chance} in the file, ${chance} here`)
    }
  }
  return wrong
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const wrong = drawAgain(JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as File)
  process.stdout.write(wrong.length === 0 ? 'the draw agrees\n' : `${wrong.join('\n')}\n`)
  process.exitCode = wrong.length === 0 ? 0 : 1
}
