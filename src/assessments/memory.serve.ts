/**
 * Scores kept at hand: the sums of a city's window stay in memory, and each question first reads only what was observed since.
 * Nothing here is a source of truth: dropping it all changes no score. Only for handlers that write no observations, since
 * the sums must never contain what is rolled back later.
 */
import { lastSeq } from '../base/event.sql.ts'
import type { CityId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { exemptGrade } from '../standards/rules/index.ts'
import type { Window } from './basis.ts'
import { type Board, makeBoard, put, tallyOn } from './board.ts'
import { addSums, entriesOf, type Facts, makeFacts, type Observed, observe } from './facts.ts'
import {
  hasGroundMoved,
  type Later,
  listAreaLevels,
  listCounted,
  listLater,
  listPointPlaces,
  listRecords,
  listReplacedSums,
  listSums,
  type Row,
  type Sums,
} from './facts.sql.ts'
import { type Ground, groundOf, type Place } from './ground.ts'
import type { Plan } from './plan.ts'
import { rescore, type Score, score } from './score.ts'

/** A board with the city's score on it, as of the state's last fact. */
interface Standing {
  readonly board: Board
  score: Score
}

/** What is in memory for one window of one city. */
export interface State {
  readonly facts: Facts
  ground: CityGround
  /** The last fact that is in the sums. */
  last: number
  readonly standings: Map<string, Standing>
}

/** The ground, and the areas that mean the city as a whole. */
export interface CityGround {
  readonly ground: Ground
  readonly places: readonly Place[]
  readonly whole: ReadonlySet<string>
}

/** The scores at hand. */
export interface Live {
  /** The state of a window, with everything committed until now. */
  readonly state: (db: Db, city: CityId, window: Window) => Promise<State>
}

/** What is kept in memory: windows, and sums in all of them together (about 400 bytes each with their boards). */
const mostStates = 64
const mostCells = 600_000
const mostBoards = 6
const batch = 5000

/** An empty memory; one per server. */
export function makeLive(): Live {
  const states = new Map<string, State>()
  return {
    state: async (db, city, window) => {
      const key = JSON.stringify([city, window])
      const known = states.get(key)
      const state = known ?? (await readState(db, city, window, await lastSeq(db, city)))
      if (known !== undefined) await catchUp(db, city, window, known)
      states.delete(key)
      states.set(key, state)
      forget(states)
      return state
    },
  }
}

/** Drops the windows that were asked for longest ago; the last one always stays. */
function forget(states: Map<string, State>): void {
  let cells = [...states.values()].reduce((sum, { facts }) => sum + facts.cells.rows.size, 0)
  for (const [key, { facts }] of states) {
    if (states.size === 1 || (states.size <= mostStates && cells <= mostCells)) return
    states.delete(key)
    cells -= facts.cells.rows.size
  }
}

/** The sums of a window up to a fact number, read from nothing; on a kept ground, or where places are today. */
export async function readState(db: Db, city: CityId, window: Window, upTo: number, kept?: CityGround): Promise<State> {
  const ground = kept ?? (await readGround(db, city))
  const facts = makeFacts()
  const sums = await listSums(db, city, window, upTo)
  for (const it of sums) addSums(facts, it.kind, it.fact, placeOf(ground, it), amountsIn(it))
  for (const it of await listReplacedSums(db, city, window, upTo)) addSums(facts, it.kind, it.fact, placeOf(ground, it), amountsIn(it), -1)
  for (const it of await listRecords(db, city, window, upTo)) observe(facts, observed(ground, it))
  return { facts, ground, last: upTo, standings: new Map() }
}

/** Adds what was committed since. Reading waits, adding does not: two requests at once can never add the same fact twice. */
async function catchUp(db: Db, city: CityId, window: Window, state: State): Promise<void> {
  const upTo = await lastSeq(db, city)
  if (upTo > state.last && (await hasGroundMoved(db, city, state.last))) await renewGround(db, city, state)
  while (state.last < upTo) {
    const rows = await listLater(db, city, window, { seq: state.last, upTo, limit: batch })
    // As `replaces` has it: what was observed after the window takes nothing back in it.
    const replaced = rows.flatMap(({ supersedes, at }) => (supersedes !== null && at < window.to ? supersedes : []))
    const old = replaced.length === 0 ? [] : await listCounted(db, city, window, replaced)
    if (rows.some(({ point, area }) => isUnknown(state.ground, point ?? area))) await renewGround(db, city, state)
    addLater(state, rows, old, rows.length < batch ? upTo : rows.at(-1)!.seq)
  }
}

function addLater(state: State, rows: readonly Later[], old: readonly Row[], reached: number): void {
  const oldById = new Map(old.map((it) => [it.id, it]))
  const touched = new Map<Standing, Set<number>>()
  const take = (it: Row, sign: 1 | -1): void => {
    for (const entry of observe(state.facts, observed(state.ground, it), sign))
      for (const standing of state.standings.values()) {
        const columns = put(standing.board, entry)
        if (columns.length > 0)
          touched.set(
            standing,
            columns.reduce((set, column) => set.add(column), touched.get(standing) ?? new Set<number>()),
          )
      }
  }
  for (const it of rows) {
    if (it.seq <= state.last) continue
    const before = it.supersedes === null ? undefined : oldById.get(it.supersedes)
    if (it.counts) take(it, 1)
    if (before !== undefined) take(before, -1)
  }
  state.last = Math.max(state.last, reached)
  for (const [standing, columns] of touched)
    standing.score = rescore(standing.board.plan, standing.score, columns, (column) => tallyOn(standing.board, 0, column))
}

/** The board and score of an edition on a state; `key` names the plan (edition, version and subject). */
export function standingOf(state: State, key: string, plan: () => Plan): Standing {
  const known = state.standings.get(key)
  if (known !== undefined) return known
  const board = makeBoard(plan(), state.ground.ground)
  for (const entry of entriesOf(state.facts)) put(board, entry)
  const standing = { board, score: score(board.plan, (column) => tallyOn(board, 0, column)) }
  for (const [oldest] of state.standings) if (state.standings.size >= mostBoards) state.standings.delete(oldest)
  state.standings.set(key, standing)
  return standing
}

/** Where everything is: points and areas, read anew. */
export async function readGround(db: Db, city: CityId): Promise<CityGround> {
  const points = await listPointPlaces(db, city)
  const areas = await listAreaLevels(db, city)
  const byId = new Map(areas.map((area) => [area.id, area]))
  const places = areas.map((area): Place => {
    const place: Record<string, string | null> = { district: null, street: null, community: null }
    for (let at: typeof area | undefined = area; at !== undefined; at = at.parent === null ? undefined : byId.get(at.parent))
      place[at.level] = at.id
    return { id: area.id, type: null, unit: null, district: place['district']!, street: place['street']!, community: place['community']! }
  })
  return groundFrom([...points, ...places])
}

/** A ground from places, read or kept. An area of no district, street or community is the city itself. */
export const groundFrom = (places: readonly Place[]): CityGround => ({
  ground: groundOf(places),
  places,
  whole: new Set(
    places.filter(({ type, district, street, community }) => (type ?? district ?? street ?? community) === null).map(({ id }) => id),
  ),
})

async function renewGround(db: Db, city: CityId, state: State): Promise<void> {
  state.ground = await readGround(db, city)
  state.standings.clear()
}

const isUnknown = ({ ground, whole }: CityGround, place: string | null) => place !== null && !whole.has(place) && !ground.places.has(place)

const placeOf = ({ whole }: CityGround, { point, area }: { point: string | null; area: string | null }): string | null =>
  point ?? (area === null || whole.has(area) ? null : area)

const amountsIn = ({ n, factor, misses, passes, na, exempt, value, values }: Sums): number[] =>
  [n, factor, misses, passes, na, exempt, value, values].map((amount) => amount ?? 0)

const observed = (ground: CityGround, { point, area, grade, ...rest }: Row): Observed => ({
  ...rest,
  place: placeOf(ground, { point, area }),
  exempt: grade === exemptGrade,
})
