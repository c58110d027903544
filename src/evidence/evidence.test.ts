import { expect, it } from 'vitest'
import { cleanName, exifInstant, exifPlace } from './evidence.ts'

it('reads camera times with their offset, or as the time of the city', () => {
  expect(exifInstant('2024:05:06 07:08:09', '+00:00')).toBe('2024-05-06T07:08:09.000Z')
  expect(exifInstant('2024:05:06 07:08:09', undefined)).toBe('2024-05-05T23:08:09.000Z')
  expect(exifInstant('2024:05:06 07:08:09', '   :  ')).toBe('2024-05-05T23:08:09.000Z')
  expect(exifInstant('0000:00:00 00:00:00', undefined)).toBeUndefined()
  expect(exifInstant('yesterday', undefined)).toBeUndefined()
  expect(exifInstant(undefined, undefined)).toBeUndefined()
})

it('takes no place from broken cameras', () => {
  expect(exifPlace(116.4, 39.9)).toEqual([116.4, 39.9])
  expect(exifPlace(0, 0)).toBeUndefined()
  expect(exifPlace(0, 12)).toEqual([0, 12])
  expect(exifPlace(undefined, 39)).toBeUndefined()
  expect(exifPlace(200, 39)).toBeUndefined()
})

it('keeps a name without folders or control characters', () => {
  expect(cleanName('C:\\照片\\市场\u0000.jpg', 'jpg')).toBe('市场.jpg')
  expect(cleanName('../..', 'pdf')).toBe('..')
  expect(cleanName('a/', 'pdf')).toBe('file.pdf')
})
