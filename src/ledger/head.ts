/**
 * A signed head: how many facts a city has and the root of the tree over them, as a signed note (C2SP tlog-checkpoint and
 * signed-note), a few lines that can be printed, mailed, published and checked with the tools of other logs.
 */
import { z } from 'zod'
import { Instant } from '../base/time.ts'
import { HashName, hex, unhex } from './personal.ts'

/** What a head says. `root` in lower-case hex. */
export const Head = z.object({ city: z.string(), size: z.int().min(0), root: z.string(), at: Instant, hash: HashName })
export type Head = z.infer<typeof Head>

/** A head with its note, which is the head and its signature in one text. */
export const SignedHead = Head.extend({ note: z.string() })
export type SignedHead = z.infer<typeof SignedHead>

const origin = 'mingcheng/'

/** The name under which keys sign. */
export const keyName = 'mingcheng'

/** The text that is signed; its last line ends. */
export const textOfHead = ({ city, size, root, at, hash }: Head): string =>
  `${origin}${city}\n${size}\n${base64(unhex(root))}\n${at}\n${hash}\n`

/** The whole note: text, empty line, one signature. `signed` is the key's four bytes and the signature. */
export const noteOf = (head: Head, signed: Uint8Array): string => `${textOfHead(head)}\n— ${keyName} ${base64(signed)}\n`

const signature = /^— (\S+) ([A-Za-z0-9+/=]+)$/

/** The parts of a note: what is signed, and by which keys. Undefined for what is no note of ours; spaces around it are forgiven. */
export function readNote(note: string): { head: Head; text: string; signatures: { id: string; bytes: Uint8Array }[] } | undefined {
  const lines = note
    .replaceAll('\r', '')
    .trim()
    .split('\n')
    .map((line) => line.trim())
  const [from = '', size = '', root = '', at = '', hash = '', empty, ...signed] = lines
  const head = Head.safeParse({ city: from.slice(origin.length), size: Number(size), root: hex(bytesOf(root)), at, hash })
  if (!from.startsWith(origin) || empty !== '' || !head.success || !/^\d+$/.test(size)) return undefined
  const signatures = signed.flatMap((line) => {
    const bytes = bytesOf(signature.exec(line)?.[2] ?? '')
    return bytes.length > 4 ? [{ id: hex(bytes.subarray(0, 4)), bytes: bytes.subarray(4) }] : []
  })
  return { head: head.data, text: textOfHead(head.data), signatures }
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Base64 (RFC 4648), as notes write it. */
export function base64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const [a, b, c] = [bytes[at]!, bytes[at + 1], bytes[at + 2]]
    const word = (a << 16) | ((b ?? 0) << 8) | (c ?? 0)
    const four = [word >> 18, (word >> 12) & 63, (word >> 6) & 63, word & 63].map((six) => letters[six]!)
    text += four[0]! + four[1]! + (b === undefined ? '=' : four[2]!) + (c === undefined ? '=' : four[3]!)
  }
  return text
}

/** Bytes of base64; empty for what is none. */
export function bytesOf(text: string): Uint8Array {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return new Uint8Array()
  const sixes = Array.from(text.replaceAll('=', ''), (letter) => letters.indexOf(letter))
  const bytes: number[] = []
  for (let at = 0; at + 1 < sixes.length; at += 4) {
    const [a, b, c, d] = [sixes[at]!, sixes[at + 1]!, sixes[at + 2], sixes[at + 3]]
    bytes.push((a << 2) | (b >> 4))
    if (c !== undefined) bytes.push(((b & 15) << 4) | (c >> 2))
    if (c !== undefined && d !== undefined) bytes.push(((c & 3) << 6) | d)
  }
  return Uint8Array.from(bytes)
}
