/**
 * The key that signs heads, one for the installation: Ed25519, or SM2 with SM3 where the evaluation of commercial cryptography
 * (密评) asks for it. Made at the first start beside the data, readable by the server alone; never in the database, never
 * in a log. Public keys are written as in signed notes: `mingcheng+<id>+<base64>`.
 */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, hash as digest, randomUUID, sign, verify } from 'node:crypto'
import { chmod, link, mkdir, open, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { sm2 } from 'sm-crypto-v2'
import { base64, bytesOf, type Head, keyName, noteOf, readNote, type SignedHead, textOfHead } from './head.ts'
import type { Hash } from './merkle.ts'
import { type HashName, type Hashing, hex, unhex } from './personal.ts'

const sealKinds = ['ed25519', 'sm2'] as const
export type SealKind = (typeof sealKinds)[number]

/**
 * A hash of this machine's own library, in one call: a stream of parts would cost more than the hashing itself, and so would
 * asking it for bytes. It gives them as text faster, four times in all.
 */
const digestOf = (name: HashName, of: string | Uint8Array): Uint8Array => Buffer.from(digest(name, of, 'binary'), 'latin1')

/** A pair behind its byte: hashed as often as leaves, so it has its place and is not put together anew. */
const pair = Buffer.alloc(65, 1)

const isHash = (part: Uint8Array | string | undefined): part is Uint8Array => typeof part === 'object' && part.length === 32

const hashOf =
  (name: HashName): Hash =>
  (...parts) => {
    const [first, left, right] = parts
    if (first === '\u0001' && parts.length === 3 && isHash(left) && isHash(right)) {
      pair.set(left, 1)
      pair.set(right, 33)
      return digestOf(name, pair)
    }
    const isText = parts.every((part) => typeof part === 'string')
    return digestOf(
      name,
      isText ? parts.join('') : Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part))),
    )
  }

const both: Record<HashName, Hashing> = { sha256: { name: 'sha256', hash: hashOf('sha256') }, sm3: { name: 'sm3', hash: hashOf('sm3') } }

/** A hash by its name. */
export const hashing = (name: HashName): Hashing => both[name]

/** Signs heads. Holds the private key and gives it to nobody. */
export interface Signer {
  readonly kind: SealKind
  /** The tree that goes with it. */
  readonly hashing: Hashing
  /** The public key as notes write it. */
  readonly key: string
  /** The public key as PEM, for other tools. */
  readonly pem: string
  readonly sign: (head: Head) => SignedHead
}

const typeOf: Record<SealKind, Uint8Array> = {
  ed25519: Uint8Array.of(1),
  // Types without a number of their own begin with 255 and say their name.
  sm2: Buffer.concat([Uint8Array.of(255), Buffer.from('mingcheng-sm2')]),
}

/** The key as notes write it, from its bytes. */
function writeKey(kind: SealKind, bytes: Uint8Array): string {
  const typed = Buffer.concat([typeOf[kind], bytes])
  const id = createHash('sha256').update(`${keyName}\n`).update(typed).digest('hex').slice(0, 8)
  return `${keyName}+${id}+${base64(typed)}`
}

/** A public key read back; undefined for what is none of ours. */
function readKey(key: string): { kind: SealKind; id: string; bytes: Uint8Array } | undefined {
  const [, id = '', text = ''] = /^mingcheng\+([0-9a-f]{8})\+(\S+)$/.exec(key.trim()) ?? []
  const typed = bytesOf(text)
  const kind = sealKinds.find((known) => typed.length > 32 && Buffer.from(typed).subarray(0, typeOf[known].length).equals(typeOf[known]))
  if (kind === undefined || writeKey(kind, typed.subarray(typeOf[kind].length)) !== key.trim()) return undefined
  return { kind, id, bytes: typed.subarray(typeOf[kind].length) }
}

