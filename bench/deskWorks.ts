/** What is asked of both servers, in the words of each, and what shows that both answer right. */
import { randomBytes } from 'node:crypto'
import { v7 } from 'uuid'
import { boxOf, classOf, districts, states, unitOf, units, whole } from './deskCity.ts'
import { dice } from './mesh.ts'

export const sides = ['bare', 'ours'] as const
export type Side = (typeof sides)[number]

export interface Asked {
  readonly method?: 'GET' | 'POST'
  readonly path: string
  readonly body?: object
  readonly headers?: Record<string, string>
}
type Ask = (asked: Asked) => Promise<{ text: string; etag: string }>
type Work = ((side: Side, ask: Ask) => Promise<unknown>) & { readonly check?: (side: Side, ask: Ask) => Promise<unknown> }

const roll = dice(7)
const any = (count: number) => Math.floor(roll() * count)
const dueAt = '2026-12-01T00:00:00.000Z'

interface Reported {
  readonly district: number
  readonly unit: number
  readonly place: readonly [number, number]
}

/** A report that falls well inside a district. */
function reported(): Reported {
  const district = any(districts)
  const [west, south, east, north] = boxOf(district)
  const inside = () => 0.01 + roll() * 0.98
  return { district, unit: any(units), place: [west + (east - west) * inside(), south + (north - south) * inside()] }
}

const reportOf = (side: Side, { unit, place }: Reported, photo: string | null) => ({
  id: v7(),
  text: '人行道地砖破损，行人经过时容易绊倒，请尽快修复',
  class: classOf(unit),
  place,
  dueAt,
  ...(side === 'bare' ? { photo } : { photos: photo === null ? [] : [photo] }),
})

const sendReport = (side: Side, ask: Ask, body: object, headers: Record<string, string> = {}) =>
  ask({ method: 'POST', path: side === 'bare' ? '/cases' : '/api/cases/from/desk', body, headers })

/** A case made by each is read back: the district of its place, and the unit of its class. */
async function checkReport(side: Side, ask: Ask): Promise<unknown> {
  const it: Reported = { district: 7, unit: 3, place: [boxOf(7)[0] + 0.05, boxOf(7)[1] + 0.05] }
  const body = reportOf(side, it, null)
  const said = JSON.parse((await sendReport(side, ask, body)).text) as Record<string, never>
  if (side === 'bare') return [said['id'] === body.id, said['district'] === it.district, said['unit'] === it.unit]
  const place = JSON.parse((await ask({ path: `/api/cases/${body.id}/place` })).text) as { district: { title: { zh: string } } }
  const again = JSON.parse((await sendReport(side, ask, body)).text) as Record<string, never>
  return [
    again['no'] === said['no'] && said['id'] === body.id,
    place.district.title.zh === `${it.district + 1}区`,
    said['unit']!['id'] === unitOf(it.unit),
  ]
}

const create: Work = Object.assign((side: Side, ask: Ask) => sendReport(side, ask, reportOf(side, reported(), null)), {
  check: checkReport,
})

/** The same with the header by which any write may be repeated. The bare server has none. */
const createKeyed: Work = Object.assign(
  (side: Side, ask: Ask) => sendReport(side, ask, reportOf(side, reported(), null), side === 'ours' ? { 'idempotency-key': v7() } : {}),
  { check: checkReport },
)

interface Filter {
  readonly unit: number
  readonly state: number
  readonly box: readonly number[]
}

/** A box of a sixth of the city, anywhere in it; mostly what is closed or in work. */
function filter(): Filter {
  const [west, south, east, north] = whole
  const [x, y] = [west + roll() * (east - west - 0.2), south + roll() * (north - south - 0.17)]
  return { unit: any(units), state: [1, 1, 4, 4, 0, 2][any(6)]!, box: [x, y, x + 0.2, y + 0.17] }
}

const pathOf = (side: Side, { unit, state, box }: Filter): string =>
  side === 'bare'
    ? `/cases?unit=${unit}&state=${state}&box=${box.join(',')}`
    : `/api/cases?unit=${unitOf(unit)}&state=${states[state]!}&box=${box.join(',')}&total=true`

const page: Work = Object.assign((side: Side, ask: Ask) => ask({ path: pathOf(side, filter()) }), {
  check: async (side: Side, ask: Ask) => {
    const seeds = dice(11)
    const told: unknown[] = []
    for (let round = 0; round < 12; round++) {
      const [x, y] = [113 + seeds() * 0.3, 35 + seeds() * 0.23]
      const it: Filter = { unit: round, state: round % 5, box: [x, y, x + 0.2, y + 0.17] }
      const { items, total } = JSON.parse((await ask({ path: pathOf(side, it) })).text) as { items: { id: string }[]; total: number }
      // What the checks before this one made is not the same on both sides.
      told.push(
        total,
        items.map(({ id }) => id).filter((id) => id.startsWith('01900000-')),
      )
    }
    return told
  },
})

/** The board, its figures compared. */
const board: Work = Object.assign((side: Side, ask: Ask) => ask({ path: side === 'bare' ? '/board' : '/api/cases/board' }), {
  check: async (side: Side, ask: Ask) => {
    const said = JSON.parse((await ask({ path: side === 'bare' ? '/board' : '/api/cases/board' })).text) as never
    const closed =
      side === 'bare'
        ? (said as { closed: number }[]).map((cell) => cell.closed)
        : (said as { districts: { cells: { closed: number }[] }[] }).districts.flatMap(({ cells }) => cells.map((cell) => cell.closed))
    // Each orders districts and units in its own way.
    return closed.toSorted((a, b) => a - b)
  },
})

/** A photo of 200 kB, each of its own content, then the case that it belongs to. */
const withPhoto =
  (photos: readonly Buffer[]): Work =>
  async (side, ask) => {
    const picture = photos[any(photos.length)]!
    // A comment of a JPEG stands right behind its first two bytes: the content differs, the picture does not.
    const bytes = Buffer.concat([picture.subarray(0, 2), Buffer.from([0xff, 0xfe, 0, 18]), randomBytes(16), picture.subarray(2)])
    const id = v7()
    const path = side === 'bare' ? '/photos' : `/api/evidence?id=${id}&name=photo.jpg`
    const { text } = await ask({ method: 'POST', path, body: bytes })
    const photo = side === 'bare' ? (JSON.parse(text) as { hash: string }).hash : id
    return sendReport(side, ask, reportOf(side, reported(), photo))
  }

/** Pictures of some 200 kB with the detail of a photo. */
async function pictures(): Promise<Buffer[]> {
  const { default: sharp } = await import('sharp')
  return Promise.all(
    Array.from({ length: 60 }, () =>
      sharp(randomBytes(160 * 120 * 3), { raw: { width: 160, height: 120, channels: 3 } })
        .resize(1280, 960, { kernel: 'cubic' })
        .jpeg({ quality: 78 })
        .toBuffer(),
    ),
  )
}

export const works: Record<string, Work> = {
  create,
  'create with a key': createKeyed,
  'create with a photo': withPhoto(process.argv.includes('--serve') ? [] : await pictures()),
  page,
  board,
}
