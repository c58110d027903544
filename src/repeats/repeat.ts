/**
 * Learning from one case (举一反三、回头看、复发): re-checks are drawn by a seed that was bound before the case was closed, done by
 * somebody who neither handled nor checked it; a case that comes back within some metres and days is a recurrence.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { z } from 'zod'
import { CaseId, EvidenceId, PersonId, RoundId, UnitId, VisitId } from '../base/ids.ts'
import { Text } from '../base/text.ts'
import { Day, Instant } from '../base/time.ts'
import { PointHead } from '../city/pointHead.ts'
import { Round } from '../inspections/round.ts'
import own from './library/rules.json' with { type: 'json' }

/** A rule of a city: for all, for a unit, for a class, or for a class of a unit. What it does not say, a wider one says. */
export const RepeatRule = z.object({
  id: z.uuid(),
  unitId: UnitId.nullable(),
  class: z.string().trim().min(1).max(32).nullable(),
  /** Chance of a re-check, of a thousand. */
  share: z.int().min(0).max(1000).nullable(),
  metres: z.int().min(1).max(5000).nullable(),
  days: z.int().min(1).max(730).nullable(),
  /** Days after closing on which is drawn; only of the rule for all. */
  after: z.array(z.int().min(1).max(365)).max(10).nullable(),
})
export type RepeatRule = z.infer<typeof RepeatRule>

/** What holds where no rule of the city says otherwise. */
export const ownRules = own

/** What holds for a case. */
export interface InForce {
  readonly share: number
  readonly metres: number
  readonly days: number
}

/** One class is written in two ways: standards leave out the letter of an event. */
const spelled = (type: string | null): string | null => type?.replace(/^E(?=\d)/, '') ?? null

/** The nearest word of the rules for a unit and class: of both, of the class, of the unit, of all, of the house. */
export function ruleFor(rules: readonly RepeatRule[], unit: string | null, type: string | null): InForce {
  const near = (it: RepeatRule) => Number(it.class !== null) * 2 + Number(it.unitId !== null)
  const fits = rules
    .filter((it) => (it.unitId === null || it.unitId === unit) && (it.class === null || spelled(it.class) === spelled(type)))
    .toSorted((a, b) => near(b) - near(a))
  const first = (key: keyof InForce) => fits.map((it) => it[key]).find((value) => value !== null) ?? own[key]
  return { share: first('share'), metres: first('metres'), days: first('days') }
}

/** Days after closing on which is drawn, each once, the soonest first. */
export const daysAfter = (rules: readonly RepeatRule[]): number[] =>
  [...new Set(rules.find((it) => it.unitId === null && it.class === null)?.after ?? own.after)].toSorted((a, b) => a - b)

const hashOf = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)))

/** What is published when a seed is bound: it fixes the seed of a day and tells nothing of it. */
export const seedCommitment = (city: number, day: string, seed: string): string => hashOf(`mingcheng recheck 1\n${city}\n${day}\n${seed}\n`)

/** A case that may be drawn: so many days after its closing, with a chance of a thousand. */
export const Framed = z.object({ id: CaseId, after: z.int(), share: z.int() })
export type Framed = z.infer<typeof Framed>

/** Whether the seed draws a case: its ticket, a number in [0, 1000) that only seed and case decide, is below its share. */
export const isDrawn = (seed: string, { id, after, share }: Framed): boolean =>
  (Number.parseInt(hashOf(`${seed}/${after}/${id}`).slice(0, 13), 16) / 2 ** 52) * 1000 < share

/** The file with which anybody draws again. */
export const DrawProof = z.object({
  format: z.literal('mingcheng recheck 1'),
  city: z.int(),
  day: Day,
  committedAt: Instant,
  commitment: z.string(),
  seed: z.string(),
  frame: z.array(Framed),
  drawn: z.array(z.object({ id: CaseId, after: z.int() })),
})
export type DrawProof = z.infer<typeof DrawProof>

/** What is wrong with a draw; nothing is the only good answer. */
export function faultsOfDraw({ city, day, commitment, seed, frame, drawn }: DrawProof): ('seed' | 'draw')[] {
  const names = (list: readonly { id: string; after: number }[]) =>
    list
      .map(({ id, after }) => `${id}/${after}`)
      .toSorted()
      .join()
  const again = frame.filter((it) => isDrawn(seed, it))
  return [
    ...(seedCommitment(city, day, seed) === commitment ? [] : (['seed'] as const)),
    ...(names(again) === names(drawn) ? [] : (['draw'] as const)),
  ]
}

/** Waiting; the problem stayed away; it was there again. */
const recheckStates = ['open', 'kept', 'failed'] as const
export const RecheckState = z.enum(recheckStates)
export type RecheckState = z.infer<typeof RecheckState>

/** A case where it is named by another. */
export const CaseRef = z.object({ id: CaseId, no: z.string(), text: z.string() })
export type CaseRef = z.infer<typeof CaseRef>

/** A re-check of a closed case. */
export const Recheck = z.object({
  id: z.uuid(),
  case: CaseRef,
  point: PointHead.nullable(),
  unit: z.object({ id: UnitId, title: Text }).nullable(),
  /** Days after closing. */
  after: z.int(),
  drawnOn: Day,
  dueOn: Day,
  roundId: RoundId,
  state: RecheckState,
  doneAt: Instant.nullable(),
  doneBy: z.object({ id: PersonId, name: z.string() }).nullable(),
  visitId: VisitId.nullable(),
  note: z.string(),
  newCase: CaseRef.nullable(),
})
export type Recheck = z.infer<typeof Recheck>

/** What somebody says who went there again; a visit of the round says it by itself where it looks at the fact of the case. */
export const RecheckOutcome = z.object({
  passed: z.boolean(),
  note: z.string().trim().max(2000).default(''),
  photos: z.array(EvidenceId).max(20).default([]),
})
export type RecheckOutcome = z.infer<typeof RecheckOutcome>

/** What a sweep found: its round, misses seen in it, and the cases born of them. */
export const Sweep = z.object({ round: Round, findings: z.int(), cases: z.array(CaseRef) })
export type Sweep = z.infer<typeof Sweep>

/** Everything that a case teaches: its sweeps, its re-checks, what it came back from and what came back of it. */
export const Repeats = z.object({
  sweeps: z.array(Sweep),
  rechecks: z.array(Recheck),
  /** The closed case that this one is a recurrence of, and those that are recurrences of this one. */
  of: z.array(CaseRef.extend({ metres: z.int(), days: z.int() })),
  by: z.array(CaseRef.extend({ metres: z.int(), days: z.int() })),
})
export type Repeats = z.infer<typeof Repeats>

/** Whether the visit of a re-check says the problem is there again: null where it did not look at the fact of the case. */
export function verdictOf(fact: string | null, results: readonly { fact: string; factor: number | null }[]): boolean | null {
  const seen = results.find((result) => fact !== null && result.fact === fact)
  return seen === undefined || seen.factor === null ? null : seen.factor === 0
}
