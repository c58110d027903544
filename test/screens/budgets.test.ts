/** Budgets of the browser's side, compressed: what the first page after sign-in loads, and the two large engines that it does not. */
import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { webFolder } from '../../src/server/web.ts'
import { type House, openHouse } from './house.ts'

let house: House
/** Scripts and styles that the first page loads until it rests: compressed size, and how they came. */
const loaded = new Map<string, { bytes: number; encoding: string; type: string }>()

beforeAll(async () => {
  house = await openHouse()
  const visit = await house.visit({ role: 'office' })
  const waits: Promise<void>[] = []
  visit.page.on('response', (response) => {
    if (!/\.(m?js|css)(\?|$)/.test(response.url())) return
    const note = async () => {
      const headers = await response.allHeaders()
      loaded.set(response.url().split('/').pop()!, {
        bytes: gzipSync(await response.body()).length,
        encoding: headers['content-encoding'] ?? 'none',
        type: headers['content-type'] ?? '',
      })
    }
    waits.push(note())
  })
  await visit.open('/')
  await Promise.all(waits)
  await visit.close()
})
afterAll(() => house.close())

const scripts = () => [...loaded].filter(([name]) => /\.m?js$/.test(name))

describe('the first page', () => {
  it('loads at most 250 kB of compressed script', () => {
    expect(scripts().length).toBeGreaterThan(0)
    const said = scripts().map(([name, { bytes }]) => `${name} ${bytes}`)
    const sum = scripts().reduce((total, [, { bytes }]) => total + bytes, 0)
    if (sum > 250_000) throw new Error(`${sum} bytes:\n${said.join('\n')}`)
  })

  it('loads neither map nor charts before they are needed', () => {
    expect([...loaded.keys()].filter((name) => /^(mapEngine|chartEngine)/.test(name))).toEqual([])
  })

  it('gets scripts and styles compressed, and as what they are', () => {
    const plain = [...loaded].filter(([, { bytes, encoding }]) => bytes > 1024 && !['br', 'gzip'].includes(encoding))
    expect(plain).toEqual([])
    const types = [...new Set([...loaded].map(([name, { type }]) => `${name.split('.').pop()!} ${type}`))]
    expect(types.toSorted()).toEqual(['css text/css; charset=utf-8', 'js application/javascript; charset=utf-8'])
  })
})

describe('what is loaded when it is needed', () => {
  const sizeOf = (beginning: string) => {
    const files = readdirSync(`${webFolder}assets`).filter((name) => name.startsWith(`${beginning}-`) && /\.m?js$/.test(name))
    expect(files).toHaveLength(1)
    return gzipSync(readFileSync(`${webFolder}assets/${files[0]!}`)).length
  }
  it.each([
    ['chartEngine', 200_000],
    ['mapEngine', 320_000],
    ['maplibre-gl-worker', 160_000],
  ])('%s has at most %i bytes compressed', (name, most) => {
    expect(sizeOf(name)).toBeLessThanOrEqual(most)
  })
})

describe('the first screen of the field', () => {
  const page = () => readFileSync(`${webFolder}field.html`, 'utf8')
  const bytesOf = (name: string) => readFileSync(`${webFolder}${name}`).length
  it('reads at most 300 kB of script, none of it the rules of checks, and shows its list by 4 kB', () => {
    const names = page().match(/assets\/[^"]+\.js/g)!
    const sum = names.reduce((all, name) => all + bytesOf(name), 0)
    if (sum > 300_000) throw new Error(`${sum} bytes:\n${names.map((name) => `${name} ${bytesOf(name)}`).join('\n')}`)
    expect(page()).toContain('<script src="/field-first.js">')
    expect(bytesOf('field-first.js')).toBeLessThan(4000)
  })
})

it('sees what the content policy forbids and what would leave the host', async () => {
  const visit = await house.visit({ role: 'office' })
  await visit.open('/reference')
  expect(visit.faults).toEqual([])
  await visit.page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'window.ran = true'
    document.body.append(script)
    const picture = document.createElement('img')
    picture.src = 'https://example.org/pixel.png'
    document.body.append(picture)
  })
  await expect.poll(() => visit.faults.filter((fault) => fault.startsWith('policy: '))).toHaveLength(2)
  expect(await visit.page.evaluate(() => 'ran' in window)).toBe(false)
  await visit.close()
})
