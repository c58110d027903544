/** The text of a leaf is canonical JSON whichever way it was made, and hides what is personal. */
import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hidden, kindOf, leafAt, textOfLeaf } from './fact.ts'
import { bytesOf, base64, readNote } from './head.ts'
import { hashing } from './keys.serve.ts'
import { hex, openPersonal, sealPersonal, unhex } from './personal.ts'

describe('a leaf', () => {
  it('is the canonical JSON of RFC 8785, in order or not', () =>
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (data) => {
        const leaf = { type: 'event', ...(JSON.parse(JSON.stringify(data)) as object) }
        expect(textOfLeaf(leaf)).toBe(canonicalize(leaf))
        const ordered = JSON.parse(canonicalize(leaf)!) as typeof leaf
        expect(textOfLeaf(ordered)).toBe(canonicalize(leaf))
      }),
    ))

  it('refuses what has no canonical text', () => {
    expect(() => textOfLeaf({ note: '\ud800', type: 'event' })).toThrow('surrogate')
    expect(() => textOfLeaf({ n: Number.NaN, type: 'event' })).toThrow('NaN')
  })

  it('writes what writes itself as the standard says', () =>
    expect(textOfLeaf({ at: new Date(0), type: 'event' })).toBe('{"at":"1970-01-01T00:00:00.000Z","type":"event"}'))

  it('holds personal fields as the hash of salt and value, and the same when they are erased', () => {
    const personal = sealPersonal({ phone: '13800000000' }, () => '0'.repeat(32))
    for (const name of ['sha256', 'sm3'] as const) {
      const own = hashing(name)
      const hash = hex(own.hash(`${'0'.repeat(32)}13800000000`))
      const leaf = { type: 'event', kind: 'case.reported', data: { n: 1, personal } }
      const there = { ...leaf, data: { n: 1, personal: { phone: { hash } } } }
      expect(hidden(own, leaf)).toEqual(there)
      expect(hidden(own, { ...leaf, data: { n: 1, personal: { phone: { hash, sm3: hash } } } })).toEqual(there)
    }
    expect(openPersonal({ ...personal, name: { hash: 'x' } })).toEqual({ phone: '13800000000' })
  })

  it('has a name, also where there is none or two', () => {
    expect(kindOf({ type: 'event', kind: 'case.closed' })).toBe('case.closed')
    expect(kindOf({ type: 'observation', kind: 'check' })).toBe('observation.check')
    expect(kindOf(leafAt(3, []))).toBe('missing')
    expect(
      kindOf(
        leafAt(3, [
          { seq: 3, leaf: { type: 'a' } },
          { seq: 3, leaf: { type: 'b' } },
        ]),
      ),
    ).toBe('double')
  })
})

describe('a note', () => {
  it('writes bytes as base64 and hex like everybody else', () =>
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const buffer = Buffer.from(bytes)
        expect(base64(bytes)).toBe(buffer.toString('base64'))
        expect(Buffer.from(bytesOf(base64(bytes)))).toEqual(buffer)
        expect(hex(bytes)).toBe(buffer.toString('hex'))
        expect(Buffer.from(unhex(hex(bytes)))).toEqual(buffer)
      }),
    ))

  it('is none when a part is missing', () => {
    const note = `mingcheng/small\n3\n${base64(new Uint8Array(32))}\n2026-11-20T04:00:00.000Z\nsha256\n\n— mingcheng AAAAAAAA\n`
    expect(readNote(note)).toMatchObject({ head: { city: 'small', size: 3 }, signatures: [{ id: '00000000' }] })
    expect(readNote(note.replace('\n\n', '\n'))).toBeUndefined()
    expect(readNote(note.replace('mingcheng/', 'other/'))).toBeUndefined()
    expect(readNote(note.replace('\n3\n', '\n3.0\n'))).toBeUndefined()
    expect(readNote('')).toBeUndefined()
    expect(readNote(note.replace('— mingcheng AAAAAAAA', '— mingcheng *'))!.signatures).toEqual([])
  })
})
