/** What a source of cases is: where reports come from, what it sends, and how that becomes a report. One file each. */
import type { z } from 'zod'
import type { Report } from '../case.ts'

/** Who sends: somebody signed in or a system with a key, by a call of this room; or the public and the house itself, through rooms above. */
export type Door = 'call' | 'public'

/**
 * A source. `toReport` gets what the house knows about the place or finding already, and lets the sender change it. What takes the input
 * is a method: whoever handles all sources alike hands each what its own `input` has read.
 */
export interface Source<Id extends string, Shape extends z.ZodRawShape, From extends Door> {
  readonly id: Id
  readonly door: From
  readonly input: z.ZodObject<Shape>
  /** The sender's own number, for systems that repeat themselves: the case's id is made from it, and they need not make one. */
  keyOf?(input: z.infer<z.ZodObject<Shape>>): string
  toReport(input: z.infer<z.ZodObject<Shape>>, suggested: Omit<Report, 'source'>): Report
}

/** Declares a source so that its input is typed by its shape. */
export const source = <const Id extends string, Shape extends z.ZodRawShape, const From extends Door>(it: Source<Id, Shape, From>) => it
