/** The papers of security say what is so: every requirement has its line, every line its proof, and the parts list is the lock file. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from './house.ts'

const read = (path: string) => readFileSync(join(root, path), 'utf8')

describe('the parts list', () => {
  it('names every package of the lock file that runs on the server, by version', () => {
    const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, { version?: string; dev?: boolean; link?: boolean }> }
    const wanted = Object.entries(lock.packages)
      .filter(([path, { dev, link }]) => path !== '' && dev !== true && link !== true)
      .map(([path, { version }]) => `${path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)}@${version}`)
    const bom = JSON.parse(read('docs/security/sbom.cdx.json')) as { bomFormat: string; components: { 'bom-ref': string }[] }
    expect(bom.bomFormat).toBe('CycloneDX')
    const named = new Set(bom.components.map((component) => component['bom-ref'].split('|')[0]!))
    expect([...new Set(wanted)].filter((name) => !named.has(name))).toEqual([])
    expect([...named].filter((name) => !wanted.includes(name))).toEqual([])
  })
})

/** Levels 1 and 2 of ASVS 5.0. */
const requirements = 253

describe('the table of ASVS', () => {
  const rows = read('docs/security/asvs.md')
    .split('\n')
    .filter((line) => /^\| V\d+\.\d+\.\d+ \|/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()))

  it('has a line for each requirement, once', () => {
    const ids = rows.map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toHaveLength(requirements)
  })

  it('says of each that it is met, open, or not applicable', () => {
    expect(rows.filter(([, , , state]) => !['met', 'open', 'n/a'].includes(state!)).map(([, id]) => id)).toEqual([])
  })

  it('shows where each that is met is met: a file that exists', () => {
    const bare = rows.filter(
      ([, , , state, why]) => state === 'met' && ![...why!.matchAll(/`([\w./-]+)`/g)].some(([, path]) => existsSync(join(root, path!))),
    )
    expect(bare.map(([, id]) => id)).toEqual([])
    const wrong = rows.flatMap(([, id, , , why]) =>
      [...why!.matchAll(/`((?:src|test|docs|bin|db|demo|bench)\/[\w./-]+)`/g)]
        .filter(([, path]) => !existsSync(join(root, path!)))
        .map(([, path]) => `${id} ${path}`),
    )
    expect(wrong).toEqual([])
  })

  it('gives a reason for each that is open or not applicable', () => {
    expect(rows.filter(([, , , state, why]) => state !== 'met' && (why ?? '').length < 12).map(([, id]) => id)).toEqual([])
  })
})
