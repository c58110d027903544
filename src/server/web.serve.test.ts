import { mkdtempSync, mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify from 'fastify'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { pages } from '../web/desk/pages.ts'
import { guardAnswers, serveWeb } from './web.ts'

const app = Fastify()
beforeAll(async () => {
  const folder = `${mkdtempSync(join(tmpdir(), 'web-'))}/`
  mkdirSync(`${folder}assets`)
  for (const name of ['index.html', 'index.html.gz', 'field.html', 'assets/a.js']) writeFileSync(folder + name, name)
  guardAnswers(app)
  await serveWeb(app, folder)
})
afterAll(() => app.close())

const scriptsOf = async (url: string, headers = {}) => {
  const { headers: said } = await app.inject({ url, headers })
  return /script-src ([^;]+)/.exec(String(said['content-security-policy']))![1]
}

it('lets WebAssembly run where a form is filled in, and nowhere else', async () => {
  for (const url of ['/fill/0190', '/fill/try?point=1', '/field/fill/', '/field/fill/0190?point=1']) {
    expect([url, await scriptsOf(url)]).toEqual([url, "'self' 'wasm-unsafe-eval'"])
    expect(await scriptsOf(url, { 'accept-encoding': 'gzip' })).toBe("'self' 'wasm-unsafe-eval'")
  }
  const others = [
    '/fill',
    '/fill.html',
    '/field',
    '/field/x',
    '/field/fill',
    '/field/filling/x',
    '/field/point/fill/',
    '/index.html',
    '/fills',
    '/nowhere',
    '/assets/a.js',
    '/api/nothing',
    '/sign-in',
  ]
  for (const url of [...others, ...pages.map(({ path }) => path.replace('$id', 'fill'))])
    expect([url, await scriptsOf(url)]).toEqual([url, "'self'"])
})

it('gives each document to its addresses', async () => {
  const bodyOf = async (url: string) => (await app.inject({ url })).body
  expect(await Promise.all(['/', '/forms', '/field', '/field/fill/x', '/fill/x'].map(bodyOf))).toEqual([
    'index.html',
    'index.html',
    'field.html',
    'field.html',
    'index.html',
  ])
})
