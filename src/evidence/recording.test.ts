import { expect, it } from 'vitest'
import { recordingOf } from './recording.ts'

const ascii = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0))
const glue = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]))
const be = (value: number) => Uint8Array.from([24, 16, 8, 0], (shift) => (value >>> shift) & 255)
const box = (kind: string, ...inner: Uint8Array[]) => {
  const body = glue(...inner)
  return glue(be(body.length + 8), ascii(kind), body)
}
const track = (kind: string) => box('trak', box('mdia', box('hdlr', new Uint8Array(8), ascii(kind), new Uint8Array(4))))
const film = (brand: string, ...tracks: string[]) =>
  glue(box('ftyp', ascii(brand)), box('moov', ...tracks.map(track)), box('mdat', new Uint8Array(40)))

it('knows what phones record by their bytes, sound from film by what stands in the tracks', () => {
  const known: [Uint8Array, string][] = [
    [ascii('ID3000'), 'mp3'],
    [Uint8Array.from([0xff, 0xfb, 0x90]), 'mp3'],
    [Uint8Array.from([0xff, 0xf1, 0x50]), 'aac'],
    [ascii('#!AMR\n'), 'amr'],
    [ascii('OggS'), 'ogg'],
    [ascii('RIFF0000WAVEfmt '), 'wav'],
    [glue(be(0x1a45dfa3), ascii('....webm....A_OPUS')), 'webmAudio'],
    [glue(be(0x1a45dfa3), ascii('....matroska....V_VP9')), 'webm'],
    [film('M4A ', 'soun'), 'm4a'],
    [film('isom', 'soun'), 'm4a'],
    [film('mp42', 'soun', 'vide'), 'mp4'],
    [film('qt  ', 'vide'), 'mov'],
    [film('3gp5', 'vide'), 'threeGp'],
  ]
  for (const [bytes, kind] of known) expect(recordingOf(bytes)).toBe(kind)
  const rest = glue(box('ftyp', ascii('isom')), box('moov', track('vide')), be(0), ascii('mdat'), new Uint8Array(9))
  expect(recordingOf(rest)).toBe('mp4')
  const long = glue(box('ftyp', ascii('isom')), box('moov', track('vide')), be(1), ascii('mdat'), be(0), be(20), new Uint8Array(4))
  expect(recordingOf(long)).toBe('mp4')
})

it('tells what broke off, and leaves alone what is no recording', () => {
  const whole = film('mp42', 'vide')
  expect(recordingOf(whole.subarray(0, whole.length - 10))).toBe('broken')
  expect(recordingOf(glue(box('ftyp', ascii('isom')), box('mdat', new Uint8Array(8))))).toBe('broken')
  expect(recordingOf(film('isom', 'text'))).toBe('broken')
  // A track whose inside is torn says nothing of what it is.
  expect(recordingOf(glue(box('ftyp', ascii('isom')), box('moov', box('trak', be(99), ascii('mdia')))))).toBe('broken')
  expect(recordingOf(glue(box('ftyp', ascii('avif')), box('meta', new Uint8Array(8))))).toBeUndefined()
  for (const bytes of [new Uint8Array(), ascii('RIFF0000WEBP'), Uint8Array.from([0xff, 0xd8, 0xff]), glue(be(0x1a45dfa3), ascii('other'))])
    expect(recordingOf(bytes)).toBeUndefined()
})
