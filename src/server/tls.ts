/**
 * HTTPS without a proxy: certificate and key from files, TLS 1.2 and 1.3 with forward secrecy only. A renewed certificate is
 * taken up while the server runs. Then nothing is answered without encryption, for there is no other port.
 */
import { watchFile, unwatchFile } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer, type Server, type ServerOptions } from 'node:https'
import type { FastifyServerFactory } from 'fastify'
import { Problem } from '../base/problem.ts'
import type { Config } from './config.ts'

/** In the order in which we like them. */
const ciphers = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
]

type Kept = Pick<ServerOptions, 'cert' | 'key' | 'minVersion' | 'ciphers' | 'honorCipherOrder'>

async function read(cert: string, key: string): Promise<Kept> {
  const texts = await Promise.all([readFile(cert), readFile(key)])
  return { cert: texts[0], key: texts[1], minVersion: 'TLSv1.2', ciphers: ciphers.join(':'), honorCipherOrder: true }
}

const lookEveryMs = 60_000

/** What makes the server one of HTTPS; undefined when no certificate is set. *Refuses:* `config.badCertificate`. */
export async function tlsOf({
  MINGCHENG_TLS_CERT: cert,
  MINGCHENG_TLS_KEY: key,
}: Pick<Config, 'MINGCHENG_TLS_CERT' | 'MINGCHENG_TLS_KEY'>): Promise<FastifyServerFactory | undefined> {
  if (cert === undefined && key === undefined) return undefined
  if (cert === undefined || key === undefined) throw new Problem('config.badCertificate', 400, { file: cert ?? key ?? '' })
  const kept = await read(cert, key).catch(() => {
    throw new Problem('config.badCertificate', 400, { file: cert })
  })
  return (handler) => {
    let server: Server
    try {
      server = createServer(kept, handler)
    } catch {
      throw new Problem('config.badCertificate', 400, { file: cert })
    }
    // A half-written pair is looked at again with the next change; until then the old one serves.
    const renew = () =>
      void read(cert, key)
        .then((fresh) => server.setSecureContext(fresh))
        .catch(() => undefined)
    watchFile(cert, { interval: lookEveryMs, persistent: false }, renew)
    server.on('close', () => unwatchFile(cert, renew))
    return server
  }
}
