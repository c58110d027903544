import { describe, expect, it } from 'vitest'
import { Problem } from '../base/problem.ts'
import { isPhoto, kindOf, maxBytes, namesInZip } from './sniff.ts'

const ascii = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0))
const wide = (text: string) => Uint8Array.from(Array.from(text, (letter) => [letter.charCodeAt(0), 0]).flat())
const glue = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]))
const le = (value: number, bytes: number) => Uint8Array.from({ length: bytes }, (_, index) => (value >>> (8 * index)) & 255)

/** A ZIP with empty files of these names: local heads are left out but for the first mark, as only the directory is read. */
function zip(names: string[], comment = ''): Uint8Array {
  const head = glue(Uint8Array.from([0x50, 0x4b, 0x03, 0x04]), new Uint8Array(26))
  const directory = glue(
    ...names.map((name) =>
      glue(le(0x02014b50, 4), new Uint8Array(24), le(name.length, 2), le(0, 2), le(0, 2), new Uint8Array(12), ascii(name)),
    ),
  )
  return glue(
    head,
    directory,
    le(0x06054b50, 4),
    new Uint8Array(8),
    le(directory.length, 4),
    le(head.length, 4),
    le(comment.length, 2),
    ascii(comment),
  )
}
const ole = Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])

function check(bytes: Uint8Array, expected: string, name = 'a.bin'): void {
  let got: string
  try {
    got = kindOf(bytes, name)
  } catch (error) {
    got = (error as Problem).code
  }
  expect(got).toBe(expected)
}

describe('kindOf', () => {
  it('knows photos by their first bytes', () => {
    check(Uint8Array.from([0xff, 0xd8, 0xff, 0xe0]), 'jpeg')
    check(Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), 'png')
    check(ascii('RIFF0000WEBPVP8 '), 'webp')
    expect(isPhoto('image/webp')).toBe(true)
    expect(isPhoto('application/pdf')).toBe(false)
  })

  it('knows documents by what is inside, not by their name', () => {
    check(ascii('%PDF-1.7'), 'pdf', 'photo.jpg')
    check(zip(['[Content_Types].xml', 'word/document.xml']), 'docx')
    check(zip(['xl/workbook.xml'], 'a comment after the end'), 'xlsx')
    check(zip(['ppt/presentation.xml']), 'pptx')
    check(zip(['OFD.xml']), 'ofd')
    check(ole, 'doc', '方案.DOC')
    check(ole, 'xls', 'a.xls')
  })

  it('refuses by name what can run, hides, or cannot be shown', () => {
    check(new Uint8Array(), 'evidence.empty')
    check(ascii('<?xml version="1.0"?><svg onload="x">'), 'evidence.svg')
    check(ascii('0000ftypheic0000'), 'evidence.heic')
    check(ascii('0000ftypmif10000'), 'evidence.heic')
    check(ascii('0000ftypisom0000'), 'evidence.recordingBroken')
    check(ascii('OggS'), 'ogg')
    check(zip(['word/document.xml', 'word/vbaProject.bin']), 'evidence.macro')
    check(glue(ole, wide('_VBA_PROJECT')), 'evidence.macro', 'a.doc')
    check(glue(ole, wide('Encrypt'), wide('EncryptedPackage')), 'evidence.encrypted', 'a.docx')
    check(ole, 'evidence.kindUnknown', 'a.msi')
    check(zip(['a.txt']), 'evidence.kindUnknown')
    check(Uint8Array.from([0x50, 0x4b, 0x03, 0x04]), 'evidence.kindUnknown')
    check(ascii('hello'), 'evidence.kindUnknown')
  })

  it('refuses what is too large', () => {
    const large = new Uint8Array(maxBytes.photo + 1)
    large.set([0xff, 0xd8, 0xff])
    check(large, 'evidence.tooLarge')
    const document = new Uint8Array(maxBytes.document + 1)
    document.set(ascii('%PDF-'))
    check(document, 'evidence.tooLarge')
  })

  it('reads no directory where there is none', () => {
    expect(namesInZip(new Uint8Array(5))).toEqual([])
    expect(namesInZip(new Uint8Array(100))).toEqual([])
    const beyond = zip(['a'])
    beyond.set([255, 255, 255, 0], beyond.length - 6)
    expect(namesInZip(beyond)).toEqual([])
    expect(namesInZip(zip(['a/b', 'c']))).toEqual(['a/b', 'c'])
  })
})
