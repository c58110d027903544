/** All scoring rules, listed once. A new rule: its file and one line here and in the union below. */
import { z } from 'zod'
import { conformityRate } from './conformityRate.ts'

export const rules = { conformityRate } as const

/** A rule as an edition names it, with its parameters. */
export const Rule = z.discriminatedUnion('name', [conformityRate.params.extend({ name: z.literal('conformityRate') })])
export type Rule = z.infer<typeof Rule>
