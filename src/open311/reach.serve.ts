/**
 * Asks other cities' servers. An address that leads into our own network is refused (whoever enters one could make the server
 * look where only the server can): every address a name stands for is checked, the connection is made to the checked one and
 * to no other, redirections are not followed, and what comes back is cut off when it is long or slow.
 */
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { lookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { Problem } from '../base/problem.ts'

const inside = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  inside.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of [
  ['::', 96],
  ['64:ff9b::', 96],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  inside.addSubnet(net, bits, 'ipv6')

/** True for an address of our own network, of this machine, or of nobody. */
export function isInside(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  const plain = mapped ?? address
  return inside.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4')
}

/** Which addresses may be asked: those outside, or (tests, cities of one network) all. */
export interface Reach {
  readonly allowInside: boolean
}

const guarded =
  ({ allowInside }: Reach): LookupFunction =>
  (host, options, done) =>
    lookup(host, { ...options, all: true }, (error, found) => {
      const wrong =
        error ?? (!allowInside && found.some(({ address }) => isInside(address)) ? new Problem('open311.inside', 422) : undefined)
      if (wrong || found.length === 0) return done(wrong ?? new Problem('open311.unreachable', 502), [])
      if (options.all === true) return done(null, found)
      done(null, found[0]!.address, found[0]!.family)
    })

/** What came, by the encoding that it says it has; a mark at its beginning is no text. UTF-8 where it says nothing that is known. */
function textOf(bytes: Uint8Array, type: string): string {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 100))
  const name = /charset="?([\w-]+)/i.exec(type)?.[1] ?? /^<\?xml[^>]*encoding=["']([\w-]+)/i.exec(head)?.[1] ?? 'utf-8'
  try {
    return new TextDecoder(name).decode(bytes)
  } catch {
    return new TextDecoder().decode(bytes)
  }
}

const mostBytes = 8 * 1024 * 1024
const mostMs = 20_000

/** What another server answered. */
export interface Answered {
  readonly status: number
  readonly type: string
  readonly text: string
}

/** Asks an address, by GET or by posting a form. *Refuses:* 422 `open311.badUrl`, `open311.inside`; 502 `open311.unreachable`. */
export function reach(address: string, with_: Reach, form?: Readonly<Record<string, string>>): Promise<Answered> {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.username !== '') return Promise.reject(new Problem('open311.badUrl', 422))
  const host = url.hostname.replace(/^\[|\]$/g, '')
  // A bare address is not looked up, so it is checked here.
  if (!with_.allowInside && isIP(host) !== 0 && isInside(host)) return Promise.reject(new Problem('open311.inside', 422))
  const body = form && new URLSearchParams(form).toString()
  const headers = {
    accept: 'application/json, text/xml',
    'user-agent': 'Mingcheng',
    ...(body === undefined
      ? {}
      : { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8', 'content-length': Buffer.byteLength(body) }),
  }
  return new Promise((resolve, reject) => {
    const ask = url.protocol === 'https:' ? requestHttps : requestHttp
    const fail = (error: unknown) => reject(error instanceof Problem ? error : new Problem('open311.unreachable', 502))
    const sent = ask(
      url,
      { method: body === undefined ? 'GET' : 'POST', headers, lookup: guarded(with_), signal: AbortSignal.timeout(mostMs) },
      (answer) => {
        const parts: Buffer[] = []
        let bytes = 0
        answer.on('data', (part: Buffer) => {
          bytes += part.length
          parts.push(part)
          if (bytes > mostBytes) sent.destroy(new Problem('open311.unreachable', 502))
        })
        answer.on('error', fail)
        answer.on('end', () => {
          const type = answer.headers['content-type'] ?? ''
          resolve({ status: answer.statusCode ?? 0, type, text: textOf(Buffer.concat(parts), type) })
        })
      },
    )
    sent.on('error', fail)
    sent.end(body)
  })
}
