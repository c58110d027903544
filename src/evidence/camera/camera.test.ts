import { describe, expect, it } from 'vitest'
import { cameraOf, minutesOf, noCamera, readingOf } from './camera.ts'
import { blockOf, segmentsOf, thermalOf } from './segments.ts'

const beside = { block: true, strange: [], thermal: {}, thumbnail: null }
const ascii = (text: string) => Array.from(text, (letter) => letter.charCodeAt(0))
const be = (value: number, bytes: number) => Array.from({ length: bytes }, (_, at) => (value >>> (8 * (bytes - 1 - at))) & 255)
const segment = (marker: number, bytes: readonly number[]) => [0xff, marker, ...be(bytes.length + 2, 2), ...bytes]
const jpeg = (...parts: number[][]) => Uint8Array.from([0xff, 0xd8, ...parts.flat(), 0xff, 0xda])

/** A block with two directories: entries are tag and type, the value is small. */
function block(exif: readonly [number, number][] | 'far', gps: readonly [number, number][], order = 'MM'): number[] {
  const directory = (entries: readonly (readonly [number, number, number])[]) => [
    ...be(entries.length, 2),
    ...entries.flatMap(([tag, type, value]) => [...be(tag, 2), ...be(type, 2), ...be(1, 4), ...be(value, 4)]),
    ...be(0, 4),
  ]
  const exifBytes = exif === 'far' ? [] : directory(exif.map(([tag, type]) => [tag, type, 0]))
  const first = 8 + 2 + 24 + 4
  const head = directory([
    [0x8769, 4, exif === 'far' ? 60_000 : first],
    [0x8825, 4, first + exifBytes.length],
  ])
  return [...ascii(order), ...be(42, 2), ...be(8, 4), ...head, ...exifBytes, ...directory(gps.map(([tag, type]) => [tag, type, 0]))]
}
const blockIn = (tiff: readonly number[]) => blockOf(segmentsOf(jpeg(segment(0xe1, [...ascii('Exif'), 0, 0, ...tiff]))))

describe('segments', () => {
  it('end where the picture begins, or where the file makes no sense', () => {
    expect(segmentsOf(jpeg(segment(0xe0, [1, 2])))).toEqual([{ marker: 0xe0, bytes: Uint8Array.from([1, 2]) }])
    expect(segmentsOf(Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 1]))).toEqual([])
    expect(segmentsOf(Uint8Array.from([0xff, 0xd8, 0xff]))).toEqual([])
    expect(segmentsOf(Uint8Array.from([0xff, 0xd8, 0xff, 0xe0]))).toEqual([])
    expect(segmentsOf(new Uint8Array())).toEqual([])
  })

  it('hold a block whose entries are as the standard has them, or are named', () => {
    expect(blockOf([])).toEqual({ found: false, strange: [] })
    expect(
      blockIn(
        block(
          [[0x9003, 2]],
          [
            [0x05, 1],
            [0x99, 9],
          ],
        ),
      ),
    ).toEqual({ found: true, strange: [] })
    expect(blockIn(block([[0x9003, 3]], [[0x05, 5]]))).toEqual({ found: true, strange: ['DateTimeOriginal', 'GPSAltitudeRef'] })
    expect(blockIn(block('far', []))).toEqual({ found: true, strange: ['directory'] })
    expect(blockIn(ascii('XX'))).toEqual({ found: true, strange: ['header'] })
    expect(blockIn(ascii('II'))).toEqual({ found: true, strange: ['directory'] })
    expect(blockIn([...ascii('MX')])).toEqual({ found: true, strange: ['header'] })
    expect(blockIn([...ascii('IX')])).toEqual({ found: true, strange: ['header'] })
    // No directories of times and places at all, and one that says more entries than there are.
    expect(blockIn([...ascii('MM'), ...be(42, 2), ...be(8, 4), ...be(0, 2), ...be(0, 4)])).toEqual({ found: true, strange: [] })
    expect(blockIn([...ascii('MM'), ...be(42, 2), ...be(8, 4), ...be(900, 2)])).toEqual({ found: true, strange: ['directory'] })
  })
})

