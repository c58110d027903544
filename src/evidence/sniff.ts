/**
 * What a file is, read from its first bytes and its inner table of contents, never from its name: proof that says it is
 * a photo must be one. What can run (SVG, macros) or cannot be shown everywhere (HEIC) is refused by name.
 */
import { Problem } from '../base/problem.ts'
import { recordingOf } from './recording.ts'

/** Kinds that are kept, with the media type and the usual ending. */
export const kinds = {
  jpeg: { mediaType: 'image/jpeg', ending: 'jpg', photo: true },
  png: { mediaType: 'image/png', ending: 'png', photo: true },
  webp: { mediaType: 'image/webp', ending: 'webp', photo: true },
  pdf: { mediaType: 'application/pdf', ending: 'pdf', photo: false },
  ofd: { mediaType: 'application/ofd', ending: 'ofd', photo: false },
  docx: { mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', ending: 'docx', photo: false },
  xlsx: { mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', ending: 'xlsx', photo: false },
  pptx: { mediaType: 'application/vnd.openxmlformats-officedocument.presentationml.presentation', ending: 'pptx', photo: false },
  doc: { mediaType: 'application/msword', ending: 'doc', photo: false },
  xls: { mediaType: 'application/vnd.ms-excel', ending: 'xls', photo: false },
  ppt: { mediaType: 'application/vnd.ms-powerpoint', ending: 'ppt', photo: false },
  mp3: { mediaType: 'audio/mpeg', ending: 'mp3', photo: false },
  aac: { mediaType: 'audio/aac', ending: 'aac', photo: false },
  m4a: { mediaType: 'audio/mp4', ending: 'm4a', photo: false },
  amr: { mediaType: 'audio/amr', ending: 'amr', photo: false },
  ogg: { mediaType: 'audio/ogg', ending: 'ogg', photo: false },
  wav: { mediaType: 'audio/wav', ending: 'wav', photo: false },
  webmAudio: { mediaType: 'audio/webm', ending: 'weba', photo: false },
  mp4: { mediaType: 'video/mp4', ending: 'mp4', photo: false },
  mov: { mediaType: 'video/quicktime', ending: 'mov', photo: false },
  threeGp: { mediaType: 'video/3gpp', ending: '3gp', photo: false },
  webm: { mediaType: 'video/webm', ending: 'webm', photo: false },
} as const
export type Kind = keyof typeof kinds

/** Largest file kept: 30 MiB of a photo, 60 MiB of a document or a recording. */
export const maxBytes = { photo: 30 * 1024 * 1024, document: 60 * 1024 * 1024 } as const

/** True for media types that can be shown as a picture. */
export const isPhoto = (mediaType: string): boolean => Object.values(kinds).some((kind) => kind.photo && kind.mediaType === mediaType)

/**
 * The kind of a file. The name only tells the three old Office kinds apart, which share one container.
 * *Refuses:* 415 `evidence.empty`, `.svg`, `.heic`, `.macro`, `.encrypted`, `.recordingBroken`, `.kindUnknown`; 413 `evidence.tooLarge`.
 */
export function kindOf(bytes: Uint8Array, name: string): Kind {
  const kind = sniff(bytes, name)
  const most = kinds[kind].photo ? maxBytes.photo : maxBytes.document
  if (bytes.length > most) throw new Problem('evidence.tooLarge', 413, { megabytes: Math.floor(most / 1024 / 1024) })
  return kind
}

function sniff(bytes: Uint8Array, name: string): Kind {
  if (bytes.length === 0) throw refused('empty')
  if (starts(bytes, [0xff, 0xd8, 0xff])) return 'jpeg'
  if (starts(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'png'
  if (text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 12) === 'WEBP') return 'webp'
  if (text(bytes, 4, 8) === 'ftyp' && /^(hei[cfmsx]|hev[cmsx]|mif1|msf1)$/.test(text(bytes, 8, 12))) throw refused('heic')
  const recording = recordingOf(bytes)
  if (recording === 'broken') throw refused('recordingBroken')
  if (recording !== undefined) return recording
  if (text(bytes, 0, 5) === '%PDF-') return 'pdf'
  if (starts(bytes, [0x50, 0x4b, 0x03, 0x04])) return sniffZip(bytes)
  if (starts(bytes, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])) return sniffOldOffice(bytes, name)
  if (/<svg[\s>]/i.test(text(bytes, 0, 4096))) throw refused('svg')
  throw refused('kindUnknown')
}

/** Office since 2007 and OFD (the national format of electronic papers) are ZIP files, told apart by what is inside. */
function sniffZip(bytes: Uint8Array): Kind {
  const names = namesInZip(bytes)
  if (names.some((name) => name.endsWith('vbaProject.bin'))) throw refused('macro')
  if (names.includes('OFD.xml')) return 'ofd'
  if (names.includes('word/document.xml')) return 'docx'
  if (names.includes('xl/workbook.xml')) return 'xlsx'
  if (names.includes('ppt/presentation.xml')) return 'pptx'
  throw refused('kindUnknown')
}

/** Old Office and password-protected new Office share the compound container; the password is told by a stream's name. */
function sniffOldOffice(bytes: Uint8Array, name: string): Kind {
  if (holdsWide(bytes, 'EncryptedPackage')) throw refused('encrypted')
  if (holdsWide(bytes, '_VBA_PROJECT')) throw refused('macro')
  const ending = /\.(doc|xls|ppt)$/i.exec(name)?.[1]?.toLowerCase()
  if (ending === undefined) throw refused('kindUnknown')
  return ending as 'doc' | 'xls' | 'ppt'
}

const refused = (reason: string) => new Problem(`evidence.${reason}`, 415)

const starts = (bytes: Uint8Array, head: readonly number[]) => head.every((byte, index) => bytes[index] === byte)

/** Bytes as Latin-1 characters. */
const text = (bytes: Uint8Array, from: number, to: number) => {
  let out = ''
  for (const byte of bytes.subarray(from, to)) out += String.fromCharCode(byte)
  return out
}

const le16 = (bytes: Uint8Array, at: number) => (bytes[at] ?? 0) + (bytes[at + 1] ?? 0) * 256
const le32 = (bytes: Uint8Array, at: number) => le16(bytes, at) + le16(bytes, at + 2) * 65_536

/** File names in the central directory of a ZIP file; none when there is no directory. At most 20,000 are read. */
export function namesInZip(bytes: Uint8Array): string[] {
  const names: string[] = []
  let end = bytes.length - 22
  const oldest = Math.max(0, end - 65_535)
  while (end >= oldest && le32(bytes, end) !== 0x06054b50) end--
  if (end < oldest) return names
  let at = le32(bytes, end + 16)
  while (le32(bytes, at) === 0x02014b50 && names.length < 20_000) {
    const length = le16(bytes, at + 28)
    names.push(text(bytes, at + 46, at + 46 + length))
    at += 46 + length + le16(bytes, at + 30) + le16(bytes, at + 32)
  }
  return names
}

/** True when the UTF-16LE spelling of `word` is in the bytes, as directory entries of the compound container spell names. */
function holdsWide(bytes: Uint8Array, word: string): boolean {
  const first = word.charCodeAt(0)
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
    let same = 0
    while (same < word.length && bytes[at + 2 * same] === word.charCodeAt(same) && bytes[at + 2 * same + 1] === 0) same++
    if (same === word.length) return true
  }
  return false
}
