/**
 * A title (称号) of a subject in a programme: applied for, nominated, awarded, re-checked every year, warned, stopped, restored,
 * cancelled and barred. The cycle is the table `steps`; a title is the fold of the steps taken, and a wrong step is corrected
 * by a newer one that names it. Source: procedure and sanctions as far as public (domain notes 1.1, S4, S5, S11).
 */
import { z } from 'zod'
import { addDays, Day } from '../base/time.ts'
import { Problem } from '../base/problem.ts'

/** 无 · 已申报 · 提名 · 提名暂停 · 保持称号 · 警告 · 停牌 · 禁止申报. */
export const titleStates = ['none', 'applied', 'nominee', 'nomineeStopped', 'title', 'warned', 'stopped', 'barred'] as const
export const TitleState = z.enum(titleStates)
export type TitleState = z.infer<typeof TitleState>

interface Step {
  readonly from: readonly TitleState[]
  readonly to: TitleState
  /** Must say until when (停牌期限, 禁止期限). */
  readonly until?: true
  /** Not before the day that the state was limited to. */
  readonly afterLimit?: true
}

/** The cycle as a table. A new step is one row, its words are keys of `locales/`. */
export const steps = {
  /** 申报 */
  apply: { from: ['none'], to: 'applied' },
  /** 未获提名 */
  decline: { from: ['applied'], to: 'none' },
  /** 确定提名 */
  nominate: { from: ['applied'], to: 'nominee' },
  /** 暂停提名资格 */
  stopNominee: { from: ['nominee'], to: 'nomineeStopped', until: true },
  /** 恢复提名资格 */
  resumeNominee: { from: ['nomineeStopped'], to: 'nominee' },
  /** 未能入选 */
  miss: { from: ['nominee', 'nomineeStopped'], to: 'none' },
  /** 授牌 */
  award: { from: ['nominee'], to: 'title' },
  /** 年度复查合格; also lifts a warning */
  recheck: { from: ['title', 'warned'], to: 'title' },
  /** 警告 */
  warn: { from: ['title'], to: 'warned' },
  /** 停牌 */
  stop: { from: ['title', 'warned'], to: 'stopped', until: true },
  /** 复牌: a city was restored after three months, so the limit does not hold it back */
  restore: { from: ['stopped'], to: 'title' },
  /** 摘牌: and barred for the next round */
  cancel: { from: ['title', 'warned', 'stopped'], to: 'barred', until: true },
  /** 取消申报资格 */
  bar: { from: ['none', 'applied', 'nominee', 'nomineeStopped'], to: 'barred', until: true },
  /** 禁止期满 */
  release: { from: ['barred'], to: 'none', afterLimit: true },
} as const satisfies Record<string, Step>

/** The steps of the table, by name. */
export const stepNames = Object.keys(steps) as (keyof typeof steps)[]
export const StepName = z.enum(stepNames as [keyof typeof steps, ...(keyof typeof steps)[]])
export type StepName = z.infer<typeof StepName>

/** A step as it is entered. `corrects` names the last step, which then never was; its own `step` is ignored. */
export const NewTitleStep = z.object({
  id: z.uuid(),
  step: StepName,
  onDay: Day,
  untilOn: Day.nullable().default(null),
  reason: z.string().trim().max(2000).default(''),
  corrects: z.uuid().nullable().default(null),
})
export type NewTitleStep = z.infer<typeof NewTitleStep>

/** A title as it stands. `last` is the step that can be corrected. */
export interface Title {
  readonly state: TitleState
  readonly since: Day | null
  readonly until: Day | null
  readonly last: NewTitleStep | undefined
}

/** The title that a history leads to, oldest step first. A corrected step counts as never taken. */
export function titleOf(history: readonly NewTitleStep[]): Title {
  const corrected = new Set(history.flatMap(({ corrects }) => corrects ?? []))
  const valid = history.filter(({ id, corrects }) => corrects === null && !corrected.has(id))
  const last = valid.at(-1)
  if (last === undefined) return { state: 'none', since: null, until: null, last: undefined }
  const state = steps[last.step].to
  const since = valid.findLast((step, index) => steps[step.step].to !== (index === 0 ? 'none' : steps[valid[index - 1]!.step].to))
  return { state, since: (since ?? last).onDay, until: last.untilOn, last }
}

