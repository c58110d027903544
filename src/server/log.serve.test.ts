/**
 * The log names nobody, even when it tells everything: every call of the contracts is made with a name, telephone, identity
 * number, address, e-mail, password and free words wherever it takes text, by who may make it, by who may not, by nobody and
 * with a key; most of it is refused. Then the log is searched for every mark.
 */
import { v7 } from 'uuid'
import { expect, it } from 'vitest'
import { z } from 'zod'
import type { Contract, Route } from '../api/contract.ts'
import { embedded } from '../../test/engines.ts'
import { fill, openApp, points, signIn } from '../../test/smallCity.ts'
import { contracts } from './contracts.ts'

const marks = {
  name: '标记人名甲',
  phone: '13812345678',
  idNumber: '110101199003077715',
  address: '标记路77号3单元',
  email: 'marked.person@city.example',
  password: 'S3cret-标记口令',
  login: 'marked-login-55',
  text: '标记内容乙',
  token: 'tokenTokenToken',
  key: 'keyKeyKey',
}

/** Which mark stands in a field: by its name, else all that a person could have typed into it. */
function markOf(field: string): string {
  if (/phone|tel/i.test(field)) return marks.phone
  if (/mail/i.test(field)) return marks.email
  if (/password|code|secret|token/i.test(field)) return marks.password
  if (/login/i.test(field)) return marks.login
  if (/name|contact|reporter|by$/i.test(field)) return marks.name
  if (/address/i.test(field)) return marks.address
  return `${marks.text} ${marks.name} ${marks.phone} ${marks.idNumber} ${marks.address} ${marks.email}`
}

interface Schema {
  readonly type?: string
  readonly format?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly properties?: Record<string, Schema>
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly pattern?: string
}

/** A value of a shape with marks in every text that is free. */
function filled(schema: Schema, field: string, depth = 0): unknown {
  const one = schema.anyOf?.[0] ?? schema.oneOf?.[0]
  if (one) return filled(one, field, depth)
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  if (schema.type === 'object')
    return depth > 6
      ? {}
      : Object.fromEntries(Object.entries(schema.properties ?? {}).map(([key, part]) => [key, filled(part, key, depth + 1)]))
  if (schema.type === 'array') return depth > 6 || !schema.items ? [] : [filled(schema.items, field, depth + 1)]
  if (schema.type === 'integer' || schema.type === 'number') return 1
  if (schema.type === 'boolean') return true
  if (schema.format === 'uuid') return v7()
  return markOf(field)
}

const shapeOf = (shape: unknown) => z.toJSONSchema(shape as z.ZodType, { io: 'input', unrepresentable: 'any' }) as Schema

const routes: readonly Route[] = Object.values(contracts as Readonly<Record<string, Contract>>)
  .flatMap((calls) => Object.values(calls))
  // Who signs out in the middle would be nobody for the rest.
  .filter(({ returns, method, path }) => returns !== 'stream' && !(method === 'DELETE' && path === '/session'))

it('the log names nobody, whatever is called and however it ends', async () => {
  const house = await embedded()
  await fill(house.db)
  const lines: string[] = []
  const write = process.stdout.write.bind(process.stdout)
  process.stdout.write = ((chunk: string | Uint8Array) => {
    lines.push(String(chunk))
    return true
  }) as typeof process.stdout.write
  const ends = new Map<number, number>()
  try {
    const { app } = await openApp(house.db, { logLevel: 'trace' })
    const cookies = [await signIn(app, 'office'), await signIn(app, 'member'), `mc_session=1.${marks.token}`]
    for (const route of routes)
      for (const [index, cookie] of cookies.entries()) {
        const path = route.path.replaceAll(/:(\w+)/g, () => points.market)
        const query = route.query ? (filled(shapeOf(route.query), 'query') as Record<string, unknown>) : {}
        const search = new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)])).toString()
        const bytes = route.body === 'bytes'
        const given = bytes ? Buffer.from(marks.text) : route.body ? JSON.stringify(filled(shapeOf(route.body), 'body')) : undefined
        // Every other call is torn in the middle, so that what reads it fails with it in hand.
        const payload = index === 1 && typeof given === 'string' ? given.slice(0, -2) : given
        const answer = await app.inject({
          method: route.method,
          url: `/api${path}${search === '' ? '' : `?${search}`}`,
          headers: {
            cookie,
            ...(index === 2 ? { authorization: `Bearer ${marks.key}` } : {}),
            ...(payload === undefined ? {} : { 'content-type': bytes ? 'application/octet-stream' : 'application/json' }),
          },
          ...(payload === undefined ? {} : { payload }),
        })
        ends.set(answer.statusCode, (ends.get(answer.statusCode) ?? 0) + 1)
      }
    await app.close()
  } finally {
    process.stdout.write = write
    await house.close()
  }
  const log = lines.join('')
  // It was a run worth the name: the log is there, and calls went well, were refused, and found nobody.
  expect(lines.length).toBeGreaterThan(routes.length)
  expect([...ends.keys()]).toEqual(expect.arrayContaining([200, 401, 403, 404, 422]))
  const seen = Object.values(marks)
    .flatMap((mark) => [mark, encodeURIComponent(mark), JSON.stringify(mark).slice(1, -1)])
    .filter((mark) => log.includes(mark))
  expect(seen).toEqual([])
})
