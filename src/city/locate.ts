/**
 * Every coordinate finds its shape. The land is cut into small rectangles: most lie in one shape and answer at once, the others
 * keep the few lines that pass through their row. Signs are exact (Shewchuk's predicates), so nothing is lost on a border: shapes
 * are closed, and where several have a place the earlier one in the list wins. Sort by code before, and the lowest code has it.
 */
import type { Place } from '../base/place.ts'
import { crosses, ringsOf, type Shape } from './geometry.ts'

/** Finds the shape that a place lies in. */
export interface Locator {
  /** Index of the first shape in the list that has the place; -1 when none has. */
  find(place: Place): number
  /** The same for two numbers. */
  at(lng: number, lat: number): number
  /** The same for many places, longitude and latitude in turns; several times as fast, because neighbours are asked together. */
  findAll(places: Float64Array): Int32Array
  readonly size: number
  /** What it keeps in memory. */
  readonly bytes: number
}

/** The corners of all shapes, one after the other; a line is named by its first corner. */
interface Corners {
  readonly at: Float64Array
  /** First corner of every ring, by shape. */
  readonly rings: readonly (readonly [number, number])[][]
}

function cornersOf(shapes: readonly Shape[]): Corners {
  const all = shapes.map(ringsOf)
  const at = new Float64Array(2 * all.reduce((sum, rings) => sum + rings.reduce((own, ring) => own + ring.length, 0), 0))
  let next = 0
  const rings = all.map((list) =>
    list.map((ring) => {
      const first = next
      for (const [lng, lat] of ring) {
        at[2 * next] = lng
        at[2 * next + 1] = lat
        next++
      }
      return [first, next - 1] as const
    }),
  )
  return { at, rings }
}

/** The rectangles: `columnOf` and `rowOf` never fall when the coordinate rises, so a line's own ends say which rows it passes. */
interface Raster {
  readonly west: number
  readonly south: number
  readonly east: number
  readonly north: number
  readonly columns: number
  readonly rows: number
  /** Columns and rows in a degree. */
  readonly byLng: number
  readonly byLat: number
}

const perShape = 32
const perLine = 2
const mostCells = 2 ** 22

function rasterOf({ at }: Corners, shapes: number): Raster {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let index = 0; index < at.length; index += 2) {
    west = Math.min(west, at[index]!)
    east = Math.max(east, at[index]!)
    south = Math.min(south, at[index + 1]!)
    north = Math.max(north, at[index + 1]!)
  }
  const [width, height] = [Math.max(east - west, 1e-9), Math.max(north - south, 1e-9)]
  const wished = Math.min(mostCells, perShape * shapes + (perLine * at.length) / 2)
  const columns = Math.max(1, Math.min(4096, Math.round(Math.sqrt((wished * width) / height))))
  const rows = Math.max(1, Math.min(4096, Math.round(wished / columns)))
  return { west, south, east, north, columns, rows, byLng: columns / width, byLat: rows / height }
}

const columnOf = (it: Raster, lng: number) => Math.max(0, Math.min(it.columns - 1, Math.floor((lng - it.west) * it.byLng)))
const rowOf = (it: Raster, lat: number) => Math.max(0, Math.min(it.rows - 1, Math.floor((lat - it.south) * it.byLat)))

/** Even-odd over lines (ax, ay, bx, by, one after the other) from `from` to before `to`; a place on a line is inside. */
function isInside(lines: ArrayLike<number>, from: number, to: number, lng: number, lat: number): boolean {
  let inside = false
  for (let at = from; at < to; at += 4) {
    const crossed = crosses(lng, lat, lines[at]!, lines[at + 1]!, lines[at + 2]!, lines[at + 3]!)
    if (crossed < 0) return true
    if (crossed > 0) inside = !inside
  }
  return inside
}

/** What the building collects: the lines of every row of every shape, and which shape has or touches which rectangle. */
interface Parts {
  /** Ends of lines; room for all of them. */
  readonly lines: Float64Array
  used: number
  /** Threes: rectangle, shape, and the number of the row's lines, below zero where the shape has the whole rectangle. */
  readonly cells: number[]
  /** Where the lines of a row begin; the next entry ends it. */
  readonly starts: number[]
}

