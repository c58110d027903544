/**
 * Recordings and films as phones make them, told apart by their bytes. Containers are walked from box to box, so that one that broke off
 * on its way is found now and not by who wants to hear it.
 */

const text = (bytes: Uint8Array, from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to))
const be32 = (bytes: Uint8Array, at: number) => [0, 1, 2, 3].reduce((sum, more) => sum * 256 + (bytes[at + more] ?? 0), 0)

/** What a recording is; `broken`: it is one, but not whole. */
export type Recording = 'mp3' | 'aac' | 'm4a' | 'mp4' | 'mov' | 'threeGp' | 'webmAudio' | 'webm' | 'ogg' | 'wav' | 'amr' | 'broken'

/** The kind of a recording; undefined when it is none. */
export function recordingOf(bytes: Uint8Array): Recording | undefined {
  const [first = 0, second = 0] = bytes
  if (text(bytes, 0, 3) === 'ID3' || (first === 0xff && (second & 0xe6) === 0xe2)) return 'mp3'
  if (first === 0xff && (second & 0xf6) === 0xf0) return 'aac'
  if (text(bytes, 0, 5) === '#!AMR') return 'amr'
  if (text(bytes, 0, 4) === 'OggS') return 'ogg'
  if (text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 12) === 'WAVE') return 'wav'
  if (be32(bytes, 0) === 0x1a45dfa3) return webmOf(bytes)
  return text(bytes, 4, 8) === 'ftyp' ? boxedOf(bytes) : undefined
}

/** How much of a film tells what is in it. */
const headBytes = 8192

function webmOf(bytes: Uint8Array): Recording | undefined {
  const head = Array.from(bytes.subarray(0, headBytes), (byte) => String.fromCharCode(byte)).join('')
  if (!head.slice(0, 64).includes('webm') && !head.slice(0, 64).includes('matroska')) return undefined
  return /V_[A-Z]/.test(head) ? 'webm' : 'webmAudio'
}

/** A box of a film: what it is, and where what it holds begins and ends. */
interface Box {
  readonly kind: string
  readonly from: number
  readonly to: number
}

/** The boxes between two places; undefined where one reaches beyond the end. */
function boxesIn(bytes: Uint8Array, from: number, to: number): Box[] | undefined {
  const boxes: Box[] = []
  for (let at = from; at < to; ) {
    const short = be32(bytes, at)
    const head = short === 1 ? 16 : 8
    const size = short === 1 ? be32(bytes, at + 8) * 2 ** 32 + be32(bytes, at + 12) : short === 0 ? to - at : short
    if (size < head || at + size > to || boxes.length > 10_000) return undefined
    boxes.push({ kind: text(bytes, at + 4, at + 8), from: at + head, to: at + size })
    at += size
  }
  return boxes
}

/** MP4 and its relatives: whether there is a film in it or only sound stands in its tracks. */
function boxedOf(bytes: Uint8Array): Recording | undefined {
  const boxes = boxesIn(bytes, 0, bytes.length)
  const movie = boxes?.find(({ kind }) => kind === 'moov')
  // A picture in the same kind of boxes (AVIF) is no recording.
  if (!movie) return boxes?.some(({ kind }) => kind === 'meta') ? undefined : 'broken'
  const within = ({ from, to }: Box, kind: string) => (boxesIn(bytes, from, to) ?? []).filter((box) => box.kind === kind)
  const tracks = new Set(
    within(movie, 'trak')
      .flatMap((track) => within(track, 'mdia'))
      .flatMap((media) => within(media, 'hdlr'))
      .map(({ from }) => text(bytes, from + 8, from + 12)),
  )
  if (!tracks.has('vide')) return tracks.has('soun') ? 'm4a' : 'broken'
  const brand = text(bytes, 8, 12)
  return brand === 'qt  ' ? 'mov' : brand.startsWith('3gp') ? 'threeGp' : 'mp4'
}
