/** Rules of the field that need neither phone nor server: what waits, what an answer comes to, the way, and what the camera wrote. */
import { describe, expect, it } from 'vitest'
import { type Draft, type Given, isGiven, judge, progressOf, visitOf } from './draft.ts'
import { exifOf, upright, withExif } from './exif.ts'
import { afterReply, again, type Item, meaningOf, readyOf, waitMs } from './outbox.ts'
import { boxAround, mostTiles, tilesOf, zoomsOf } from './pack.ts'
import { picturesOf } from './pictures.ts'
import { offsetOf } from './offset.ts'
import { wayOf } from './way.ts'

const item = (id: string, more: Partial<Item> = {}): Item => ({
  id,
  route: 'evidence.add',
  input: { query: {} },
  at: '2026-11-22T00:00:00.000Z',
  turn: 1,
  needs: [],
  state: 'waiting',
  tries: 1,
  nextMs: 0,
  about: '',
  bytes: 0,
  ...more,
})

describe('the outbox', () => {
  it('reads what a reply means', () => {
    expect([200, 0, 401, 404, 408, 422, 429, 503].map((status) => meaningOf({ status }))).toEqual([
      'acknowledged',
      'later',
      'signIn',
      'refused',
      'later',
      'refused',
      'later',
      'later',
    ])
  })

  it('takes a photo for arrived only by its hash', () => {
    expect(meaningOf({ status: 200, sha256: 'aa' }, 'aa')).toBe('acknowledged')
    expect(meaningOf({ status: 200, sha256: 'bb' }, 'aa')).toBe('later')
  })

  it('waits longer each time, never longer than five minutes, and as long as the server asks', () => {
    const moment = { nowMs: 1000, chance: 1 }
    expect([1, 2, 3, 99].map((tries) => waitMs(tries, 1))).toEqual([500, 1000, 2000, 300_000])
    expect(afterReply(item('a'), { status: 503, message: 'no' }, moment)).toMatchObject({ state: 'waiting', nextMs: 1500, why: 'no' })
    // However often the line was silent before: the first fault waits as the first.
    expect(afterReply(item('a', { tries: 18 }), { status: 503 }, moment)).toMatchObject({ nextMs: 1500, faults: 1 })
    expect(afterReply(item('a'), { status: 429, retryAfterMs: 7000 }, moment)).toMatchObject({ nextMs: 8000 })
    const differs = afterReply(item('a'), { status: 200, rivals: 2 }, moment)
    expect([differs.state, differs.rivals]).toEqual(['acknowledged', 2])
    const became = { id: 'c', no: '20261122-0001' }
    expect(afterReply(item('a'), { status: 201, became }, moment)).toMatchObject({ state: 'acknowledged', became })
    expect(afterReply(item('a'), { status: 200, rivals: 0 }, moment)).not.toHaveProperty('rivals')
    expect(afterReply(item('a'), { status: 0 }, moment)).toEqual(item('a'))
    expect(afterReply(item('a'), { status: 401 }, moment)).toEqual(item('a'))
  })

  it('drops nothing: a refusal stays, with its reason, and can be sent again', () => {
    const refused = afterReply(item('a'), { status: 422, message: '缺照片' }, { nowMs: 0, chance: 0 })
    expect(refused).toMatchObject({ state: 'refused', why: '缺照片' })
    expect(again(refused)).toMatchObject({ state: 'waiting', nextMs: 0 })
    expect(afterReply(item('a'), { status: 200 }, { nowMs: 0, chance: 0 })).toMatchObject({ state: 'acknowledged', input: {} })
  })

  it('sends in the order of putting in, and nothing before what it needs', () => {
    const items = [
      item('visit', { turn: 2, needs: ['photo'] }),
      item('photo', { turn: 1 }),
      item('later', { turn: 3, nextMs: 50 }),
      item('case', { turn: 4 }),
    ]
    expect(readyOf(items, 10, new Set()).map(({ id }) => id)).toEqual(['photo', 'case'])
    expect(
      readyOf(
        items.filter(({ id }) => id !== 'photo'),
        60,
        new Set(['case']),
      ).map(({ id }) => id),
    ).toEqual(['visit', 'later'])
  })
})

