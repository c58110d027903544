import { describe, expect, it } from 'vitest'
import { idOf } from '../../test/smallCity.ts'
import type { PointId } from '../base/ids.ts'
import { covers, Exemption, exemptionsOf, type ExemptTimes, holdsAt, hoursText } from './exemption.ts'

const [street, point] = [idOf(111), idOf(301) as PointId]
const square = [
  [116, 39],
  [117, 39],
  [117, 40],
  [116, 40],
  [116, 39],
]
const drawn = (over: Record<string, unknown> = {}): Exemption =>
  Exemption.parse({
    id: idOf(1),
    title: { zh: '规划疏导区' },
    source: '城管告〔2026〕3 号',
    facts: ['STALL'],
    where: { in: 'shape', shape: { type: 'Polygon', coordinates: [square] } },
    times: { hours: [{ from: '18:00', to: '22:00' }] },
    fromOn: null,
    toOn: null,
    at: '2026-01-01T00:00:00.000Z',
    by: null,
    endedAt: null,
    place: null,
    ...over,
  })
const here = { pointId: point, place: [116.5, 39.5] as [number, number], areas: [street] }

describe('where', () => {
  it('is a shape, an area or a point', () => {
    expect(covers(drawn(), here)).toBe(true)
    expect(covers(drawn(), { ...here, place: [118, 39.5] })).toBe(false)
    expect(covers(drawn({ where: { in: 'area', areaId: street } }), here)).toBe(true)
    expect(covers(drawn({ where: { in: 'area', areaId: idOf(112) } }), here)).toBe(false)
    expect(covers(drawn({ where: { in: 'point', pointId: point } }), here)).toBe(true)
  })
  it('is asked of the facts that it names', () => {
    expect(exemptionsOf([drawn()], 'STALL', here)).toMatchObject([{ title: { zh: '规划疏导区' }, source: '城管告〔2026〕3 号' }])
    expect(exemptionsOf([drawn()], 'LITTER', here)).toEqual([])
  })
})

describe('when', () => {
  /** Day and time of the city: Sunday is 2026-11-22. */
  const at = (times: ExemptTimes, local: string, days: { fromOn?: string; toOn?: string } = {}) =>
    holdsAt({ times, fromOn: days.fromOn ?? null, toOn: days.toOn ?? null }, new Date(Date.parse(`${local}:00+08:00`)).toISOString())
  const evening = { hours: [{ from: '18:00', to: '22:00' }] }
  const night = { hours: [{ from: '22:00', to: '02:00' }], days: [7] }

  it.each([
    [evening, '2026-11-22T17:59', false],
    [evening, '2026-11-22T18:00', true],
    [evening, '2026-11-22T21:59', true],
    [evening, '2026-11-22T22:00', false],
    [night, '2026-11-22T23:00', true],
    [night, '2026-11-23T01:59', true],
    [night, '2026-11-23T02:00', false],
    [night, '2026-11-22T01:00', false],
    [night, '2026-11-23T23:00', false],
    [{}, '2026-11-22T03:00', true],
    [{ hours: [] }, '2026-11-22T03:00', true],
    [{ days: [1, 2, 3, 4, 5] }, '2026-11-22T12:00', false],
    [{ days: [1] }, '2026-11-23T00:00', true],
    [{ season: { from: '05-01', to: '10-31' } }, '2026-11-22T12:00', false],
    [{ season: { from: '05-01', to: '11-30' } }, '2026-11-22T12:00', true],
    [{ season: { from: '11-01', to: '02-28' } }, '2026-11-22T12:00', true],
    [{ season: { from: '11-01', to: '02-28' } }, '2026-01-15T12:00', true],
    [{ season: { from: '12-01', to: '02-28' } }, '2026-11-22T12:00', false],
  ] as [ExemptTimes, string, boolean][])('%j at %s: %s', (times, local, expected) => expect(at(times, local)).toBe(expected))

  it('ends with its days', () => {
    expect(at({}, '2026-11-22T00:30', { fromOn: '2026-11-22', toOn: '2026-11-22' })).toBe(true)
    expect(at({}, '2026-11-21T23:30', { fromOn: '2026-11-22' })).toBe(false)
    expect(at({}, '2026-11-23T00:30', { toOn: '2026-11-22' })).toBe(false)
  })

  it('is said by its hours', () => {
    expect([hoursText({ hours: [...evening.hours, { from: '06:00', to: '09:00' }] }), hoursText({})]).toEqual([
      '18:00-22:00, 06:00-09:00',
      '',
    ])
  })
})
