/**
 * Codes that people copy from paper, and the encryption of what must be read again (the secret of a second factor). The key is
 * not in the database: who steals a copy of it cannot make codes.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes, randomInt } from 'node:crypto'

// Crockford's: no I, L, O, U, so that nobody has to guess what is written on a slip.
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A code of `count` letters, in groups of four: `7K2M-XW9P-…`. Five bits a letter. */
export const newCode = (count = 16): string =>
  Array.from({ length: count }, (_, index) => (index > 0 && index % 4 === 0 ? '-' : '') + letters[randomInt(letters.length)]!).join('')

/** What a person meant who typed a code: case, dashes and lookalikes do not matter. */
const readCode = (text: string): string =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
    .replace(/[^0-9A-Z]/g, '')

/** What is stored of a code. The codes are random and long: a fast hash is enough. */
export const hashOfCode = (text: string): string => createHash('sha256').update(readCode(text)).digest('base64url')

/** Encrypts with AES-256-GCM, bound to whom it belongs: `nonce.sealed`, base64url. */
export function seal(key: Uint8Array, owner: string, bytes: Uint8Array): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(owner))
  const sealed = Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
  return `${nonce.toString('base64url')}.${sealed.toString('base64url')}`
}

/** Decrypts; undefined when the key is another one, or it was sealed for somebody else. */
export function unseal(key: Uint8Array, owner: string, text: string): Uint8Array | undefined {
  const [nonce, sealed] = text.split('.').map((part) => Buffer.from(part, 'base64url'))
  if (!nonce || !sealed || sealed.length < 16) return undefined
  const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(owner)).setAuthTag(sealed.subarray(-16))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
  } catch {
    return undefined
  }
}