const check = {
  fact: 'LITTER',
  kind: 'absence' as const,
  photo: 'required' as const,
  grades: [
    { code: 'Y', title: { zh: '符合', en: '' }, factor: 1000 },
    { code: 'N', title: { zh: '不符合', en: '' }, factor: 0 },
    { code: 'NA', title: { zh: '不涉及', en: '' }, factor: null },
  ],
}
const given = (more: Partial<Given> = {}): Given => ({ id: 'o1', note: '', photos: [], at: '2026-11-22T01:00:00.000Z', ...more })
const draft = (answers: Draft['answers'], more: Partial<Draft> = {}): Draft => ({
  id: 'v1',
  pointId: 'p1',
  startedAt: '2026-11-22T00:00:00.000Z',
  answers,
  note: '',
  state: 'open',
  ...more,
})

describe('a visit on the phone', () => {
  it('has no answer that nobody gave', () => {
    expect(judge(check, undefined, 'required')).toBeUndefined()
    expect(judge(check, given(), 'required')).toBeUndefined()
    expect([given({ grade: 'Y' }), given({ value: ' ' }), given({ answer: { as: 'count' } })].map(isGiven)).toEqual([true, false, false])
  })

  it('says what an answer lacks', () => {
    expect(judge(check, given({ grade: 'Y' }), 'required')).toEqual({ factor: 1000 })
    expect(judge(check, given({ grade: 'N' }), 'required')).toEqual({ why: 'photoNeeded' })
    expect(judge({ ...check, photo: 'optional' }, given({ grade: 'N' }), 'required')).toEqual({ factor: 0 })
    expect(judge({ ...check, photo: 'optional' }, given({ grade: 'N' }), 'everyFault')).toEqual({ why: 'photoNeeded' })
    expect(judge(check, given({ grade: 'NA' }), 'required')).toEqual({ why: 'naNeedsNote' })
    const checks = [check, { ...check, fact: 'SIGN' }, { ...check, fact: 'LAMP' }]
    const answers = { LITTER: given({ grade: 'N' }), SIGN: given({ grade: 'Y' }) }
    expect(progressOf(checks, answers, 'required')).toEqual({ answered: 2, left: 1, faulty: ['LITTER'] })
  })

  it('sends only what was answered, with what the device knows', () => {
    const device = { id: 'd1', turn: 3, at: 'now', offsetMs: null, editions: ['e1'], photos: [] }
    const whole = { as: 'count', count: 3 }
    const answers = { LITTER: given({ grade: 'N', photos: ['x'] }), SIGN: given(), PSA: given({ value: ' 2 ', answer: whole }) }
    expect(visitOf(draft(answers, { roundId: 'r1' }), device)).toMatchObject({
      id: 'v1',
      roundId: 'r1',
      visitedAt: '2026-11-22T00:00:00.000Z',
      results: [
        { fact: 'LITTER', grade: 'N', photos: ['x'] },
        { fact: 'PSA', value: '2' },
      ],
      fill: { device: 'd1', turn: 3, offsetMs: null, editions: ['e1'] },
    })
    expect(visitOf(draft({}), device)).not.toHaveProperty('roundId')
  })
})

