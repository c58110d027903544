/**
 * The rows of the list of cases, each made and written once for as long as it is the same. The database is asked at every page which
 * cases it shows and which transaction wrote each of them last, what their names are and which procedures there are: only where all of
 * it is as it was is a row given again, so that a page is never older than its request. What the clock changes is looked at every time.
 */
import type { PageOf } from '../api/cursor.ts'
import { gatherBy } from '../api/together.serve.ts'
import { writtenAs } from '../api/written.serve.ts'
import type { CaseId, CityId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { listPointHeads } from '../city/pointHead.sql.ts'
import type { PointHead } from '../city/pointHead.ts'
import { caseLight, isOverdue } from './case.ts'
import type { CaseHead } from './cases.api.ts'
import { listHeadRows, listNames, toHead } from './cases.sql.ts'
import type { ReadHeads } from './pages.sql.ts'
import { type Procedures, readProcedures } from './procedure/procedures.sql.ts'

interface Kept {
  readonly stamp: string
  /** The newest version of the city's procedure by then; versions are only ever added. */
  readonly version: number
  readonly head: CaseHead
}

/** Rows kept by a server: 3.4 kB each, 70 MB in all. */
const mostKept = 20_000
/** What nobody asks for is forgotten after twice as long, also where nobody asks for anything: words may have been erased meanwhile. */
const keptMs = 10 * 60_000

/** The rows at hand: what was asked for lately, and what was before; the latter is dropped all at once. */
function makeStore(most = mostKept) {
  let [young, old] = [new Map<string, Kept>(), new Map<string, Kept>()]
  const put = (key: string, it: Kept) => {
    if (young.size >= most / 2) [young, old] = [new Map(), young]
    young.set(key, it)
  }
  return {
    find: (key: string): Kept | undefined => {
      const it = young.get(key)
      if (it) return it
      const before = old.get(key)
      if (before) put(key, before)
      return before
    },
    put,
    /** Drops what was not asked for since the last time. */
    age: () => {
      ;[young, old] = [new Map(), young]
    },
  }
}

/** What rows are compared with: the names of now, and the procedures. */
interface Around {
  readonly procedures: Procedures
  readonly names: Awaited<ReturnType<typeof listNames>>
  readonly points: ReadonlyMap<string, PointHead>
}

const once = <Item>(items: readonly (Item | null | undefined)[]): Item[] => [
  ...new Set(items.filter((item) => item !== null && item !== undefined)),
]

/** The names around all rows that are asked about at one moment. */
async function lookAround(city: CityId, asked: readonly { readonly db: Db; readonly heads: readonly CaseHead[] }[]): Promise<Around[]> {
  const { db } = asked[0]!
  const heads = asked.flatMap((one) => one.heads)
  const [procedures, names, points] = await Promise.all([
    readProcedures(db, city),
    heads.length === 0
      ? new Map()
      : listNames(
          db,
          city,
          once(heads.flatMap(({ reportedBy, rectifiedBy }) => [reportedBy?.id, rectifiedBy?.id])),
          once(heads.map(({ unit }) => unit?.id)),
          once(heads.map(({ street }) => street?.id)),
        ),
    listPointHeads(db, city, once(heads.map(({ point }) => point?.id))),
  ])
  const around = { procedures, names, points: new Map(points.map((point) => [point.id, point])) }
  return asked.map(() => around)
}

const isNamed = (it: CaseHead['unit'], { names }: Around): boolean => {
  if (it === null) return true
  const now = names.get(it.id)
  return it.title.zh === (now?.zh ?? '') && it.title.en === (now?.en ?? '')
}
const isCalled = (it: CaseHead['reportedBy'], { names }: Around): boolean => it === null || it.name === (names.get(it.id)?.zh ?? '')
const isThere = (it: PointHead | null, { points }: Around): boolean =>
  it === null || JSON.stringify(it) === JSON.stringify(points.get(it.id))

/** Whether everything that a row says beside its case is still so. */
const isGood = ({ version, head }: Kept, around: Around): boolean =>
  version === around.procedures.current.version &&
  isNamed(head.unit, around) &&
  isNamed(head.street, around) &&
  isCalled(head.reportedBy, around) &&
  isCalled(head.rectifiedBy, around) &&
  isThere(head.point, around)

/** A row at an instant: its light and whether it is late; the same row where neither changed. */
function headAt(head: CaseHead, at: string): CaseHead {
  const [light, overdue] = [caseLight(head, at), isOverdue(head, at)]
  return light === head.light && overdue === head.overdue ? head : { ...head, light, overdue }
}

/** The rows of one house, until it is closed. */
export interface Heads {
  readonly read: ReadHeads
  readonly close: () => void
}

/** Keeps rows for a house. */
export function makeHeads(): Heads {
  const store = makeStore()
  const { ask: askAround } = gatherBy(lookAround, { most: 64, atOnce: 4 })
  const aging = setInterval(store.age, keptMs).unref()
  const read: ReadHeads = async (db, city, at, stamped) => {
    const keyOf = (id: CaseId) => `${city} ${id}`
    const known = stamped.flatMap(({ id, stamp }) => {
      const it = store.find(keyOf(id))
      return it?.stamp === stamp ? [it] : []
    })
    const heads = new Map(known.map((it) => [it.head.id, it]))
    const missing = stamped.flatMap(({ id }) => (heads.has(id) ? [] : [id]))
    const rowsOf = (ids: readonly CaseId[]) => (ids.length === 0 ? [] : listHeadRows(db, city, ids))
    const [around, rows] = await Promise.all([askAround(city, { db, heads: known.map(({ head }) => head) }), rowsOf(missing)])
    const stale = known.flatMap((it) => (isGood(it, around) ? [] : [it.head.id]))
    const { procedures } = around
    for (const row of [...rows, ...(await rowsOf(stale))]) {
      const it = { stamp: row.stamp, version: procedures.current.version, head: toHead(at, procedures)(row) }
      store.put(keyOf(row.id), it)
      heads.set(row.id, it)
    }
    return stamped.flatMap(({ id }) => {
      const it = heads.get(id)
      if (!it) return []
      const head = headAt(it.head, at)
      if (head !== it.head) store.put(keyOf(id), { ...it, head })
      return [head]
    })
  }
  return { read, close: () => clearInterval(aging) }
}

const pieces = new WeakMap<CaseHead, Buffer>()

/** A row as it is sent; written once. */
function pieceOf(head: CaseHead): Buffer {
  const known = pieces.get(head)
  if (known) return known
  const piece = Buffer.from(JSON.stringify(head))
  pieces.set(head, piece)
  return piece
}

const [comma, opening] = [Buffer.from(','), Buffer.from('{"items":[')]

/** A page whose rows need not be written again. */
export function pageWritten<Page extends PageOf<CaseHead>>(page: Page): Page {
  const { items, ...rest } = page
  const tail = JSON.stringify(rest)
  const rows = items.flatMap((head, index) => (index === 0 ? [pieceOf(head)] : [comma, pieceOf(head)]))
  return writtenAs(page, Buffer.concat([opening, ...rows, Buffer.from(tail === '{}' ? ']}' : `],${tail.slice(1)}`)]))
}
