/**
 * From a question (edition, days, rounds) to a measured score: the same steps for the live score, a stored one and its
 * verification, so that they can only agree.
 */
import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { lastSeq } from '../base/event.sql.ts'
import type { CityId, EditionId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { addDays, dayOf } from '../base/time.ts'
import { SubjectKind } from '../standards/terms.ts'
import { listPublished, listReleased, type Released } from '../standards/published.sql.ts'
import { ruleVersions } from '../standards/rules/index.ts'
import { type Basis, type Window, windowOf } from './basis.ts'
import { findCityKind } from './behind.sql.ts'
import type { Board } from './board.ts'
import { orderedCells, recordsOf } from './facts.ts'
import { type GateState, gateStates } from './gates.ts'
import { orderedPlaces } from './ground.ts'
import type { Span } from './live.api.ts'
import { type CityGround, type Live, readState, standingOf, type State } from './memory.serve.ts'
import { planOf } from './plan.ts'
import type { Points, Score } from './score.ts'
import { type Total, totalOf } from './total.ts'
import { type Consequence, consequencesOf, type Standing } from './vetoes.ts'

/** What is asked: an edition of the city, a window, and the standing by which the negative list is read. */
export interface Question {
  readonly released: Released
  readonly window: Window
  readonly subject: SubjectKind | null
  readonly standing: Standing
  /** Editions of other standards that are weighed in. */
  readonly beside: readonly Released[]
}

/** A score with everything around it. */
export interface Measured {
  readonly question: Question
  readonly state: State
  readonly board: Board
  readonly score: Score
  readonly total: Total
  /** The total that other points of the tree would give. */
  readonly totalFor: (points: Points) => Total
  readonly gates: readonly { readonly gate: string; readonly state: GateState }[]
  readonly consequences: readonly Consequence[]
}

/** The fact under which a precondition or an event of the negative list is declared. */
export const declaredFact = (standard: string, item: string, as: 'gate' | 'veto'): string => `${standard}/${item}/${as}`

/** A released edition. *Refuses:* 404 `assessments.noSuchEdition`. */
export async function getEdition(db: Db, city: CityId, id: EditionId): Promise<Released> {
  const released = (await listReleased(db, city)).find((edition) => edition.id === id)
  if (released === undefined) throw new Problem('assessments.noSuchEdition', 404)
  return released
}

/** The window of a span: its days, or the twelve months that end today. *Refuses:* 422 `assessments.endsBeforeStart`. */
export function windowFor({ from, to, kinds, rounds }: Span, at: string): Window {
  const last = to ?? dayOf(at)
  const first = from ?? addDays(last, -364)
  if (first > last) throw new Problem('assessments.endsBeforeStart', 422)
  return windowOf(first, last, { kinds, rounds })
}

/** The question for an edition as things stand: other standards by their newest published edition. */
export async function questionFor(
  db: Db,
  city: CityId,
  about: { edition: EditionId; window: Window; standing: Standing },
): Promise<Question> {
  const released = await getEdition(db, city, about.edition)
  const published = await listPublished(db, city)
  const beside = released.content.weights.frameworks.flatMap(
    ({ standard }) => published.find(({ content }) => content.standard === standard) ?? [],
  )
  const subject = SubjectKind.safeParse(await findCityKind(db, city))
  return { released, window: about.window, standing: about.standing, subject: subject.success ? subject.data : null, beside }
}

/** Measures with what is at hand in memory. Only for handlers that write no observations. */
export const measureLive = async (db: Db, city: CityId, live: Live, question: Question): Promise<Measured> =>
  measured(question, await live.state(db, city, question.window))

/** Measures from nothing up to a fact number; on a kept ground when given. */
export async function measureAnew(
  db: Db,
  city: CityId,
  question: Question,
  at: { upTo?: number | undefined; ground?: CityGround | undefined } = {},
): Promise<Measured> {
  return measured(question, await readState(db, city, question.window, at.upTo ?? (await lastSeq(db, city)), at.ground))
}

/** Board and score of an edition on a state. */
export function boardOf(state: State, released: Released, subject: SubjectKind | null): { board: Board; score: Score } {
  return standingOf(state, `${released.id}/${released.hash}/${subject}`, () => planOf(released.content, subject ?? undefined))
}

function measured(question: Question, state: State): Measured {
  const { released, subject, beside } = question
  const { board, score } = boardOf(state, released, subject)
  const others = new Map(beside.map((other) => [other.content.standard as string, ownTotal(question, state, other)]))
  const scoreOf = (standard: string) => others.get(standard)
  const { deducted, consequences } = hitsOf(question, state, released)
  const totalFor = (points: Points) => totalOf(released.content, points, { deducted, scoreOf })
  return {
    question,
    state,
    board,
    score,
    total: totalFor(score),
    totalFor,
    consequences,
    gates: gateStates(released.content.gates, {
      totalOf: scoreOf,
      declared: (gate) => declared(state, declaredFact(released.content.standard, gate, 'gate')),
    }),
  }
}

/** The own total of another standard on the same facts, without what it weighs in itself. */
function ownTotal(question: Question, state: State, other: Released): number | undefined {
  const { score } = boardOf(state, other, question.subject)
  const { deducted } = hitsOf(question, state, other)
  return totalOf({ total: other.content.total, weights: { scopes: [], frameworks: [], alternatives: [] } }, score, {
    deducted,
    scoreOf: () => undefined,
  }).own
}

function hitsOf({ standing }: Question, state: State, { content }: Released) {
  const happened = content.vetoes.flatMap(({ id }) =>
    recordsOf(state.facts, 'review', declaredFact(content.standard, id, 'veto'))
      .filter(({ factor }) => factor === 0)
      .map(() => id as string),
  )
  return consequencesOf(content.vetoes, happened, standing)
}

/** The last declaration of a fact; undefined when there is none. */
function declared(state: State, fact: string): boolean | undefined {
  const last = recordsOf(state.facts, 'review', fact).reduce<{ at: string; seq: number; factor: number | null } | undefined>(
    (latest, it) => (latest === undefined || it.at > latest.at || (it.at === latest.at && it.seq > latest.seq) ? it : latest),
    undefined,
  )
  return last === undefined || last.factor === null ? undefined : last.factor === 1000
}

/** SHA-256 of a value's canonical JSON, in lower-case hex. */
export const hashOf = (value: unknown): string =>
  createHash('sha256')
    .update(canonicalize(value) ?? '')
    .digest('hex')

/** What a measured score stands on. */
export function basisOf({ question, state }: Measured): Basis {
  const { released, window, subject, standing, beside } = question
  const named = ({ id, hash, content }: Released) => ({ id, standard: content.standard, edition: content.edition, hash: hash ?? '' })
  return {
    format: 'mingcheng.basis/1',
    edition: named(released),
    subject,
    window,
    upTo: state.last,
    standing,
    beside: beside.map(named),
    rules: ruleVersions(),
    groundHash: hashOf(orderedPlaces(state.ground.places)),
    inputHash: hashOf(orderedCells(state.facts)),
  }
}
