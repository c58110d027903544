import { describe, expect, it } from 'vitest'
import { makeBands } from './bands.ts'
import { alike, drawn, innerOf, side, turns, whole, type Window } from './grey.ts'
import { askedOf, bitsIn, bytesOf, distanceOf, type Hash, hashesIn, hashesOf } from './hash.ts'
import { isFlat, isSame, likenessOf } from './likeness.ts'
import { makeLookalikes } from './lookalikes.ts'

/** Chance that is the same each time. */
function chanceOf(seed: number) {
  let state = seed
  return (most: number) => (state = (state * 48_271 + 11) % 2_147_483_647) % most
}

/** A picture of soft hills, another for each seed. */
function pictureOf(seed: number): Uint8Array {
  const next = chanceOf(seed * 7919)
  const hills = Array.from({ length: 14 }, () => ({ x: next(48), y: next(48), r: 3 + next(9), h: next(255) - 127 }))
  return Uint8Array.from({ length: side * side }, (_, at) => {
    const [x, y] = [at % side, Math.floor(at / side)]
    const sum = hills.reduce((all, hill) => all + hill.h * Math.exp(-((x - hill.x) ** 2 + (y - hill.y) ** 2) / (2 * hill.r ** 2)), 128)
    return Math.max(0, Math.min(255, sum))
  })
}
const bytes = (picture: Float64Array) => Uint8Array.from(picture)

describe('a remembered picture', () => {
  it('is drawn whole as it is, and turned as it is asked', () => {
    const picture = pictureOf(1)
    expect(alike(drawn(picture, whole, side), Float64Array.from(picture))).toBeGreaterThan(0.98)
    const half = bytes(drawn(picture, whole, side, 'halfTurn'))
    expect(alike(drawn(half, whole, 32, 'halfTurn'), drawn(picture, whole, 32))).toBeGreaterThan(0.98)
    expect(Object.keys(turns)).toHaveLength(8)
  })

  it('is like nothing when it is all of one shade', () => {
    const flat = new Uint8Array(side * side).fill(9)
    expect(isFlat(flat)).toBe(true)
    expect(isFlat(pictureOf(1))).toBe(false)
    expect(alike(drawn(flat, whole, 32), drawn(pictureOf(1), whole, 32))).toBe(0)
    const asked = askedOf(pictureOf(1))[0]!
    expect(likenessOf({ older: flat, newer: pictureOf(1), window: whole, asked })).toBeUndefined()
    expect(likenessOf({ older: pictureOf(1), newer: flat, window: whole, asked })).toBeUndefined()
  })
})

describe('a frame of one shade', () => {
  const framed = (picture: Uint8Array, [x, y, w, h]: Window, shade: number) => {
    const small = drawn(picture, whole, side)
    return Uint8Array.from({ length: side * side }, (_, at) => {
      const [u, v] = [((at % side) / side - x) / w, (Math.floor(at / side) / side - y) / h]
      return u < 0 || v < 0 || u >= 1 || v >= 1 ? shade : small[Math.floor(v * side) * side + Math.floor(u * side)]!
    })
  }

  it('is taken off, and what it leaves is looked for', () => {
    const picture = pictureOf(4)
    const window: Window = [0, 0.25, 1, 0.5]
    const shown = framed(picture, window, 17)
    expect(innerOf(shown)).toEqual(window)
    const index = makeLookalikes()
    for (let seed = 1; seed <= 20; seed++) index.add(hashesOf(pictureOf(seed)))
    expect(index.find(askedOf(shown))[0]).toMatchObject({ photo: 3 })
    expect(innerOf(framed(picture, [0.125, 0.125, 0.75, 0.75], 240))).toEqual([0.125, 0.125, 0.75, 0.75])
  })

  it('is none where the picture goes to its edges, or where next to nothing is left', () => {
    expect(innerOf(pictureOf(4))).toBeUndefined()
    expect(innerOf(framed(pictureOf(4), [0.4, 0, 0.2, 1], 0))).toBeUndefined()
    expect(innerOf(new Uint8Array(side * side).fill(8))).toBeUndefined()
  })
})

