/** The board is what the rows say, whatever was done to the cases in between, and at every instant. */
import { v7 } from 'uuid'
import { beforeAll, describe, expect, it } from 'vitest'
import { city, points, signIn, streets, units } from '../../test/smallCity.ts'
import { useSmall } from '../../test/smallHouse.ts'
import { engines } from '../../test/engines.ts'
import { dice } from '../../bench/mesh.ts'
import { countBoardAnew, moveMark, readBoard } from './board.sql.ts'
import type { Board } from './cases.api.ts'
import { makeBoards } from './board.serve.ts'
import { findLost } from './places/places.serve.ts'

const day = (no: number) => new Date(Date.parse('2026-11-20T04:00:00.000Z') + no * 86_400_000).toISOString()

describe.each(engines)('the board on %s', (_name, open) => {
  const { house, small } = useSmall(open)
  let cookie = ''
  beforeAll(async () => {
    cookie = await signIn(small.app, 'operator')
  })

  const post = async (path: string, payload: object) =>
    (await small.app.inject({ method: 'POST', url: `/api${path}`, headers: { cookie }, payload })).json() as Record<string, never>
  const read = async () => (await small.app.inject({ method: 'GET', url: '/api/cases/board', headers: { cookie } })).json() as Board

  const plain = (cells: readonly { districtId: string; unitId: string; open: number; overdue: number; closed: number }[]) =>
    cells.map(({ districtId, unitId, open: o, overdue, closed }) => `${districtId} ${unitId} ${o} ${overdue} ${closed}`).toSorted()

  it('follows a hundred random steps, with the mark moved at random', async () => {
    const roll = dice(5)
    const any = <Item>(list: readonly Item[]): Item => list[Math.floor(roll() * list.length)]!
    const ids: string[] = []
    for (let step = 0; step < 100; step++) {
      const what = roll()
      const id = any(ids)
      const dueAt = day(Math.floor(roll() * 6) - 2)
      if (id === undefined || what < 0.35) {
        ids.push(v7())
        const unitId = any([units.market, units.housing, undefined])
        const where = any([{ pointId: points.market }, { place: [116.2, 39.1] }, {}])
        await post('/cases/from/desk', { id: ids.at(-1), text: '路灯不亮', ...where, ...(unitId ? { unitId } : {}), dueAt })
      } else if (what < 0.6)
        await post(`/cases/${id}/dispatch`, {
          id: v7(),
          unitId: any([units.market, units.street1]),
          dueAt: day(1 + Math.floor(roll() * 4)),
        })
      else if (what < 0.8) await post(`/cases/${id}/close`, { id: v7(), note: '不属管辖' })
      else if (what < 0.9) await post(`/cases/${id}/reopen`, { id: v7(), note: '又出现' })
      else if (what < 0.95) await house.db.tx((tx) => moveMark(tx, city, day(Math.floor(roll() * 3))))
      else await findLost(house.db, city)
      for (const at of [day(3), day(9)]) {
        const kept = (await readBoard(house.db, city, at)).map((cell) => cell)
        expect(plain(kept)).toEqual(plain(await countBoardAnew(house.db, city, at)))
      }
    }
    const sums = (await countBoardAnew(house.db, city, day(9))).reduce(
      (all, it) => [all[0]! + it.open, all[1]! + it.overdue, all[2]! + it.closed],
      [0, 0, 0],
    )
    expect(Math.min(...sums)).toBeGreaterThan(0)
  })

  it('is read again when something changed, and when something fell due', async () => {
    const sum = (board: Board, key: 'open' | 'overdue') =>
      board.districts.flatMap(({ cells }) => cells).reduce((all, it) => all + it[key], 0)
    const before = await read()
    await post('/cases/from/desk', { id: v7(), text: '井盖破损', dueAt: day(20.5), unitId: units.market, place: [116.1, 39.1] })
    const after = await read()
    expect(sum(after, 'open')).toBe(sum(before, 'open') + 1)
    expect(await read()).toEqual(after)
    const boards = makeBoards()
    const now = sum(await boards(house.db, city, day(20.4)), 'overdue')
    expect(sum(await boards(house.db, city, day(20.45)), 'overdue')).toBe(now)
    expect(sum(await boards(house.db, city, day(20.6)), 'overdue')).toBe(now + 1)
    expect(after.units.length).toBeGreaterThan(1)
    expect(streets).toHaveLength(2)
  })
})