const spki = { ed25519: '302a300506032b6570032100', sm2: '3059301306072a8648ce3d020106082a811ccf5501822d034200' }
const derOf = (kind: SealKind, bytes: Uint8Array) => Buffer.concat([unhex(spki[kind]), bytes])
const pemOf = (kind: SealKind, bytes: Uint8Array) =>
  `-----BEGIN PUBLIC KEY-----\n${base64(derOf(kind, bytes)).replace(/.{64}/g, '$&\n').trimEnd()}\n-----END PUBLIC KEY-----\n`

/** The public key of a note's line, or of a PEM text; undefined for what is neither. */
export function keyOf(text: string): string | undefined {
  if (readKey(text) !== undefined) return text.trim()
  const der = Buffer.from(/-----BEGIN PUBLIC KEY-----([^-]+)-----END/.exec(text)?.[1] ?? '', 'base64').toString('hex')
  const kind = sealKinds.find((known) => der.startsWith(spki[known]))
  return kind === undefined ? undefined : writeKey(kind, unhex(der.slice(spki[kind].length)))
}

/** True when the note is signed by the key. */
export function isSigned(note: string, key: string): boolean {
  const [read, known] = [readNote(note), readKey(key)]
  const signature = read?.signatures.find(({ id }) => id === known?.id)?.bytes
  if (!read || !known || signature?.length !== 64) return false
  if (known.kind === 'sm2') return sm2.doVerifySignature(read.text, hex(signature), hex(known.bytes), { hash: true })
  const publicKey = createPublicKey({ key: derOf('ed25519', known.bytes), format: 'der', type: 'spki' })
  return verify(null, Buffer.from(read.text), publicKey, signature)
}

type Sign = (text: string) => Uint8Array

const signerOf = (kind: SealKind, bytes: Uint8Array, signText: Sign): Signer => {
  const key = writeKey(kind, bytes)
  const id = unhex(key.split('+')[1]!)
  const sealed = (head: Head) => ({ ...head, note: noteOf(head, Buffer.concat([id, signText(textOfHead(head))])) })
  return { kind, hashing: hashing(kind === 'sm2' ? 'sm3' : 'sha256'), key, pem: pemOf(kind, bytes), sign: sealed }
}

/** What is kept of each kind of key, and how a signer is made of it. */
const kinds: Record<SealKind, { readonly make: () => string; readonly read: (kept: string) => Signer }> = {
  ed25519: {
    make: () => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    read: (kept) => {
      const own = createPrivateKey(kept)
      const bytes = createPublicKey(own).export({ type: 'spki', format: 'der' }).subarray(-32)
      return signerOf('ed25519', bytes, (text) => sign(null, Buffer.from(text), own))
    },
  },
  sm2: {
    make: () => `${sm2.generateKeyPairHex().privateKey}\n`,
    read: (kept) => {
      const [own, open] = [kept.trim(), sm2.getPublicKeyFromPrivateKey(kept.trim())]
      return signerOf('sm2', unhex(open), (text) => unhex(sm2.doSignature(text, own, { hash: true, publicKey: open })))
    },
  },
}

/** A key that lives as long as this process; for tests. */
export const signerInMemory = (kind: SealKind): Signer => kinds[kind].read(kinds[kind].make())

/** The installation's key in `folder`, made at the first start. The file is the owner's alone. */
export async function signerIn(folder: string, kind: SealKind): Promise<Signer> {
  return kinds[kind].read(await keptSecret(join(folder, `${kind}.key`), kinds[kind].make))
}

/**
 * The text of a secret file, made the first time and the owner's alone. It has its name only when it is whole on disk: a
 * start that is killed here leaves no half key behind, and of two starts at once one key is everybody's.
 */
export async function keptSecret(path: string, make: () => string): Promise<string> {
  const known = await readFile(path, 'utf8').catch(() => undefined)
  if (known === undefined) {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const draft = `${path}.${randomUUID()}`
    const file = await open(draft, 'wx', 0o600)
    await file.writeFile(make())
    await file.sync()
    await file.close()
    await link(draft, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
    await rm(draft)
  }
  await chmod(path, 0o600)
  return known ?? readFile(path, 'utf8')
}