describe('the way and the clock', () => {
  it('goes by steps first, then always to the nearest', () => {
    const stop = (id: string, lng: number, step: number | null = null) => ({ id, place: [lng, 30] as [number, number], step })
    const way = wayOf([stop('far', 3), stop('near', 1.2), stop('second', 1, 2), stop('first', 0, 1)])
    expect(way.map(({ id }) => id)).toEqual(['first', 'second', 'near', 'far'])
    expect(wayOf([stop('a', 0), stop('b', 2)], [2, 30]).map(({ id }) => id)).toEqual(['b', 'a'])
    expect(wayOf([])).toEqual([])
  })

  it('measures how far the clock is off, unless the line is too slow to tell', () => {
    expect(offsetOf(1000, 1200, 'Thu, 01 Jan 1970 00:01:00 GMT')).toBe(59_400)
    expect(offsetOf(1000, 20_000, 'Thu, 01 Jan 1970 00:01:00 GMT')).toBeUndefined()
    expect(offsetOf(0, 1, null)).toBeUndefined()
  })
})

it('brings each picture of the guides once, if the city has it', () => {
  const picture = (sha256: string, evidenceId?: string) => ({ sha256, title: { zh: '', en: '' }, ...(evidenceId ? { evidenceId } : {}) })
  const guides = [{ good: [picture('a', '1'), picture('b')] }, { bad: [picture('a', '2'), picture('c', '3')] }, {}]
  const found = picturesOf([...guides.map((guide) => ({ guide })), {}] as never)
  expect(found.map(({ sha256 }) => sha256)).toEqual(['a', 'c'])
})

describe('the map of a pack', () => {
  it('holds as many tiles as a phone has room for', () => {
    expect(tilesOf([116.2, 39.2, 116.25, 39.25], 14).x[0]).toBe(13_480)
    const { min, max } = zoomsOf([116, 39, 117, 40])
    let sum = 0
    for (let z = min; z <= max; z++) {
      const { x, y } = tilesOf([116, 39, 117, 40], z)
      sum += (x[1] - x[0] + 1) * (y[1] - y[0] + 1)
    }
    expect(sum).toBeLessThanOrEqual(mostTiles)
    expect(zoomsOf([116.2, 39.2, 116.21, 39.21]).max).toBe(15)
    expect(zoomsOf([-170, -80, 170, 80]).max).toBe(8)
    expect(boxAround([])).toBeUndefined()
    expect(
      boxAround(
        [
          [1, 2],
          [3, 1],
        ],
        0,
      ),
    ).toEqual([1, 1, 3, 2])
  })
})

/** A JPEG of segments: EXIF with one tag of orientation 6, in either order of bytes, then the picture. */
function jpeg(little: boolean, orientation = 6): Uint8Array {
  const tiff = little
    ? [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]
    : [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]
  const exif = [0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff]
  const length = exif.length + 2
  return Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xe1, length >> 8, length & 255, ...exif, 0xff, 0xda, 9, 9])
}

describe('what the camera wrote', () => {
  it.each([true, false])('is carried over, upright (little end first: %s)', (little) => {
    const segment = exifOf(jpeg(little))!
    const turned = upright(segment)
    expect(turned).toHaveLength(segment.length)
    expect([...turned].filter((byte, at) => byte !== segment[at])).toEqual([1])
    const small = Uint8Array.from([0xff, 0xd8, 0xff, 0xda, 7])
    expect(exifOf(withExif(small, turned))).toEqual(turned)
    expect(withExif(jpeg(little), turned)).toHaveLength(jpeg(little).length)
  })

  it('is absent from what is no JPEG, or cut short', () => {
    expect(exifOf(Uint8Array.from([1, 2, 3]))).toBeUndefined()
    expect(exifOf(Uint8Array.from([0xff, 0xd8, 0xff, 0xe1, 9, 9, 1]))).toBeUndefined()
    expect(exifOf(Uint8Array.from([0xff, 0xd8, 0xff, 0xda]))).toBeUndefined()
    const png = Uint8Array.from([0x89, 0x50])
    expect(withExif(png, png)).toBe(png)
    expect(withExif(jpeg(true), undefined)).toEqual(jpeg(true))
    expect(upright(Uint8Array.from([1, 2]))).toEqual(Uint8Array.from([1, 2]))
    const cut = exifOf(jpeg(true))!.slice(0, 20)
    expect(upright(cut)).toEqual(cut)
  })
})