describe('hashes', () => {
  it('count bits, and come back from bytes as they were', () => {
    expect([0, 1, 0xffffffff, 0x80000001].map(bitsIn)).toEqual([0, 1, 32, 2])
    expect(distanceOf([1, 0], [0, 0x80000000])).toBe(2)
    const own = hashesOf(pictureOf(2))
    expect(own).toHaveLength(6)
    expect(hashesIn(bytesOf(own))).toEqual(own)
  })

  it('find a picture mirrored, as a negative, and cut', () => {
    const picture = pictureOf(3)
    const [own] = hashesOf(picture)
    const nearest = (other: Uint8Array) => askedOf(other).toSorted((a, b) => distanceOf(a.hash, own!) - distanceOf(b.hash, own!))[0]!
    expect(nearest(bytes(drawn(picture, whole, side, 'mirrored')))).toMatchObject({ turn: 'mirrored' })
    expect(nearest(picture.map((value) => 255 - value))).toMatchObject({ negative: true })
    const index = makeLookalikes()
    for (let seed = 1; seed <= 40; seed++) index.add(hashesOf(pictureOf(seed)))
    const cut = bytes(drawn(picture, [0.03, 0.03, 0.94, 0.94], side))
    expect(index.find(askedOf(cut))[0]).toMatchObject({ photo: 2 })
    // The whole of it is near, a part of it nearer; of two that are equally near the older one comes first.
    index.add(hashesOf(picture))
    const parts = [0.88, 0.85, 0.8, 0.75].flatMap((w) => index.find(askedOf(bytes(drawn(picture, [0, 0, w, w], side)))))
    expect(parts.map(({ photo }) => photo)).toEqual(expect.arrayContaining([2, 40]))
    expect(index.find(askedOf(picture)).map(({ photo, distance }) => `${photo} ${distance}`)).toEqual(['2 0', '40 0'])
    expect(index.find(askedOf(pictureOf(99)))).toEqual([])
    expect([index.size(), index.bytes() > 0]).toEqual([41, true])
  })
})

describe('bands', () => {
  const next = chanceOf(5)
  const word = () => (next(65_536) * 65_536 + next(65_536)) >>> 0
  const all: Hash[] = Array.from({ length: 3000 }, () => [word(), word()])
  const flip = ([high, low]: Hash, ...bits: number[]): Hash =>
    bits.reduce<Hash>(([h, l], bit) => (bit < 32 ? [h, (l ^ (1 << bit)) >>> 0] : [(h ^ (1 << (bit - 32))) >>> 0, l]), [high, low])

  it.each([
    [[16, 16, 16, 16], 11],
    [[21, 21, 22], 8],
    // So few buckets that their words are kept beside them.
    [[8, 8, 8, 8, 8, 8, 8, 8], 11],
  ])('of %j find every hash within %i bits that a look at all of them finds, sorted in or not', (widths, radius) => {
    const sorted = makeBands({ widths, radius, loose: () => 100 })
    const loose = makeBands({ widths, radius })
    for (const hash of all) for (const bands of [sorted, loose]) bands.add(hash)
    for (let turn = 0; turn < 40; turn++) {
      const bits = Array.from({ length: turn % (radius + 3) }, () => next(64))
      const asked = flip(all[turn * 70]!, ...bits)
      const expected = all.flatMap((hash, row) => (distanceOf(hash, asked) <= radius ? [`${row} ${distanceOf(hash, asked)}`] : []))
      for (const bands of [sorted, loose]) {
        const found = new Set<string>()
        bands.each(asked, (row, distance) => void found.add(`${row} ${distance}`))
        expect([...found].sort()).toEqual(expected.sort())
      }
    }
    expect(sorted.bytes()).toBeGreaterThan(loose.bytes())
  })
})

describe('the second method', () => {
  const compare = (older: Uint8Array, newer: Uint8Array, asked = askedOf(newer)[0]!) => likenessOf({ older, newer, window: whole, asked })!

  it('knows a picture that was cut, mirrored, made negative or written over', () => {
    const picture = pictureOf(7)
    const cut = compare(picture, bytes(drawn(picture, [0.06, 0.04, 0.9, 0.9], side)))
    expect(isSame(cut)).toBe(true)
    expect(cut.shownPercent).toBeGreaterThan(74)
    expect(cut.shownPercent).toBeLessThan(88)
    const negative = askedOf(picture.map((value) => 255 - value)).find((it) => it.negative)!
    expect(
      compare(
        picture,
        picture.map((value) => 255 - value),
        negative,
      ),
    ).toMatchObject({ negative: true, worst: 1000 })
    const written = picture.map((value, at) => (Math.floor(at / side) < 8 && at % side < 20 ? (at % 5) * 60 : value))
    expect(isSame(compare(picture, written))).toBe(true)
  })

  it('tells others apart, however near their hashes are', () => {
    expect(isSame(compare(pictureOf(7), pictureOf(8)))).toBe(false)
    expect([
      isSame({ edges: 899, worst: 749, fifth: 979 }),
      isSame({ edges: 0, worst: 750, fifth: 0 }),
      isSame({ edges: 0, worst: 0, fifth: 980 }),
    ]).toEqual([false, true, true])
  })
})
