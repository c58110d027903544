/** HTTPS by the server itself: current versions and suites only, a secure cookie, and nothing without encryption. */
import { readFileSync } from 'node:fs'
import { request as plainRequest } from 'node:http'
import { request } from 'node:https'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { connect } from 'node:tls'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { embedded, type TestDb } from '../../test/engines.ts'
import { fill, noon, password } from '../../test/smallCity.ts'
import { makeApp } from './app.ts'
import { tlsOf } from './tls.ts'

const file = (name: string) => fileURLToPath(new URL(`../../test/files/localhost.${name}.pem`, import.meta.url))
const ca = readFileSync(file('cert'))
let house: TestDb
let app: FastifyInstance
let port: number
beforeAll(async () => {
  house = await embedded()
  await fill(house.db)
  const tls = await tlsOf({ MINGCHENG_TLS_CERT: file('cert'), MINGCHENG_TLS_KEY: file('key') })
  app = await makeApp({ db: house.db, now: () => noon, tls })
  await app.listen({ port: 0, host: '127.0.0.1' })
  port = (app.server.address() as AddressInfo).port
})
afterAll(async () => {
  await app.close()
  await house.close()
})

/** The version and suite that were agreed on, or why none were. */
const agree = (options: object) =>
  new Promise<string>((give) => {
    const socket = connect({ host: '127.0.0.1', port, servername: 'localhost', ca, ...options })
    socket.on('secureConnect', () => {
      give(`${socket.getProtocol()} ${socket.getCipher().name}`)
      socket.destroy()
    })
    socket.on('error', (error: NodeJS.ErrnoException) => give(error.code ?? 'refused'))
  })

it('speaks TLS 1.3 and 1.2 with forward secrecy, and nothing older', async () => {
  expect(await agree({})).toBe('TLSv1.3 TLS_AES_256_GCM_SHA384')
  expect(await agree({ maxVersion: 'TLSv1.2' })).toBe('TLSv1.2 ECDHE-ECDSA-AES256-GCM-SHA384')
  expect(await agree({ maxVersion: 'TLSv1.1', minVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' })).toMatch(/ERR_SSL|ECONNRESET|EPIPE/)
  expect(await agree({ maxVersion: 'TLSv1.2', ciphers: 'AES128-GCM-SHA256' })).toMatch(/ERR_SSL|ECONNRESET|EPIPE/)
})

it('hands out cookies for HTTPS alone, and does not answer without encryption', async () => {
  const body = JSON.stringify({ city: 'small', login: 'office', password })
  const answer = await new Promise<{ status: number | undefined; cookie: string; hsts: unknown }>((give, fail) => {
    const asked = request(
      {
        host: '127.0.0.1',
        servername: 'localhost',
        port,
        ca,
        method: 'POST',
        path: '/api/session',
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      },
      (reply) => {
        give({
          status: reply.statusCode,
          cookie: String(reply.headers['set-cookie']),
          hsts: reply.headers['strict-transport-security'],
        })
        reply.destroy()
      },
    )
    asked.on('error', fail).end(body)
  })
  expect(answer).toMatchObject({ status: 200, cookie: expect.stringMatching(/__Host-mc_session=.*; Secure/) as string })
  expect(answer.hsts).toMatch(/max-age=\d{8}/)
  const plain = await new Promise<string>((give) => {
    plainRequest({ host: '127.0.0.1', port, path: '/healthz' }, ({ statusCode }) => give(String(statusCode)))
      .on('error', () => give('nothing'))
      .end()
  })
  expect(plain).toMatch(/nothing|400/)
})

it('says which file is no certificate', async () => {
  await expect(tlsOf({ MINGCHENG_TLS_CERT: '/nowhere', MINGCHENG_TLS_KEY: file('key') })).rejects.toMatchObject({
    code: 'config.badCertificate',
    details: { file: '/nowhere' },
  })
  await expect(tlsOf({ MINGCHENG_TLS_CERT: file('cert'), MINGCHENG_TLS_KEY: undefined })).rejects.toMatchObject({
    code: 'config.badCertificate',
  })
})
