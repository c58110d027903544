/** The score by the terminal, on a database in a folder: measured, stored, made again, and refused when somebody touched it. */
import { expect, it } from 'vitest'
import { openCliHouse } from '../../test/cliHouse.ts'
import { city, fill, points } from '../../test/smallCity.ts'
import { sql } from '../base/sql.ts'
import { addObservations } from '../inspections/observations.sql.ts'
import { v7 } from 'uuid'
import type { ObservationId, PointId } from '../base/ids.ts'
import { onDatabase } from './database.ts'
import { scoreCommand } from './score.ts'
import { terminalOf } from './terminal.ts'

const said: { value: unknown; lines: readonly string[] }[] = []
const terminal = { ...terminalOf('en', true), answer: (value: unknown, lines: readonly string[]) => void said.push({ value, lines }) }
const run = (options: Record<string, string>) => scoreCommand.run(terminal, [], options)

openCliHouse(async () => {
  await onDatabase(async (db) => {
    await fill(db)
    const look = (fact: string, factor: number) => ({
      id: v7() as ObservationId,
      kind: 'check' as const,
      fact,
      pointId: points.market as PointId,
      grade: null,
      factor,
      value: null,
      observedAt: '2026-10-01T02:00:00.000Z',
      by: null,
    })
    await addObservations(db, city, [look('PSA', 1000), look('LITTER', 0)])
  })
})

it('measures, stores and verifies', async () => {
  const span = { from: '2026-01-01', to: '2026-12-31' }
  await run({ ...span, edition: 'small/2026' })
  expect(said.at(-1)!.lines).toEqual([
    'Small standard (small/2026)',
    'Total 5.00 of 10.00',
    'All: 2.00 of 4.00 observed, 10.00 in all, 60% not observed',
    '  P1 Environment: 2.00 of 4.00 observed, 10.00 in all, 60% not observed',
  ])
  await run({ ...span, store: '终端测评' })
  const { id } = said.at(-1)!.value as { id: string }
  expect(said.at(-1)!.value).toMatchObject({ got: 200, madeBy: null, title: { zh: '终端测评' } })
  await run({ verify: id })
  expect(said.at(-1)!.value).toEqual({ same: true, id, got: 200, of: 400 })
  await onDatabase((db) => db.run(sql`update scores set result = jsonb_set(result, '{tree,got}', '300') where city_id = ${city}`))
  await expect(run({ verify: id })).rejects.toMatchObject({
    code: 'assessments.differs',
    faults: [{ at: 'total', details: { was: '3.00 / 4.00 + 0.00', is: '2.00 / 4.00 + 0.00' } }],
  })
})

it('refuses what it cannot find', async () => {
  await expect(run({ verify: 'x' })).rejects.toMatchObject({ code: 'assessments.noSuchScore' })
  await expect(run({ edition: 'other' })).rejects.toMatchObject({ code: 'assessments.noSuchEdition' })
  await expect(run({ from: '01.02.2026' })).rejects.toMatchObject({ code: 'assessments.badDay' })
})
