/**
 * What a kind of check is: how it is answered in the street, what an edition may set for it, and what an answer comes to. Each
 * kind is one file here, one component in `web/checks`, and one line in the list of each.
 */
import { z } from 'zod'
import { Place } from '../../base/place.ts'
import type { Limit, Verdict } from './limit.ts'

/** What an edition set for one check. */
export interface Asked<Ask> {
  readonly ask: Partial<Ask>
  readonly limit?: Limit | undefined
}

/** What an answer comes to: its number in millionths, and what that says. Without a verdict a person has to grade. */
export interface Reading {
  readonly value: number | null
  readonly verdict?: Verdict | undefined
}

/** Key of a fault (`fault.<why>`) when an answer is not whole or does not hold together. */
export interface Unread {
  readonly why:
    | 'watchShort'
    | 'stretchShort'
    | 'markOutside'
    | 'partOverWhole'
    | 'triesFew'
    | 'phoneSeconds'
    | 'itemsOpen'
    | 'behaviourUnknown'
    | 'valueNotNumber'
}

/** The cells of a row of a table, by column: how an answer comes in from a workbook. */
export type CellsOf = (column: AnswerColumn) => string

/** Columns of a table of observations that say more than a grade and a number. */
export type AnswerColumn = 'value' | 'answered' | 'missing' | 'class' | 'length' | 'marks' | 'part' | 'whole'

/** A kind of answer. `kinds` are the words that editions use for checks answered so. */
export interface AnswerKind<As extends string, Ask extends z.ZodRawShape, Shape extends z.ZodRawShape> {
  readonly as: As
  readonly ask: z.ZodObject<Ask>
  readonly answer: z.ZodObject<Shape & { as: z.ZodLiteral<As> }>
  /** True when the answer alone decides, so that nobody is asked for a grade as well. */
  readonly decides: boolean
  readonly read: (
    answer: z.output<z.ZodObject<Shape & { as: z.ZodLiteral<As> }>>,
    asked: Asked<z.output<z.ZodObject<Ask>>>,
  ) => Reading | Unread
  /** The answer that a row of a table gives; undefined when its cells say nothing. */
  readonly fromCells: (cells: CellsOf, asked: Asked<z.output<z.ZodObject<Ask>>>) => Record<string, unknown> | undefined
}

/** Declares a kind, so that its settings and its answer are typed by their shapes. */
export const answerKind = <As extends string, Ask extends z.ZodRawShape, Shape extends z.ZodRawShape>(it: AnswerKind<As, Ask, Shape>) => it

/** How many. */
export const Count = z.int().min(0).max(99_999)

/** Whole metres along a street. */
export const Metres = z.int().min(0).max(100_000)

/** Where something was seen, when the device knew. */
export const Seen = Place.optional()

/** Whole things as millionths. */
export const millionths = (count: number): number => count * 1_000_000

/** A whole number in a cell; undefined when there is none. */
export const wholeIn = (text: string): number | undefined => (/^\d{1,6}$/.test(text.trim()) ? Number(text.trim()) : undefined)
