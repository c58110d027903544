/**
 * What the law may ask to forget (names, telephones, what a reporter wrote) stands in an event only as
 * `data.personal: {field: {salt, value}}`; the ledger holds the hash of salt and value. Erasing leaves `{hash}`, which is
 * what was hashed before, so that every proof stays good and nobody can guess the value back without its salt.
 */
import { z } from 'zod'
import type { Hash } from './merkle.ts'

/** A field that can still be read. The salt is 32 hexadecimal digits of chance. */
export const Held = z.object({ salt: z.string().regex(/^[0-9a-f]{32}$/), value: z.string() })
export type Held = z.infer<typeof Held>

/** A field that was erased: its hash by SHA-256 and, where it was asked for, by SM3. */
export const Erased = z.object({ hash: z.string(), sm3: z.string().optional() })
export type Erased = z.infer<typeof Erased>

/** Personal fields as an event carries them. */
export const Personal = z.record(z.string(), z.union([Held, Erased]))
export type Personal = z.infer<typeof Personal>

/** The names of the hashes that a tree may be made with. */
export const HashName = z.enum(['sha256', 'sm3'])
export type HashName = z.infer<typeof HashName>

/** A hash with its name. */
export interface Hashing {
  readonly name: HashName
  readonly hash: Hash
}

/** Fields ready for `data.personal`, each with a salt of its own. `salt` gives 32 hexadecimal digits of chance each time. */
export const sealPersonal = (fields: Readonly<Record<string, string>>, salt: () => string): Personal =>
  Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, { salt: salt(), value }]))

/** The values that can still be read; an erased field is absent. */
export function openPersonal(personal: Personal): Record<string, string> {
  return Object.fromEntries(Object.entries(personal).flatMap(([field, it]) => ('value' in it ? [[field, it.value]] : [])))
}

/** What the leaf holds of a field, in lower-case hex. */
export function hashOfField({ name, hash }: Hashing, field: Held | Erased): string {
  if ('value' in field) return hex(hash(field.salt, field.value))
  // In a file there is one hash, that of its tree; what was erased in the database has both.
  return name === 'sm3' ? (field.sm3 ?? field.hash) : field.hash
}

/** Bytes as lower-case hex. */
export function hex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += digits[byte]!
  return text
}
const digits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Lower-case hex as bytes. */
export const unhex = (text: string): Uint8Array =>
  Uint8Array.from({ length: text.length / 2 }, (_, at) => Number.parseInt(text.slice(at * 2, at * 2 + 2), 16))
