/** What a source of cases is: where reports come from, what it sends, and how that becomes a report. One file each. */
import type { z } from 'zod'
import type { Report } from '../case.ts'

/** A source. `toReport` gets what the house knows about the place or finding already, and lets the sender change it. */
export interface Source<Id extends string, Shape extends z.ZodRawShape> {
  readonly id: Id
  readonly input: z.ZodObject<Shape>
  readonly toReport: (input: z.infer<z.ZodObject<Shape>>, suggested: Omit<Report, 'source'>) => Report
}

/** Declares a source so that its input is typed by its shape. */
export const source = <const Id extends string, Shape extends z.ZodRawShape>(it: Source<Id, Shape>) => it
