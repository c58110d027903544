import { describe, expect, it } from 'vitest'
import { noCamera } from '../../evidence/camera/camera.ts'
import type { Known } from '../check.ts'
import { checkIds } from '../provenance.api.ts'
import { figuresOf } from '../sentence.ts'
import { checks, findAll, ran } from './list.ts'

const at = '2026-11-20T04:00:00.000Z'
const nothing: Known = {
  camera: noCamera,
  device: { device: null, deviceAt: null, sentAt: null, place: null, accuracyM: null, mocked: null },
  addedAt: at,
  use: { at, place: [116.1, 39.1] },
  zoneMinutes: 480,
  same: [],
  others: [],
  habits: { device: null, model: null },
}
type Part = Partial<Omit<Known, 'camera' | 'device'>> & { camera?: Partial<Known['camera']>; device?: Partial<Known['device']> }
const known = ({ camera, device, ...rest }: Part): Known => ({
  ...nothing,
  ...rest,
  camera: { ...noCamera, block: true, ...camera },
  device: { ...nothing.device, ...device },
})
const check = (part: Part, ...expected: string[]) =>
  expect(findAll(known(part)).map(({ check: id, reason }) => `${id}.${reason}`)).toEqual(expected)
const minutes = (part: Part) => findAll(known(part))[0]?.details['minutes']

it('has the checks that the calls name, each with a version', () => {
  expect(checks.map(({ id }) => id)).toEqual(checkIds)
  expect(Object.keys(ran)).toEqual([...checkIds])
  expect(findAll(nothing)).toEqual([])
})

it('says that a picture cannot be opened', () => check({ camera: { broken: true } }, 'broken.picture'))

it('names a picture used before by how it was used', () => {
  const same = { photo: 'p', exact: false, edges: 950, turned: false, negative: false, shownPercent: 100, about: 'v', at, pointId: null }
  check(
    { same: [same, { ...same, exact: true }, { ...same, turned: true }, { ...same, negative: true }, { ...same, shownPercent: 80 }] },
    'samePicture.nearly',
    'samePicture.identical',
    'samePicture.turned',
    'samePicture.negative',
    'samePicture.part',
  )
  check({ same: Array.from({ length: 9 }, () => same) }, ...Array.from({ length: 5 }, () => 'samePicture.nearly'))
})

describe('clocks', () => {
  const camera = { takenAt: '2026-11-20T12:00:00', gpsAt: at, gpsClock: 'there' } as const
  it('agree when the difference is a zone that exists', () => {
    check({ camera })
    check({ camera: { ...camera, zoneMinutes: 480 } })
    check({ camera: { ...camera, takenAt: '2026-11-20T09:00:00' }, zoneMinutes: null, addedAt: null, use: null })
    check({ camera: { ...camera, takenAt: '2026-11-20T12:00:00', gpsAt: null, gpsClock: 'none' } })
  })
  it('are told apart from the satellites, and in which direction', () => {
    const day = { ...camera, takenAt: '2026-11-19T12:00:00' }
    check({ camera: day }, 'clocks.cameraGps', 'clocks.notThen')
    // A day behind is nearest to twelve hours west.
    expect(minutes({ camera: day })).toBe(-240)
    expect(minutes({ camera: { ...camera, takenAt: '2026-11-21T12:00:00' } })).toBe(1920 - 840)
    check({ camera: { ...camera, zoneMinutes: 540 } }, 'clocks.cameraGps')
    check({ camera: { ...camera, takenAt: '2026-11-20T13:00:00' } }, 'clocks.zone', 'clocks.afterArrival')
    check({ camera: { gpsClock: 'zero' } }, 'clocks.gpsZero')
  })
  it('are held against arrival and use', () => {
    check({ camera: { takenAt: '2026-11-20T12:11:00' } }, 'clocks.afterArrival')
    check({ camera: { takenAt: '2026-11-20T12:09:00' } })
    check({ camera: { takenAt: '2026-11-20T09:59:00' } }, 'clocks.notThen')
    check({ camera: { takenAt: '2026-11-20T09:59:00' }, use: null, addedAt: null })
    check({ camera: { takenAt: '2026-11-20T09:59:00' }, zoneMinutes: null })
  })
  it('of devices are told when they are off by more than a minute', () => {
    check({ device: { sentAt: '2026-11-20T04:01:20.000Z' } })
    check({ device: { sentAt: '2026-11-20T04:02:00.000Z' } }, 'clocks.device')
    check({ device: { sentAt: '2026-11-20T04:02:00.000Z' }, addedAt: null })
  })
})

