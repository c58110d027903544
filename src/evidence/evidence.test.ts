import { expect, it } from 'vitest'
import { cleanName } from './evidence.ts'

it('keeps a name without folders or control characters', () => {
  expect(cleanName('C:\\照片\\市场\u0000.jpg', 'jpg')).toBe('市场.jpg')
  expect(cleanName('../..', 'pdf')).toBe('..')
  expect(cleanName('a/', 'pdf')).toBe('file.pdf')
})