/** A little more than the rounding of what is computed below; less than any rectangle. */
const slack = 1e-6

/** The columns that a line touches in a row, a little too many rather than too few. */
function columnsIn(it: Raster, at: Float64Array, line: number, row: number): [number, number] {
  const [ax, ay, bx, by] = [at[2 * line]!, at[2 * line + 1]!, at[2 * line + 2]!, at[2 * line + 3]!]
  const [low, high] = [it.south + (row - slack) / it.byLat, it.south + (row + 1 + slack) / it.byLat]
  // A line along a row is asked for its ends alone.
  const xAt = (lat: number) => ax + ((bx - ax) * (lat - ay)) / (by - ay)
  const [west, east] = [Math.min(ax, bx), Math.max(ax, bx)]
  const [down, up] = ay <= by ? [ay, by] : [by, ay]
  const first = ay === by ? west : xAt(Math.max(low, down))
  const last = ay === by ? east : xAt(Math.min(high, up))
  const margin = slack / it.byLng + 1e-12
  return [
    columnOf(it, Math.max(west, Math.min(first, last) - margin) - margin),
    columnOf(it, Math.min(east, Math.max(first, last) + margin) + margin),
  ]
}

/** Adds one row of a shape: the rectangles its lines touch, and those between that lie wholly inside. */
function addRow(it: Raster, { at }: Corners, parts: Parts, { shape, row, lines }: { shape: number; row: number; lines: number[] }): void {
  const name = parts.starts.length
  const from = parts.used
  parts.starts.push(from)
  for (const line of lines) {
    parts.lines.set(at.subarray(2 * line, 2 * line + 4), parts.used)
    parts.used += 4
  }
  const touched = lines.map((line) => columnsIn(it, at, line, row)).toSorted((a, b) => a[0] - b[0])
  const lat = it.south + (row + 0.5) / it.byLat
  let next = touched[0]![0]
  for (const [first, last] of touched) {
    if (first > next) {
      const lng = it.west + (next + 0.5) / it.byLng
      const whole = isInside(parts.lines, from, parts.used, lng, lat)
      for (; next < first; next++) if (whole) parts.cells.push(row * it.columns + next, shape, -1)
    }
    for (; next <= last; next++) parts.cells.push(row * it.columns + next, shape, name)
  }
}

/** The rows that each line of a shape passes through, by row. */
function linesByRow(it: Raster, { at }: Corners, rings: readonly (readonly [number, number])[]): Map<number, number[]> {
  const byRow = new Map<number, number[]>()
  for (const [first, last] of rings)
    for (let line = first; line < last; line++) {
      const [a, b] = [rowOf(it, at[2 * line + 1]!), rowOf(it, at[2 * line + 3]!)]
      for (let row = Math.min(a, b); row <= Math.max(a, b); row++) {
        const list = byRow.get(row)
        if (list) list.push(line)
        else byRow.set(row, [line])
      }
    }
  return byRow
}

function partsOf(it: Raster, corners: Corners): Parts {
  const rows = corners.rings.map((rings) => linesByRow(it, corners, rings))
  const count = rows.reduce((sum, byRow) => sum + [...byRow.values()].reduce((own, { length }) => own + length, 0), 0)
  const parts: Parts = { lines: new Float64Array(4 * count), used: 0, cells: [], starts: [] }
  rows.forEach((byRow, shape) => {
    for (const [row, lines] of byRow) addRow(it, corners, parts, { shape, row, lines })
  })
  parts.starts.push(parts.used)
  return parts
}

/**
 * One number a rectangle: the shape that has all of it, -1 for none, or -2 and below where its list begins: how many, then threes of
 * a shape and its lines from, to; no lines where the shape has it all, which ends the list.
 */
