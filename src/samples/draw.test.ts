import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PointId } from '../base/ids.ts'
import { commitmentOf, draw, drawSeed, type FramePoint, frameHash, nextInLine, Plan, quotasOf } from './draw.ts'
import { boundAt, cameAt, keptDigest } from './kept.ts'
import { type Proof, verifyProof } from './proof.ts'

const id = (n: number) => `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}` as PointId
const frameOf = (sizes: Record<string, readonly number[]>): FramePoint[] =>
  Object.entries(sizes).flatMap(([stratum, list], row) => list.map((size, column) => ({ id: id(row * 1000 + column), stratum, size })))

const frame = frameOf({ market: [1, 1, 1, 1, 1, 1, 1, 1], toilet: [1, 1, 1], window: [1] })
const counted = (quota: Plan['quota']) => quotasOf(frame, quota)

describe('how many each stratum gives', () => {
  it('each gives the same number, and a small stratum gives all', () => {
    expect([...counted({ how: 'each', count: 2 }).counts]).toEqual([
      ['market', 2],
      ['toilet', 2],
      ['window', 1],
    ])
  })
  it('shared by size, after everybody has the least', () => {
    expect([...counted({ how: 'shared', count: 6, least: 1 }).counts.values()]).toEqual([4, 1, 1])
    expect([...counted({ how: 'shared', count: 12, least: 0 }).counts.values()]).toEqual([8, 3, 1])
  })
  it('refuses more than there is, by row', () => {
    expect(counted({ how: 'shared', count: 13, least: 0 }).faults).toMatchObject([{ says: 'fault.frameTooSmall' }])
    expect(counted({ how: 'shared', count: 2, least: 1 }).faults).toMatchObject([{ says: 'fault.leastTooMuch' }])
    expect(
      counted({
        how: 'table',
        rows: [
          { stratum: 'toilet', count: 3 },
          { stratum: 'toilet', count: 4 },
          { stratum: 'park', count: 1 },
        ],
      }).faults,
    ).toMatchObject([
      { at: 'plan.quota.rows.1', says: 'fault.stratumTooSmall' },
      { at: 'plan.quota.rows.2', details: { has: 0 } },
    ])
  })
})

describe('the draw', () => {
  const counts = new Map([
    ['market', 3],
    ['toilet', 2],
  ])
  it('is the same for the same seed whatever the order of the frame, and another for another', () => {
    const one = draw(frame, counts, 'seed')
    expect(draw(frame.toReversed(), counts, 'seed')).toEqual(one)
    expect(draw(frame, counts, 'another')).not.toEqual(one)
    expect(one.filter(({ drawn }) => drawn)).toHaveLength(5)
    expect(one.map(({ stratum }) => stratum)).not.toContain('window')
  })

  it('draws exactly as many as asked, with chances that add up to it, whatever the sizes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 40 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.string(),
        (sizes, part, seed) => {
          const count = Math.max(1, Math.round(part * sizes.length))
          const line = draw(frameOf({ one: sizes }), new Map([['one', count]]), seed)
          expect(line.filter(({ drawn }) => drawn)).toHaveLength(count)
          expect(line.map(({ place }) => place)).toEqual(sizes.map((_, index) => index + 1))
          expect(line.reduce((sum, { chance }) => sum + chance, 0)).toBeCloseTo(count, 6)
          expect(line.every(({ chance, drawn }) => chance < 1 || drawn)).toBe(true)
        },
      ),
    )
  })

  it('draws each point as often as its chance says', () => {
    const sizes = [1, 2, 3, 4, 10, 60]
    const drawn = new Map<string, number>()
    const times = 4000
    let chances = new Map<string, number>()
    for (let turn = 0; turn < times; turn++) {
      const line = draw(frameOf({ one: sizes }), new Map([['one', 3]]), `seed ${turn}`)
      chances = new Map(line.map((point) => [point.id, point.chance]))
      for (const point of line) if (point.drawn) drawn.set(point.id, (drawn.get(point.id) ?? 0) + 1)
    }
    for (const [point, chance] of chances) {
      const error = 4 * Math.sqrt((chance * (1 - chance)) / times)
      expect(Math.abs((drawn.get(point) ?? 0) / times - chance)).toBeLessThanOrEqual(error)
    }
  })

  it('gives the place of a point that cannot be visited to the next in line', () => {
    const line = draw(frame, counts, 'seed').filter(({ stratum }) => stratum === 'toilet')
    const next = nextInLine(line, new Set())!
    expect(next).toMatchObject({ place: 3, drawn: false })
    expect(nextInLine(line, new Set([next.id]))).toBeUndefined()
  })
})

