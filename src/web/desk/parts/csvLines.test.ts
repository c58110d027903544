import { describe, expect, it } from 'vitest'
import { csvLines } from './csvLines.ts'

describe('records of a CSV file', () => {
  const whole = new TextEncoder().encode('编号,问题\r\n1,"两行\n的 ""问题"""\r\n2,短\r\n')
  it('are counted without the line breaks inside quotes, wherever the bytes are cut', () => {
    for (let cut = 0; cut <= whole.length; cut++) {
      const count = csvLines()
      count(whole.subarray(0, cut))
      expect(count(whole.subarray(cut))).toBe(3)
    }
  })
})
