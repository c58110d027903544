import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type Keys, markText, openText, sealText } from './envelope.serve.ts'
import { ciphers } from './identity.ts'

describe.each(ciphers)('an envelope of %s', (cipher) => {
  const keys: Keys = { cipher, now: randomBytes(32) }
  const text = '{"name":"王小明","phone":"13800001111"}'

  it('opens to what was sealed, and never looks the same twice', () => {
    const [first, second] = [sealText(keys, text, '1 a b'), sealText(keys, text, '1 a b')]
    expect(openText(keys, first, '1 a b')).toBe(text)
    expect(Buffer.from(first.sealed).equals(second.sealed)).toBe(false)
    expect(Buffer.from(first.sealed).includes('王小明')).toBe(false)
  })

  it('does not open for another thing, by another key, or after any byte was changed', () => {
    const it = sealText(keys, text, '1 a b')
    expect(() => openText(keys, it, '1 a c')).toThrow(/./)
    expect(() => openText({ cipher, now: randomBytes(32) }, it, '1 a b')).toThrow(/no master key/)
    for (const field of ['wrapped', 'sealed'] as const) {
      for (let at = 0; at < it[field].length; at++) {
        const bytes = Uint8Array.from(it[field])
        bytes[at]! ^= 1
        expect(() => openText(keys, { ...it, [field]: bytes }, '1 a b')).toThrow(/./)
      }
    }
  })

  it('opens by a key that was replaced, and whichever cipher is chosen now', () => {
    const old = sealText(keys, text, 'x')
    for (const now of ciphers) expect(openText({ cipher: now, now: randomBytes(32), old: [keys.now] }, old, 'x')).toBe(text)
  })

  it('marks equal telephones of one city alike, and of two cities not', () => {
    expect(markText(keys, '13800001111', 1)).toEqual(markText(keys, '13800001111', 1))
    expect(markText(keys, '13800001111', 1)).not.toEqual(markText(keys, '13800001111', 2))
  })
})