describe('the proof', () => {
  const plan = Plan.parse({ by: ['type'], quota: { how: 'shared', count: 5 } })
  const seed = 'ab'.repeat(32)
  const proof: Proof = {
    envelopes: [],
    replacements: [],
    nights: [],
    format: 'mingcheng draw 1',
    id: id(9),
    plan,
    committedAt: '2026-11-01T00:00:00.000Z',
    commitment: commitmentOf(seed, frameHash(frame), plan),
    frameHash: frameHash(frame),
    frame,
    seed,
    witness: '公证员 李',
    line: draw(frame, quotasOf(frame, plan.quota).counts, drawSeed(seed, '公证员 李')),
  }
  it('agrees with itself', () => expect(verifyProof(proof)).toEqual([]))
  it('finds an envelope that was put in, left out or changed after a night', () => {
    const envelopes = [{ id: id(7) as never, at: '2026-11-20T03:00:00.000Z', hash: 'aa' }]
    const replacements = [{ id: id(8), at: '2026-11-20T04:00:00.000Z', pointId: id(1), byPointId: id(2) }]
    const nights = ['2026-11-19T19:00:00.000Z', '2026-11-20T19:00:00.000Z'].map((at) => ({
      at,
      digest: keptDigest(seed, at, { envelopes, replacements }),
    }))
    const kept = { ...proof, envelopes, replacements, nights }
    expect(verifyProof(kept)).toEqual([])
    expect(verifyProof({ ...kept, envelopes: [{ ...envelopes[0]!, hash: 'ab' }] })).toEqual([{ what: 'nightDiffers', at: nights[1]!.at }])
    expect(verifyProof({ ...kept, replacements: [] })).toEqual([{ what: 'nightDiffers', at: nights[1]!.at }])
  })
  it('finds an envelope that no digest binds', () => {
    const late = [{ id: id(7) as never, at: '2026-11-21T03:00:00.000Z', hash: 'aa' }]
    const at = '2026-11-20T19:00:00.000Z'
    const nights = [{ at, digest: keptDigest(seed, at, { envelopes: [], replacements: [] }) }]
    expect(verifyProof({ ...proof, nights, envelopes: late })).toEqual([{ what: 'notBound', at: late[0]!.at }])
    expect(verifyProof({ ...proof, nights: [], envelopes: late })).toEqual([{ what: 'notBound', at: late[0]!.at }])
    const replacements = [{ id: id(8), at: late[0]!.at, pointId: id(1), byPointId: id(2) }]
    expect(verifyProof({ ...proof, nights, replacements })).toEqual([{ what: 'notBound', at: late[0]!.at }])
    expect(verifyProof({ ...proof, nights: [], replacements })).toEqual([])
  })
  it('takes what comes in as after the last digest, and a digest as not before anything it binds', () => {
    const night = '2026-11-20T19:00:00.000Z'
    expect(cameAt('2026-11-20T18:59:59.000Z', undefined)).toBe('2026-11-20T18:59:59.000Z')
    expect(cameAt('2026-11-20T18:59:59.000Z', night)).toBe('2026-11-20T19:00:00.001Z')
    expect(cameAt(night, night)).toBe('2026-11-20T19:00:00.001Z')
    expect(cameAt('2026-11-21T01:00:00.000Z', night)).toBe('2026-11-21T01:00:00.000Z')
    const kept = (at: string) => ({ envelopes: [{ id: id(7) as never, at, hash: 'aa' }], replacements: [] })
    expect(boundAt(night, kept('2026-11-20T18:00:00.000Z'))).toBe(night)
    expect(boundAt(night, kept('2026-11-20T19:00:00.001Z'))).toBe('2026-11-20T19:00:00.001Z')
  })
  it('finds another frame, another seed, other words of the witness, a point put in by hand', () => {
    expect(verifyProof({ ...proof, frame: frame.slice(1) })).toContainEqual({ what: 'frameDiffers' })
    expect(verifyProof({ ...proof, seed: 'cd'.repeat(32) })).toContainEqual({ what: 'commitmentDiffers' })
    expect(verifyProof({ ...proof, witness: '公证员 王' }).map(({ what }) => what)).toEqual(['drawDiffers'])
    const swapped = proof.line.map((point) => ({ ...point, drawn: !point.drawn }))
    expect(verifyProof({ ...proof, line: swapped })).toMatchObject([{ what: 'drawDiffers' }])
    expect(verifyProof({ ...proof, line: proof.line.slice(1) })).toMatchObject([{ what: 'drawDiffers', point: proof.line[0]!.id }])
  })
})