describe('thermal cameras', () => {
  /** A file of records: the clock at record 0x20, the place at 0x2b. */
  function records(clock: number | undefined, valid: number | undefined): number[] {
    const file = new Uint8Array(3000)
    const view = new DataView(file.buffer)
    file.set(ascii('FFF'))
    view.setUint32(0x18, 64)
    view.setUint32(0x1c, 2)
    if (clock !== undefined) {
      view.setUint16(64, 0x20)
      view.setUint32(76, 200)
      view.setUint32(1100, clock, true)
      view.setInt16(1108, 420, true)
    }
    if (valid !== undefined) {
      view.setUint16(96, 0x2b)
      view.setUint32(108, 2000)
      view.setUint32(2000, valid, true)
      view.setFloat64(2016, 34.5, true)
      view.setFloat64(2024, 118.25, true)
    }
    return [...file]
  }
  const thermalIn = (file: readonly number[]) => thermalOf(segmentsOf(jpeg(segment(0xe1, [...ascii('FLIR'), 0, 1, 0, 0, ...file]))))

  it('say when and where, when they wrote it', () => {
    expect(thermalIn(records(1_621_193_256, 1))).toEqual({ takenMs: 1_621_193_256_000, zoneMinutes: -420, place: [118.25, 34.5] })
    expect(thermalIn(records(0, 0))).toEqual({})
    expect(thermalIn(records(undefined, undefined))).toEqual({})
    expect(thermalIn(records(1, 1).slice(0, 700))).toEqual({})
    expect(thermalOf([])).toEqual({})
    for (const at of [0, 1, 2]) {
      const file = records(1, 1)
      file[at] = 0
      expect(thermalIn(file)).toEqual({})
    }
  })

  it('count where the camera wrote nothing else', () => {
    const thermal = { takenMs: 1_621_193_256_000, zoneMinutes: -420, place: [118.25, 34.5] } as const
    expect(cameraOf({}, { ...beside, thermal })).toMatchObject({
      takenAt: '2021-05-16T12:27:36',
      zoneMinutes: -420,
      gps: 'there',
      lng: 118.25,
    })
    expect(cameraOf({ exif: { DateTimeOriginal: '2021:01:01 00:00:00' } }, { ...beside, thermal })).toMatchObject({
      takenAt: '2021-01-01T00:00:00',
      zoneMinutes: null,
    })
    expect(cameraOf({}, { ...beside, thermal: { takenMs: 5 } }).takenAt).toBeNull()
  })
})

describe('what a camera wrote', () => {
  it('is text and clocks, or nothing', () => {
    expect(readingOf('2024:05:06 07:08:09.12')).toBe('2024-05-06T07:08:09')
    expect(['2026:02:30 10:00:00', '2026:11:20 24:00:00', '2026:13:01 10:00:00'].map(readingOf)).toEqual([null, null, null])
    expect([readingOf('0000:00:00 00:00:00'), readingOf('yesterday'), readingOf(undefined)]).toEqual([null, null, null])
    expect([minutesOf('+08:00'), minutesOf('-03:30'), minutesOf('   :  '), minutesOf(undefined)]).toEqual([480, -210, null, null])
    expect(noCamera).toMatchObject({ block: false, make: null, gps: 'none', gpsClock: 'none', takenAt: null })
    const camera = cameraOf(
      {
        ifd0: { Make: ' Cam ', Model: '', Software: 5 },
        exif: { CreateDate: '2024:05:06 07:08:09', OffsetTime: '+08:00' },
        xmp: { CreatorTool: 'Tool' },
      },
      { ...beside, strange: ['GPSAltitude'], thumbnail: 900 },
    )
    expect(camera).toMatchObject({
      make: 'Cam',
      model: null,
      software: null,
      tool: 'Tool',
      takenAt: '2024-05-06T07:08:09',
      zoneMinutes: 480,
      thumbnail: 900,
    })
    expect(camera.strange).toEqual(['GPSAltitude'])
  })

  it('has a place, an empty one, zero, or none', () => {
    const gpsOf = (gps: Record<string, unknown>) => cameraOf({ gps }, beside)
    expect(gpsOf({ GPSLatitude: [1], longitude: 116.4, latitude: 39.9 })).toMatchObject({ gps: 'there', lng: 116.4, lat: 39.9 })
    expect(gpsOf({ GPSLatitudeRef: 'N', longitude: Number.NaN, latitude: Number.NaN }).gps).toBe('empty')
    expect([gpsOf({ GPSLatitudeRef: 'N' }).gps, gpsOf({ GPSLatitude: [], longitude: 116 }).gps]).toEqual(['empty', 'empty'])
    expect([
      gpsOf({ GPSLatitude: [], longitude: 200, latitude: 1 }).gps,
      gpsOf({ GPSLatitude: [], longitude: 1, latitude: 91 }).gps,
    ]).toEqual(['empty', 'empty'])
    expect([gpsOf({ GPSLatitude: [], longitude: 0, latitude: 0 }).gps, gpsOf({ GPSLatitude: [], longitude: 0, latitude: 12 }).gps]).toEqual(
      ['zero', 'there'],
    )
    expect(gpsOf({}).gps).toBe('none')
  })

  it("has the satellites' clock, an empty one, zero, or none", () => {
    const clock = (gps: Record<string, unknown>) => cameraOf({ gps }, beside)
    expect(clock({ GPSDateStamp: '2024:05:06', GPSTimeStamp: [7, 8, 9.5] })).toMatchObject({
      gpsClock: 'there',
      gpsAt: '2024-05-06T07:08:09.500Z',
    })
    expect([
      clock({ GPSDateStamp: '0000:00:00' }).gpsClock,
      clock({ GPSDateStamp: ' ' }).gpsClock,
      clock({ GPSDateStamp: 5 }).gpsClock,
    ]).toEqual(['zero', 'none', 'none'])
    expect(clock({ GPSDateStamp: '2024:05:06' })).toMatchObject({ gpsClock: 'empty', gpsAt: null })
  })
})
