/**
 * How complete the sharing out is. Five fixings (五定: 定领导 定部门 定任务 定进度 定责任) and six implementations (六落实:
 * 任务 责任 人员 进度 时限 效果) are seven cells of a duty, some of them in both lists. Every empty cell can be named.
 */
import { z } from 'zod'

/** The cells: leader in charge, lead unit, task, milestones, named person, date, expected effect. */
export const cells = ['leader', 'unit', 'task', 'progress', 'person', 'deadline', 'effect'] as const
export const Cell = z.enum(cells)
export type Cell = z.infer<typeof Cell>

/** 定领导 定部门 定任务 定进度 定责任(到人). */
export const fixings: readonly Cell[] = ['leader', 'unit', 'task', 'progress', 'person']

/** 任务 责任(到单位) 人员 进度 时限 效果. */
export const implementations: readonly Cell[] = ['task', 'unit', 'person', 'progress', 'deadline', 'effect']

/** Filled cells out of all. */
export const Filled = z.object({ filled: z.int(), of: z.int() })
export type Filled = z.infer<typeof Filled>

/** The figure of some duties. */
export const Figure = z.object({
  duties: z.int(),
  /** Duties without an empty cell. */
  complete: z.int(),
  fixings: Filled,
  implementations: Filled,
  cells: z.object({ leader: Filled, unit: Filled, task: Filled, progress: Filled, person: Filled, deadline: Filled, effect: Filled }),
})
export type Figure = z.infer<typeof Figure>

/** Duties alike in which cells are filled; `n` counts them. Criteria that nobody has yet count with no cell filled. */
export interface Alike {
  readonly n: number
  readonly filled: Readonly<Record<Cell, boolean>>
}

/** Which cells are filled, from the names of those that are not. */
export const filledBut = (missing: readonly Cell[]): Record<Cell, boolean> =>
  Object.fromEntries(cells.map((cell) => [cell, !missing.includes(cell)])) as Record<Cell, boolean>

/** Adds duties up to a figure. Nothing to share out is 0 of 0: not complete and not incomplete. */
export function figureOf(groups: readonly Alike[]): Figure {
  const count = (test: (group: Alike) => boolean) => groups.filter(test).reduce((sum, { n }) => sum + n, 0)
  const duties = count(() => true)
  const one = (cell: Cell): Filled => ({ filled: count(({ filled }) => filled[cell]), of: duties })
  const many = (list: readonly Cell[]): Filled => ({
    filled: list.reduce((sum, cell) => sum + one(cell).filled, 0),
    of: duties * list.length,
  })
  return {
    duties,
    complete: count(({ filled }) => cells.every((cell) => filled[cell])),
    fixings: many(fixings),
    implementations: many(implementations),
    cells: Object.fromEntries(cells.map((cell) => [cell, one(cell)])) as Figure['cells'],
  }
}
