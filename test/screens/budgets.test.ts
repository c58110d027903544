/** Budgets of the browser's side: what the first page after sign-in loads, compressed. */
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type House, openHouse } from './house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

/** Compressed bytes of script that an address loads until it rests, by file. */
async function scriptsOf(path: string): Promise<Map<string, number>> {
  const visit = await house.visit({ role: 'office' })
  const loaded = new Map<string, number>()
  const waits: Promise<void>[] = []
  visit.page.on('response', (response) => {
    if (!/\.m?js(\?|$)/.test(response.url())) return
    waits.push(
      response.body().then((body) => {
        loaded.set(response.url().split('/').pop()!, gzipSync(body).length)
        return undefined
      }),
    )
  })
  await visit.open(path)
  await Promise.all(waits)
  await visit.close()
  return loaded
}

const sum = (files: Map<string, number>) => [...files.values()].reduce((a, b) => a + b, 0)

it('loads the desk with at most 250 kB of compressed script', async () => {
  const files = await scriptsOf('/')
  expect(files.size).toBeGreaterThan(0)
  const said = [...files].map(([name, bytes]) => `${name} ${bytes}`).join('\n')
  if (sum(files) > 250_000) throw new Error(`${sum(files)} bytes:\n${said}`)
})

it('loads neither map nor charts before they are needed', async () => {
  const files = await scriptsOf('/')
  expect([...files.keys()].filter((name) => /^(mapEngine|chartEngine)/.test(name))).toEqual([])
})
