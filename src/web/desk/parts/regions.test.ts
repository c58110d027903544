import { describe, expect, it } from 'vitest'
import { between, inTheMiddle, keyed, moved, sized } from './regions.ts'

describe('a rectangle over a photo', () => {
  it('is the same whichever corner it was drawn from, and never too small to be seen', () => {
    expect(between([300, 400], [100, 150])).toEqual({ x: 100, y: 150, w: 200, h: 250 })
    expect(between([100, 150], [300, 400])).toEqual({ x: 100, y: 150, w: 200, h: 250 })
    expect(between([1000, 1000], [1000, 1000])).toEqual({ x: 990, y: 990, w: 10, h: 10 })
  })
  it('stays in the picture however far it is moved or sized', () => {
    expect(moved({ x: 900, y: 10, w: 100, h: 50 }, [500, -500])).toEqual({ x: 900, y: 0, w: 100, h: 50 })
    expect(sized({ x: 900, y: 10, w: 50, h: 50 }, [500, -500])).toEqual({ x: 900, y: 10, w: 100, h: 10 })
  })
  it('is moved by arrows, sized with Shift, by a little when asked; other keys are left alone', () => {
    const plain = { shift: false, little: false }
    expect(keyed(inTheMiddle, 'ArrowRight', plain)).toEqual({ ...inTheMiddle, x: 460 })
    expect(keyed(inTheMiddle, 'ArrowUp', { shift: true, little: false })).toEqual({ ...inTheMiddle, h: 90 })
    expect(keyed(inTheMiddle, 'ArrowLeft', { shift: false, little: true })).toEqual({ ...inTheMiddle, x: 449 })
    expect(keyed(inTheMiddle, 'Tab', plain)).toBeUndefined()
  })
})
