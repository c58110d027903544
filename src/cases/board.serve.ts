/**
 * The board of the desk: districts by units, with what is open, overdue and closed. Never stale: before each answer the database
 * is asked which board it has; only when it is the one at hand, and nothing fell due since, is it not read again.
 */
import { gather } from '../api/together.serve.ts'
import type { CityId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { type BoardCell, boardVersion, listBoardNames, moveMark, readBoard } from './board.sql.ts'
import type { Board } from './cases.api.ts'

interface Kept {
  readonly board: Board
  readonly version: number
  /** From when on to when it is good: until the next case falls due. */
  readonly from: string
  readonly until: string
  /** When its names were read. */
  readonly readAt: number
}

const namesKeptMs = 10_000
/** So many that fell due since the mark are looked at again each time; then the mark is moved. */
const mostSince = 500
const farFuture = '9999-12-31T00:00:00.000Z'

type AskBoard = (asked: { readonly db: Db; readonly at: string }) => Promise<Board>

/** The boards of one house. */
export function makeBoards(): (db: Db, city: CityId, at: string) => Promise<Board> {
  const cities = new Map<CityId, AskBoard>()
  return (db, city, at) => {
    const ask = cities.get(city) ?? boardOf(city)
    cities.set(city, ask)
    return ask({ db, at })
  }
}

/** The board of a city, the same for all who ask at the same moment. */
function boardOf(city: CityId): AskBoard {
  let kept: Kept | undefined
  const read = async (db: Db, at: string): Promise<Board> => {
    const good = kept !== undefined && kept.from <= at && at <= kept.until && Date.parse(at) - kept.readAt < namesKeptMs
    if (good && (await boardVersion(db, city)) === kept!.version) return kept!.board
    const [cells, names] = await Promise.all([readBoard(db, city, at), listBoardNames(db, city)])
    if ((cells[0]?.since ?? 0) > mostSince) await db.tx((tx) => moveMark(tx, city, at))
    // Whoever asks until it changes is sent the same bytes.
    const board = Object.freeze(boardFrom(cells, names))
    const [first] = cells
    kept = first && { board, version: first.version, from: at, until: first.next ?? farFuture, readAt: Date.parse(at) }
    return board
  }
  const work = async (asked: readonly Parameters<AskBoard>[0][]) => {
    const last = asked.at(-1)!
    const board = await read(last.db, last.at)
    return asked.map(() => board)
  }
  return gather(work, { most: 1000, atOnce: 1 })
}

type Names = Awaited<ReturnType<typeof listBoardNames>>

/** Rows of districts, cells of units, both by code; what has no district or no unit comes last, if there is any. */
function boardFrom(cells: readonly BoardCell[], names: Names): Board {
  const at = new Map(cells.map((cell) => [`${cell.districtId} ${cell.unitId}`, cell]))
  const used = (ids: Set<string>, list: Names['units']) => [
    ...list.filter(({ id }) => ids.has(id)).map(({ id, zh, en }) => ({ id, title: { zh, en } })),
    ...(ids.has(nil) ? [null] : []),
  ]
  const units = used(new Set(cells.map(({ unitId }) => unitId)), names.units)
  const districts = used(new Set(cells.map(({ districtId }) => districtId)), names.districts)
  const row = (district: string) =>
    units.map((unit) => {
      const cell = at.get(`${district} ${unit?.id ?? nil}`)
      return cell ? { open: cell.open, overdue: cell.overdue, closed: cell.closed } : { open: 0, overdue: 0, closed: 0 }
    })
  return { units, districts: districts.map((district) => ({ district, cells: row(district?.id ?? nil) })) }
}

const nil = '00000000-0000-0000-0000-000000000000'
