/** A photo that arrived whole is known by its pieces; everything else is left to the decoder. */
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { photoOf } from '../../../test/smallCity.ts'
import { wholeJpeg } from './whole.serve.ts'

const photo = async () => Uint8Array.from(await photoOf({ r: 10, g: 120, b: 30 }, 640, 480))
const without = (bytes: Uint8Array, from: number, to: number) => Uint8Array.from([...bytes.subarray(0, from), ...bytes.subarray(to)])

describe('a photo as it arrives', () => {
  it('is whole, with what a camera or a program put behind or between its pieces', async () => {
    const bytes = await photo()
    expect(wholeJpeg(bytes)).toEqual({ width: 640, height: 480 })
    expect(wholeJpeg(Uint8Array.from([...bytes, 1, 2, 3]))).toEqual({ width: 640, height: 480 })
    const comment = [0xff, 0xfe, 0, 6, 1, 2, 3, 4]
    expect(wholeJpeg(Uint8Array.from([...bytes.subarray(0, 2), ...comment, ...bytes.subarray(2)]))).toEqual({ width: 640, height: 480 })
  })

  it('is torn wherever it was torn', async () => {
    const bytes = await photo()
    for (let to = 2; to < bytes.length; to += 7) expect(wholeJpeg(bytes.subarray(0, to))).toBeUndefined()
    expect(wholeJpeg(bytes.subarray(0, bytes.length - 1))).toBeUndefined()
  })

  it('is not plain: of many passes, of four inks, without its tables or its picture, or no photo', async () => {
    const bytes = await photo()
    const made = sharp(bytes)
    expect(wholeJpeg(await made.clone().jpeg({ progressive: true }).toBuffer())).toBeUndefined()
    expect(wholeJpeg(await made.clone().toColourspace('cmyk').jpeg().toBuffer())).toBeUndefined()
    expect(wholeJpeg(await made.clone().png().toBuffer())).toBeUndefined()
    const at = (marker: number) => bytes.findIndex((byte, index) => byte === 0xff && bytes[index + 1] === marker)
    const length = (from: number) => 2 + bytes[from + 2]! * 256 + bytes[from + 3]!
    for (const marker of [0xc0, 0xdb]) {
      let left = bytes
      for (let from = at(marker); from >= 0; from = left.findIndex((byte, i) => byte === 0xff && left[i + 1] === marker))
        left = without(left, from, from + 2 + left[from + 2]! * 256 + left[from + 3]!)
      expect(wholeJpeg(left)).toBeUndefined()
    }
    const scan = at(0xda)
    expect(wholeJpeg(without(bytes, scan + length(scan), bytes.length - 2))).toBeUndefined()
  })
})
