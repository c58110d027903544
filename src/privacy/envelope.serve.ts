/**
 * Envelope encryption: each record has a key of its own, wrapped by the master key, which the database never sees. AES-256-GCM,
 * or SM4 where commercial cryptography is asked for (密评); Node's OpenSSL has no SM4-GCM, so SM4 is CBC with HMAC-SM3 over it.
 * What a record belongs to is authenticated too: a sealed record moved to another case or city does not open.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Cipher } from './identity.ts'

/** Seals with one key: nonce, content, tag. */
interface Sealer {
  readonly keyBytes: number
  seal(key: Uint8Array, content: Uint8Array, about: Uint8Array): Uint8Array
  /** Throws when anything was changed. */
  open(key: Uint8Array, sealed: Uint8Array, about: Uint8Array): Uint8Array
}

const aes: Sealer = {
  keyBytes: 32,
  seal: (key, content, about) => {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(about)
    return Buffer.concat([nonce, cipher.update(content), cipher.final(), cipher.getAuthTag()])
  },
  open: (key, sealed, about) => {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), { authTagLength: 16 })
    decipher.setAAD(about).setAuthTag(sealed.subarray(-16))
    return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()])
  },
}

/** Encrypt, then authenticate: 16 bytes of the key encrypt, 32 authenticate. */
const sm4: Sealer = {
  keyBytes: 48,
  seal: (key, content, about) => {
    const nonce = randomBytes(16)
    const cipher = createCipheriv('sm4-cbc', key.subarray(0, 16), nonce)
    const body = Buffer.concat([nonce, cipher.update(content), cipher.final()])
    return Buffer.concat([body, tagOf(key, body, about)])
  },
  open: (key, sealed, about) => {
    const body = sealed.subarray(0, -32)
    if (!timingSafeEqual(tagOf(key, body, about), sealed.subarray(-32))) throw new Error('a sealed record was changed')
    const decipher = createDecipheriv('sm4-cbc', key.subarray(0, 16), body.subarray(0, 16))
    return Buffer.concat([decipher.update(body.subarray(16)), decipher.final()])
  },
}

function tagOf(key: Uint8Array, body: Uint8Array, about: Uint8Array): Uint8Array {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(about.length)
  return createHmac('sm3', key.subarray(16)).update(length).update(about).update(body).digest()
}

const sealers: Record<Cipher, Sealer> = { 'aes-256-gcm': aes, 'sm4-cbc-hmac-sm3': sm4 }

/** A sealed record as it is stored. `master` tells which master key wrapped it. */
export interface Envelope {
  readonly cipher: Cipher
  readonly master: string
  readonly wrapped: Uint8Array
  readonly sealed: Uint8Array
}

/** The master keys of this installation: one seals, older ones still open. */
export interface Keys {
  readonly cipher: Cipher
  readonly now: Uint8Array
  readonly old?: readonly Uint8Array[]
}

const derived = (master: Uint8Array, use: string, bytes: number) =>
  new Uint8Array(hkdfSync('sha256', master, '', `mingcheng ${use}`, bytes))

/** The mark by which a master key is known without being shown. */
const markOf = (master: Uint8Array): string => Buffer.from(derived(master, 'mark', 8)).toString('hex')

/** Seals a text for what it belongs to. */
export function sealText({ cipher, now }: Keys, text: string, about: string): Envelope {
  const sealer = sealers[cipher]
  const own = randomBytes(sealer.keyBytes)
  const bound = Buffer.from(about)
  const wrapped = sealer.seal(derived(now, cipher, sealer.keyBytes), own, bound)
  return { cipher, master: markOf(now), wrapped, sealed: sealer.seal(own, Buffer.from(text), bound) }
}

/** Opens what `sealText` sealed for the same thing. Throws when the key is not there or anything was changed. */
export function openText({ now, old = [] }: Keys, { cipher, master, wrapped, sealed }: Envelope, about: string): string {
  const key = [now, ...old].find((it) => markOf(it) === master)
  if (!key) throw new Error(`no master key ${master}`)
  const sealer = sealers[cipher]
  const bound = Buffer.from(about)
  const own = sealer.open(derived(key, cipher, sealer.keyBytes), wrapped, bound)
  return Buffer.from(sealer.open(own, sealed, bound)).toString()
}

/** A keyed hash: equal for equal texts of a city, and nothing that could be guessed through without the key. */
export const markText = ({ now }: Keys, text: string, city: number): Uint8Array =>
  createHmac('sha256', derived(now, 'marks', 32))
    .update(`${city} ${text}`)
    .digest()