function sorted({ cells, starts }: Parts, count: number): { answers: Int32Array; lists: Int32Array } {
  const firsts = new Int32Array(count + 1)
  for (let index = 0; index < cells.length; index += 3) firsts[cells[index]! + 1]!++
  for (let cell = 0; cell < count; cell++) firsts[cell + 1]! += firsts[cell]!
  const filled = firsts.slice()
  const items = new Int32Array(cells.length / 3)
  for (let index = 0; index < cells.length; index += 3) items[filled[cells[index]!]!++] = index
  const answers = new Int32Array(count).fill(-1)
  const lists = new Int32Array(cells.length + count)
  let next = 0
  for (let cell = 0; cell < count; cell++) {
    const [first, last] = [firsts[cell]!, firsts[cell + 1]!]
    if (first === last) continue
    if (cells[items[first]! + 2]! < 0) {
      answers[cell] = cells[items[first]! + 1]!
      continue
    }
    answers[cell] = -2 - next
    const head = next++
    for (let index = first; index < last; index++) {
      const row = cells[items[index]! + 2]!
      lists[next++] = cells[items[index]! + 1]!
      lists[next++] = row < 0 ? 0 : starts[row]!
      lists[next++] = row < 0 ? 0 : starts[row + 1]!
      if (row < 0) break
    }
    lists[head] = next
  }
  return { answers, lists: lists.slice(0, next) }
}

/** Blocks of rectangles that fit the processor's own memory together. */
const blockSide = 32

/**
 * Places gathered by block, then looked up block by block: a million places in any order would fetch every rectangle from far
 * memory, one after the other.
 */
function findAll(it: Raster, places: Float64Array, at: Locator['at']): Int32Array {
  const count = places.length / 2
  const across = Math.ceil(it.columns / blockSide)
  const blocks = new Uint32Array(count)
  const starts = new Uint32Array(across * Math.ceil(it.rows / blockSide) + 1)
  for (let index = 0; index < count; index++) {
    const [column, row] = [columnOf(it, places[2 * index]!), rowOf(it, places[2 * index + 1]!)]
    // What is no number lies nowhere, but has its turn.
    const block = Math.floor(row / blockSide) * across + Math.floor(column / blockSide) || 0
    blocks[index] = block
    starts[block + 1]!++
  }
  for (let block = 1; block < starts.length; block++) starts[block]! += starts[block - 1]!
  const gathered = new Float64Array(places.length)
  const from = new Uint32Array(count)
  for (let index = 0; index < count; index++) {
    const to = starts[blocks[index]!]!++
    from[to] = index
    gathered[2 * to] = places[2 * index]!
    gathered[2 * to + 1] = places[2 * index + 1]!
  }
  const found = new Int32Array(count)
  for (let index = 0; index < count; index++) found[from[index]!] = at(gathered[2 * index]!, gathered[2 * index + 1]!)
  return found
}

/** A locator of shapes. */
export function makeLocator(shapes: readonly Shape[]): Locator {
  if (shapes.length === 0)
    return { find: () => -1, at: () => -1, findAll: ({ length }) => new Int32Array(length / 2).fill(-1), size: 0, bytes: 0 }
  const corners = cornersOf(shapes)
  const it = rasterOf(corners, shapes.length)
  const parts = partsOf(it, corners)
  const { lines } = parts
  const { answers, lists } = sorted(parts, it.columns * it.rows)
  const at = (lng: number, lat: number): number => {
    if (!(lng >= it.west && lng <= it.east && lat >= it.south && lat <= it.north)) return -1
    const answer = answers[rowOf(it, lat) * it.columns + columnOf(it, lng)]!
    if (answer >= -1) return answer
    const list = -2 - answer
    const end = lists[list]!
    for (let index = list + 1; index < end; index += 3) {
      const [from, to] = [lists[index + 1]!, lists[index + 2]!]
      if (from === to || isInside(lines, from, to, lng, lat)) return lists[index]!
    }
    return -1
  }
  const bytes = lines.byteLength + answers.byteLength + lists.byteLength
  return { find: ([lng, lat]) => at(lng, lat), at, findAll: (places) => findAll(it, places, at), size: shapes.length, bytes }
}