describe('positions', () => {
  it('that are none are named', () => {
    check({ camera: { gps: 'zero' } }, 'position.zero')
    check({ camera: { gps: 'empty' } }, 'position.empty')
    check({ device: { mocked: true } }, 'position.mocked')
    check({ device: { mocked: false } })
  })
  it('on another side of the world than the clock are named', () => {
    check({ camera: { gps: 'there', lng: 118.25, lat: 34, zoneMinutes: -420 }, use: null }, 'position.otherZone')
    check({ camera: { gps: 'there', lng: 116.1, lat: 39.1, zoneMinutes: 480 } })
    // Fiji keeps the date of the other side of the line: 178° E with UTC−12 is an hour off, not a day.
    check({ camera: { gps: 'there', lng: 178, lat: -18, zoneMinutes: -720 }, use: null })
    check({ camera: { zoneMinutes: 480 } })
  })
  it('are held against the point and each other, each with its accuracy', () => {
    const far = { gps: 'there', lng: 116.11, lat: 39.1 } as const
    check({ camera: far }, 'position.cameraFar')
    check({ camera: { ...far, lng: 116.104 } })
    check({ device: { place: [116.11, 39.1] } }, 'position.deviceFar')
    check({ device: { place: [116.11, 39.1], accuracyM: 900 } })
    check({ camera: far, use: { at, place: null } })
    check({ camera: { ...far, lng: 116.2 }, device: { place: [116.1, 39.1], accuracyM: 5 } }, 'position.cameraFar', 'position.apart')
    check({ camera: { ...far, lng: 116.1 }, device: { place: [116.1, 39.1] } })
  })
})

it('says how fast somebody would have been', () => {
  const other = { about: 'v', at: '2026-11-20T03:56:00.000Z', place: [116.2, 39.1] as const, pointId: 'p' }
  check({ others: [{ ...other, place: [...other.place] }] }, 'speed.tooFast')
  check({ others: [{ ...other, place: [116.2, 39.1], at: '2026-11-20T03:50:00.000Z' }] })
  check({ others: [{ ...other, place: [116.105, 39.1], at }] })
  check({ others: [{ ...other, place: [116.2, 39.1] }], use: null })
  expect(findAll(known({ others: [{ ...other, place: [116.2, 39.1], at }] }))[0]!.details).toMatchObject({ minutes: 0, kmh: 518 })
})

it('names programs, small pictures of something else, and entries no camera writes', () => {
  check({ camera: { software: 'Adobe Photoshop 24' } }, 'edited.program')
  check({ camera: { tool: '美图秀秀' } }, 'edited.program')
  for (const software of ['Nikon Transfer 1.1 W', 'HDR+ 1.0.199571065z', '7.1.2', 'OnePlus3-user 6.0.1', 'Common_fileformat'])
    check({ camera: { software, make: 'X1' } })
  check({ camera: { thumbnail: 599 } }, 'edited.thumbnail')
  check({ camera: { thumbnail: 600 } })
  check({ camera: { strange: ['GPSAltitudeRef'] } }, 'edited.structure')
  check({ camera: { make: '456' } }, 'edited.maker')
})

it('misses what the device or the model always wrote', () => {
  const habit = { photos: 10, block: 10, time: 10, place: 10 }
  check({ camera: { block: false }, habits: { device: habit, model: null } }, 'missing.block')
  check({ camera: { block: false }, habits: { device: null, model: null } })
  check({ habits: { device: null, model: habit } }, 'missing.time', 'missing.place')
  check({ habits: { device: habit, model: null } }, 'missing.time', 'missing.place')
  check({ habits: { device: null, model: { ...habit, photos: 9 } } })
  check({ habits: { device: null, model: { ...habit, time: 9, place: 9 } } })
  check({ camera: { takenAt: '2026-11-20T12:00:00', gps: 'there' }, habits: { device: null, model: habit } })
})

it('gives its figures to the sentence in the words of the city', () => {
  const point = { id: 'p', code: 'P1', type: 'T', title: { zh: '东街', en: 'East' }, street: null } as never
  expect(
    figuresOf(
      {
        details: {
          at: '2026-03-01T20:00:00.000Z',
          metres: 1260,
          minutes: -5,
          hours: 8,
          zoneHours: -7,
          taken: '2026-03-02T04:00:00',
          n: null,
        },
        otherPoint: point,
      },
      'en',
    ),
  ).toEqual({
    at: '2026-03-02 04:00',
    day: '2026-03-02',
    metres: 1260,
    minutes: -5,
    hours: '+8',
    zoneHours: -7,
    taken: '2026-03-02 04:00:00',
    n: null,
    place: 'named',
    point: 'East',
    kilometres: 1.3,
    ahead: 'no',
    ago: 5,
    agoUnit: 'minute',
  })
  expect(figuresOf({ details: { minutes: 3 }, otherPoint: null }, 'zh-CN')).toMatchObject({
    place: 'none',
    point: '',
    kilometres: 0,
    ahead: 'yes',
    ago: 3,
  })
  expect(figuresOf({ details: {}, otherPoint: null }, 'zh-CN')).toMatchObject({ ago: 0, ahead: 'no' })
  // Nobody counts a day in minutes.
  expect(figuresOf({ details: { minutes: -1092 }, otherPoint: null }, 'zh-CN')).toMatchObject({ ago: 18, agoUnit: 'hour' })
  expect(figuresOf({ details: { minutes: 4320 }, otherPoint: null }, 'zh-CN')).toMatchObject({ ago: 3, agoUnit: 'day' })
})
