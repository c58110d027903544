import { expect, it } from 'vitest'
import { hoursOf, readDrawn } from './exemption-geojson.ts'

const ring = [
  [120, 30],
  [120.01, 30],
  [120.01, 30.01],
  [120, 30.01],
  [120, 30],
]
const polygon = { type: 'Polygon', coordinates: [ring] }
const read = (value: unknown) => readDrawn(JSON.stringify(value), 'WGS-84')

it('reads a geometry, a feature and a collection, with their words', () => {
  expect(read(polygon)).toMatchObject({ places: [{ title: '', source: '', hours: '', shape: { type: 'Polygon' } }] })
  expect(read({ type: 'Feature', geometry: polygon, properties: null })).toMatchObject({ places: [{ title: '' }] })
  const properties = { title: 3, name: ' 东街早市 ', 依据: '城管〔2026〕3号', 时段: '06:00-08:30' }
  expect(read({ type: 'FeatureCollection', features: [{ type: 'Feature', geometry: polygon, properties }] })).toMatchObject({
    places: [{ title: '东街早市', source: '城管〔2026〕3号', hours: '06:00-08:30' }],
  })
})

it.each([
  ['{', { why: 'notJson' }],
  ['null', { why: 'nothing' }],
  ['{"type":"FeatureCollection"}', { why: 'nothing' }],
  ['{"type":"Point","coordinates":[120,30]}', { why: 'notPolygon', index: 1 }],
])('says why %s is no place', (text, why) => {
  expect(readDrawn(text, 'WGS-84')).toEqual(why)
})

it('reads hours as people write them', () => {
  expect(hoursOf('')).toEqual([])
  expect(hoursOf('6:00—8:30，18：00-22:00')).toEqual([
    { from: '06:00', to: '08:30' },
    { from: '18:00', to: '22:00' },
  ])
  expect(hoursOf('晚上')).toBeUndefined()
  expect(hoursOf('18:00-25:00')).toBeUndefined()
})