/** Why a step may not be taken now, or null. *Refuses:* `title.*` 409 and 422. */
export function refusal(title: Title, { step, onDay, untilOn, corrects }: NewTitleStep): Problem | null {
  if (corrects !== null) return title.last?.id === corrects ? null : new Problem('title.notTheLast', 409)
  const { from, until, afterLimit }: Step = steps[step]
  if (!from.includes(title.state)) return new Problem('title.wrongState', 409, { step, state: title.state })
  if (title.last !== undefined && onDay < title.last.onDay) return new Problem('title.beforeTheLast', 422, { last: title.last.onDay })
  if (until === true && (untilOn === null || untilOn <= onDay)) return new Problem('title.untilMissing', 422)
  if (afterLimit === true && title.until !== null && onDay <= title.until) return new Problem('title.tooEarly', 409, { until: title.until })
  return null
}

/** Steps that may be taken in a state. */
export const stepsFrom = (state: TitleState): StepName[] =>
  stepNames.filter((name) => (steps[name].from as readonly TitleState[]).includes(state))

/** The place of a subject in its group in a year. */
export const Placing = z.object({
  year: z.int().min(1990).max(2100),
  place: z.int().min(1),
  of: z.int().min(1),
  source: z.string().max(500).default(''),
})
export type Placing = z.infer<typeof Placing>

/** Rules of a programme that advise a step; every number is data. Source of the default: domain notes 1.1 (S26, low quality). */
export const TitleRules = z.object({
  /** "Two consecutive last-three places cancel the title"; null = no such rule. */
  lastPlaces: z
    .object({ places: z.int().min(1).max(100), years: z.int().min(1).max(10), step: z.enum(['warn', 'stop', 'cancel']) })
    .nullable()
    .default({ places: 3, years: 2, step: 'cancel' }),
  /** Days before a limit (停牌期满) when the office is reminded. */
  remindDays: z.int().min(0).max(366).default(30),
})
export type TitleRules = z.infer<typeof TitleRules>

/** What the rules advise; a person decides. `because` is a key: `programmes.advice.<because>`. */
export interface Advice {
  readonly step: StepName
  readonly because: 'lastPlaces' | 'limitReached' | 'limitNear'
  readonly details: Readonly<Record<string, string | number>>
}

/** Steps that the rules advise on a day. */
export function adviceFor(title: Title, placings: readonly Placing[], rules: TitleRules, on: Day): Advice[] {
  return [...adviceByPlace(title, placings, rules), ...adviceByLimit(title, rules, on)]
}

function adviceByPlace({ state }: Title, placings: readonly Placing[], { lastPlaces }: TitleRules): Advice[] {
  if (lastPlaces === null || !(steps[lastPlaces.step].from as readonly TitleState[]).includes(state)) return []
  const byYear = new Map(placings.map((placing) => [placing.year, placing]))
  const latest = Math.max(...byYear.keys())
  for (let back = 0; back < lastPlaces.years; back++) {
    const placing = byYear.get(latest - back)
    if (placing === undefined || placing.place <= placing.of - lastPlaces.places) return []
  }
  return [{ step: lastPlaces.step, because: 'lastPlaces', details: { places: lastPlaces.places, years: lastPlaces.years, year: latest } }]
}

const atLimit: Partial<Record<TitleState, StepName>> = { stopped: 'restore', nomineeStopped: 'resumeNominee', barred: 'release' }

function adviceByLimit({ state, until }: Title, { remindDays }: TitleRules, on: Day): Advice[] {
  const step = atLimit[state]
  if (step === undefined || until === null) return []
  if (on > until) return [{ step, because: 'limitReached', details: { until } }]
  return addDays(on, remindDays) >= until ? [{ step, because: 'limitNear', details: { until } }] : []
}
