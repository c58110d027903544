/**
 * The burden of the grassroots (基层负担): what each request costs a street or community, and how much of a week it may take.
 * Minutes are estimates by kind until the unit says what it took. Near the budget the sender is warned, above it stopped.
 */
import { z } from 'zod'
import { PersonId, UnitId } from '../base/ids.ts'
import { Text } from '../base/text.ts'
import { type Day, Instant } from '../base/time.ts'

/** What is asked of a unit, with the usual minutes it takes. A city may set its own (`burden_rates`). */
export const usualMinutes = {
  duty: 30,
  help: 10,
  case: 40,
  visit: 60,
  meeting: 120,
  form: 60,
  material: 45,
  question: 15,
  upload: 2,
} as const
export type AskKind = keyof typeof usualMinutes
/** The kinds of requests, in the order of the table. */
export const askKinds = Object.keys(usualMinutes) as [AskKind, ...AskKind[]]
export const AskKindId = z.enum(askKinds)
/** Work that is not asked for but comes with being in the system; counted by the day, never stopped. */
const workKinds = ['upload', 'visit'] as const
export type WorkKind = (typeof workKinds)[number]
/** What a person may ask for directly; the others come with a duty, a case or a visit. */
export const requestKinds = ['meeting', 'visit', 'form', 'material', 'question'] as const

/** Minutes a week that may be asked of one unit: the working week of one person. */
export const usualBudget = 2400
/** From this many thousandths of the budget on the sender is warned. */
export const nearFrom = 800

/** How many meetings and inspections a unit may call in a year before it is warned. Source: rules on relieving the grassroots (2024). */
export const yearLimits: Partial<Record<AskKind, number>> = { meeting: 1, visit: 1 }

/** The ISO week of a day: 2026-W47. */
export function weekOf(day: Day): string {
  const date = new Date(`${day}T00:00:00Z`)
  const weekday = (date.getUTCDay() + 6) % 7
  const thursday = new Date(date.getTime() + (3 - weekday) * 86_400_000)
  const year = thursday.getUTCFullYear()
  const first = Date.UTC(year, 0, 1)
  const week = Math.floor((thursday.getTime() - first) / (7 * 86_400_000)) + 1
  return `${year}-W${String(week).padStart(2, '0')}`
}

/** The Monday of an ISO week. */
export function mondayOf(week: string): Day {
  const [year, number] = week.split('-W').map(Number) as [number, number]
  const fourth = new Date(Date.UTC(year, 0, 4))
  const monday = fourth.getTime() - ((fourth.getUTCDay() + 6) % 7) * 86_400_000 + (number - 1) * 7 * 86_400_000
  return new Date(monday).toISOString().slice(0, 10)
}

/** An ISO week: 2026-W47. */
export const Week = z.string().regex(/^\d{4}-W\d\d$/)

/** Where a week of a unit stands. */
export const LoadState = z.enum(['free', 'near', 'over'])
export type LoadState = z.infer<typeof LoadState>

/** The state of a sum against its budget. */
export const stateOf = (minutes: number, budget: number): LoadState =>
  minutes > budget ? 'over' : minutes * 1000 >= budget * nearFrom ? 'near' : 'free'

const Named = z.object({ id: UnitId, title: Text })
const Person = z.object({ id: PersonId, name: z.string() })

/** One week of one unit. `budget` holds what appeals added. */
export const UnitWeek = z.object({
  unit: Named,
  week: Week,
  asks: z.int(),
  minutes: z.int(),
  measured: z.int(),
  budget: z.int(),
  state: LoadState,
})
export type UnitWeek = z.infer<typeof UnitWeek>

/** One request to one unit. */
export const AskLine = z.object({
  id: z.uuid(),
  request: z.uuid(),
  kind: AskKindId,
  thing: z.uuid().nullable(),
  unit: Named,
  from: Named.nullable(),
  by: Person.nullable(),
  at: Instant,
  week: Week,
  minutes: z.int(),
  /** How many uploads or visits of a day the line stands for; 1 for everything that was asked. */
  pieces: z.int(),
  /** Minutes it took, as the unit says. */
  took: z.int().nullable(),
  text: z.string(),
  answer: z.string().nullable(),
  answeredAt: Instant.nullable(),
})
export type AskLine = z.infer<typeof AskLine>

/** The same question, answered elsewhere. Likeness in thousandths. */
export const AskedBefore = z.object({
  request: z.uuid(),
  text: z.string(),
  answer: z.string(),
  unit: Named,
  answeredAt: Instant,
  likeness: z.int(),
})
export type AskedBefore = z.infer<typeof AskedBefore>

/** What was refused because a week was full: the duty, case or request that an appeal is about. */
export const Refused = z.object({ kind: AskKindId, thing: z.uuid().nullable().default(null), text: z.string().trim().max(500) })
export type Refused = z.infer<typeof Refused>

/** A plea to go above a budget, and what was decided. */
export const Appeal = z.object({
  id: z.uuid(),
  unit: Named,
  week: Week,
  minutes: z.int(),
  reason: z.string(),
  about: Refused.nullable(),
  at: Instant,
  by: Person,
  approved: z.boolean().nullable(),
  note: z.string(),
  decidedAt: Instant.nullable(),
  decidedBy: Person.nullable(),
})
export type Appeal = z.infer<typeof Appeal>

/** What a request would do to the week of a unit. */
export const Load = z.object({ unit: Named, minutes: z.int(), after: z.int(), budget: z.int(), state: LoadState })
export type Load = z.infer<typeof Load>
