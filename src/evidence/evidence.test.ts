import { expect, it } from 'vitest'
import { cleanName } from './evidence.ts'

it('keeps a name without folders or control characters', () => {
  expect(cleanName('C:\\照片\\市场\u0000.jpg', 'jpg')).toBe('市场.jpg')
  expect(cleanName('../..', 'pdf')).toBe('..')
  expect(cleanName('a/', 'pdf')).toBe('file.pdf')
  expect(cleanName(' \u0007 ', 'jpg')).toBe('file.jpg')
  expect(cleanName('a\r\nSet-Cookie: x.jpg', 'jpg')).toBe('aSet-Cookie: x.jpg')
})

it('keeps a name that is shown and opened as what it is', () => {
  // Shown as "exe.jpg" by whoever follows the sign that turns the direction.
  expect(cleanName('\u202egpj.exe', 'jpg')).toBe('gpj.exe.jpg')
  expect(cleanName('x.html', 'jpg')).toBe('x.html.jpg')
  expect(cleanName('IMG.JPEG', 'jpg')).toBe('IMG.JPEG')
  expect(cleanName('整改.前', 'jpg')).toBe('整改.前')
  const long = cleanName(`a${'😀'.repeat(130)}.jpg`, 'jpg')
  expect([Array.from(long).length, encodeURIComponent(long).length > 0, cleanName('\ud800.jpg', 'jpg')]).toEqual([120, true, '.jpg'])
})
