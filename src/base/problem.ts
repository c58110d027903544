/**
 * The only expected failure. Rules return it (also to grey a button), shells throw it, one edge turns it into
 * RFC 9457 problem details in the reader's language and rolls back. Everything else is a bug.
 */
import { z } from 'zod'

/** One thing wrong with one part of an input: where (sheet, row, column or field path), and the key of what to do. */
export const Fault = z.object({
  /** Field path or column name, as the sender knows it. */
  at: z.string(),
  sheet: z.string().optional(),
  /** Row number as a person counts, header rows included. */
  row: z.int().optional(),
  /** Key in `locales/`, e.g. `fault.sum`; says what is wrong and the remedy. */
  says: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
})
export type Fault = z.infer<typeof Fault>

export type Details = Record<string, string | number | boolean | null | readonly string[]>

/** An expected refusal. `code` is stable (`room.reason`) and is also the key of its sentence: `problem.<code>`. */
export class Problem extends Error {
  readonly code: string
  readonly status: number
  readonly details: Details
  readonly faults: readonly Fault[]

  constructor(code: string, status: number, details: Details = {}, faults: readonly Fault[] = []) {
    super(code)
    this.name = 'Problem'
    this.code = code
    this.status = status
    this.details = details
    this.faults = faults
  }
}

/** RFC 9457 problem details, as sent. `code` is stable; `title` and `detail` are in the reader's language. */
export const ProblemBody = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string().optional(),
  faults: z.array(Fault.extend({ message: z.string() })).optional(),
  details: z.record(z.string(), z.unknown()).optional(),
})
export type ProblemBody = z.infer<typeof ProblemBody>
