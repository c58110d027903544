/** Rectangles over a photo, in thousandths of its width and height: drawn, moved and sized by pointer or arrow keys alike. */
import type { BlurRegion } from '../../../privacy/blur.api.ts'

/** A place in the picture, in thousandths. */
export type Spot = readonly [x: number, y: number]

const whole = 1000
/** The smallest side, so that a rectangle can still be seen and taken hold of. */
const least = 10

const within = (value: number, from: number, to: number) => Math.round(Math.min(to, Math.max(from, value)))

/** The rectangle between two corners. */
export function between([ax, ay]: Spot, [bx, by]: Spot): BlurRegion {
  const x = within(Math.min(ax, bx), 0, whole - least)
  const y = within(Math.min(ay, by), 0, whole - least)
  return { x, y, w: within(Math.abs(ax - bx), least, whole - x), h: within(Math.abs(ay - by), least, whole - y) }
}

/** The same rectangle elsewhere; it stays in the picture. */
export const moved = (it: BlurRegion, [dx, dy]: Spot): BlurRegion => ({
  ...it,
  x: within(it.x + dx, 0, whole - it.w),
  y: within(it.y + dy, 0, whole - it.h),
})

/** The same corner, other sides. */
export const sized = (it: BlurRegion, [dx, dy]: Spot): BlurRegion => ({
  ...it,
  w: within(it.w + dx, least, whole - it.x),
  h: within(it.h + dy, least, whole - it.y),
})

/** Where a new rectangle begins for who draws none: a tenth of the picture in its middle. */
export const inTheMiddle: BlurRegion = { x: 450, y: 450, w: 100, h: 100 }

const step = 10
const arrows: Readonly<Record<string, Spot>> = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }

/** What a key does to a rectangle: arrows move it, with Shift they size it, with Ctrl or Alt by a little; undefined for other keys. */
export function keyed(it: BlurRegion, key: string, held: { shift: boolean; little: boolean }): BlurRegion | undefined {
  const way = arrows[key]
  if (!way) return undefined
  const by: Spot = held.little ? [way[0] / step, way[1] / step] : way
  return held.shift ? sized(it, by) : moved(it, by)
}
