/** Makes a stored score again from its basis and says what differs. Needs nothing but the stored facts, ground and edition. */
import type { CityId } from '../base/ids.ts'
import { formatHundredths } from '../base/points.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import type { StoredScore, Verification } from './assessments.api.ts'
import type { Basis } from './basis.ts'
import { placesFrom } from './ground.ts'
import type { ExplainedNode, LiveScore } from './live.api.ts'
import { liveScoreOf } from './explain.serve.ts'
import { basisOf, getEdition, hashOf, measureAnew, type Question } from './measure.serve.ts'
import { groundFrom } from './memory.serve.ts'
import { findGround } from './scores.sql.ts'
import type { WayScore } from './score.ts'

type Difference = Verification['differences'][number]

/** Whether a stored score comes out the same again. *Refuses:* 409 `assessments.noGround` when its ground was lost. */
export async function verify(db: Db, city: CityId, stored: StoredScore, at: string): Promise<Verification> {
  const kept = await findGround(db, city, stored.basis.groundHash)
  if (kept === undefined) throw new Problem('assessments.noGround', 409)
  const again = await measureAnew(db, city, await questionOf(db, city, stored.basis), {
    upTo: stored.basis.upTo,
    ground: groundFrom(placesFrom(kept.places)),
  })
  const differences = [...basisDifferences(stored, basisOf(again)), ...scoreDifferences(stored.result, liveScoreOf(again))]
  return { same: differences.length === 0, checkedAt: at, differences }
}

async function questionOf(db: Db, city: CityId, { edition, window, subject, standing, beside }: Basis): Promise<Question> {
  const others = []
  for (const { id } of beside) others.push(await getEdition(db, city, id))
  return { released: await getEdition(db, city, edition.id), window, subject, standing, beside: others }
}

/** Parts of the basis that came out otherwise, and a basis that no longer has its own hash. */
function basisDifferences({ basis, basisHash }: StoredScore, now: Basis): Difference[] {
  const parts = (['edition', 'beside', 'rules', 'groundHash', 'inputHash'] as const).flatMap((what) =>
    hashOf(basis[what]) === hashOf(now[what]) ? [] : [{ what, stored: shown(basis[what]), now: shown(now[what]) }],
  )
  const own = hashOf(basis)
  return own === basisHash ? parts : [{ what: 'basisHash', stored: basisHash, now: own }, ...parts]
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 500)

function scoreDifferences(stored: LiveScore, now: LiveScore): Difference[] {
  const before = pointsById(stored.tree)
  const after = pointsById(now.tree)
  const nodes = [...new Set([...before.keys(), ...after.keys()])].flatMap((id) =>
    before.get(id) === after.get(id) ? [] : [{ what: id === '' ? 'total' : id, stored: before.get(id) ?? '', now: after.get(id) ?? '' }],
  )
  const [was, is] = [hashOf(stored.total), hashOf(now.total)]
  return was === is ? nodes : [...nodes, { what: 'steps', stored: shown(stored.total), now: shown(now.total) }]
}

/** "got / of" of every node and way, with the state of each way. */
function pointsById(node: ExplainedNode, into = new Map<string, string>()): Map<string, string> {
  const text = ({ got, of, bonus }: ExplainedNode | WayScore) =>
    `${formatHundredths(got)} / ${formatHundredths(of)} + ${formatHundredths(bonus)}`
  into.set(node.id, text(node))
  for (const way of node.ways) into.set(way.id, `${text(way)} ${way.because.state}`)
  for (const part of node.parts) pointsById(part, into)
  return into
}
