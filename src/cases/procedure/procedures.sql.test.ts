/** A city makes the procedure its own: takes it away, adds a step, brings it back; running cases keep theirs or move by the rule. */
import { v7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import { engines } from '../../../test/engines.ts'
import { city, units } from '../../../test/smallCity.ts'
import { useSmall } from '../../../test/smallHouse.ts'
import { listEventsAfter } from '../../base/event.sql.ts'
import type { CaseId, EventId } from '../../base/ids.ts'
import { ledgerApi } from '../../ledger/ledger.api.ts'
import { readSheets } from '../../sheets/read.serve.ts'
import { casesApi } from '../cases.api.ts'
import { rowsOf, readRows } from './book.ts'
import type { Procedure } from './procedure.ts'
import { proceduresApi } from './procedures.api.ts'
import { readProcedure } from './read.ts'
import { shipped } from './shipped.ts'

/** With a step of the city's own between filing and dispatch, open to roles that the city names, and other names. */
const own = (): Procedure => {
  const mine = structuredClone(shipped) as Procedure
  mine.states.push({ state: 'measured', name: { zh: '已评估', en: 'Measured' }, stage: 'reported', ball: 'desk', next: 'dispatch' })
  mine.states.find(({ state }) => state === 'filed')!.next = 'measure'
  mine.states.find(({ state }) => state === 'reported')!.name = { zh: '待受理', en: 'To be taken in' }
  mine.steps.push({
    step: 'measure',
    name: { zh: '评估', en: 'Measure' },
    who: [{ roles: ['street', 'inspector'] }],
    another: [],
    from: ['filed'],
    needs: { note: 'must' },
    ways: [{ when: 'always', to: 'measured', does: [], clocks: {} }],
    bounds: {},
    event: 'case.moved',
  })
  mine.steps.find(({ step }) => step === 'dispatch')!.from.push('measured')
  return mine
}

it('is read from its own workbook word for word', () => {
  for (const procedure of [shipped, own()]) {
    const said = readRows(rowsOf(procedure))
    expect(readProcedure(said.document)).toEqual({ procedure, faults: [] })
  }
})

describe.each(engines)('procedures on %s', (_name, open) => {
  const { house, small } = useSmall(open)
  const desk = () => small.as('office', proceduresApi)
  const cases = (login: 'office' | 'street' | 'unit' | 'inspector' = 'office') => small.as(login, casesApi)
  const told = (text: string) => cases().fromDesk({ body: { id: v7() as CaseId, text } })
  const take = (login: 'office' | 'inspector', id: CaseId, step: string, given: object = {}) =>
    cases(login).take({ params: { id, step }, body: { id: v7() as EventId, ...given } as never })

  it('comes with the house and goes out as a workbook that comes back the same', async () => {
    const file = await desk().get({ query: {} })
    expect(file).toMatchObject({ version: 0, by: null, document: { steps: shipped.steps } })
    expect(file.printed.find(({ step }) => step.includes('rectify'))).toMatchObject({ needs: ['照片', '说明（可选）'] })
    const book = await desk().export({ query: {} })
    const bytes = new Uint8Array(await book.arrayBuffer())
    expect((await readSheets(bytes, 'a.xlsx')).sheets.map(({ name }) => name)).toEqual(['步骤', '状态', '计时', '标题'])
    expect(await desk().read({ query: { name: 'a.xlsx' }, body: bytes })).toEqual({ document: shipped })
    const json = new Uint8Array(await (await desk().export({ query: { form: 'json' } })).arrayBuffer())
    expect(await desk().read({ query: { name: 'a.json' }, body: json })).toEqual({ document: shipped })
  })

  it('refuses what cannot be worked by, row by row, and keeps nothing', async () => {
    const broken = own()
    broken.steps = broken.steps.filter(({ step }) => step !== 'measure')
    await expect(desk().adopt({ body: { id: v7(), document: broken, note: '试' } })).rejects.toMatchObject({
      code: 'procedure.faulty',
      status: 422,
      faults: [
        { sheet: 'state', row: 14, says: 'fault.procedure.unreachable' },
        { sheet: 'state', row: 4, says: 'fault.procedure.noNext' },
      ],
    })
    await expect(desk().adopt({ body: { id: v7(), document: { title: 'x' }, note: '试' } })).rejects.toMatchObject({
      code: 'procedure.faulty',
    })
    await expect(desk().adopt({ body: { id: v7(), document: shipped, note: '试' } })).rejects.toMatchObject({ code: 'procedure.same' })
    await expect(small.as('unit', proceduresApi).adopt({ body: { id: v7(), document: own(), note: '试' } })).rejects.toMatchObject({
      status: 403,
    })
    expect((await desk().list({})).items).toMatchObject([{ version: 0 }])
  })

  it('a new version is for new cases; open ones keep theirs, and its hash stands in the ledger', async () => {
    const before = await told('旧流程的案件')
    const id = v7()
    const adopted = await desk().adopt({ body: { id, document: own(), note: '加评估' } })
    expect(adopted).toMatchObject({ version: 1, moves: 'new', note: '加评估' })
    expect(await desk().adopt({ body: { id, document: own(), note: '加评估' } })).toEqual(adopted)
    const event = (await listEventsAfter(house.db.of(city), city, 0, 100)).find(({ kind }) => kind === 'procedure.adopted')
    expect(event).toMatchObject({ thing: id, data: { version: 1, hash: adopted.hash } })
    expect((await small.as('office', ledgerApi).listKinds({})).items).toContain('procedure.adopted')

    const after = await told('新流程的案件')
    expect(after).toMatchObject({ procedure: 1, stateName: { zh: '待受理' } })
    expect(await cases().get({ params: { id: before.id } })).toMatchObject({ procedure: 0, stateName: { zh: '已上报' } })
    await take('office', after.id, 'file')
    await take('office', before.id, 'file')
    expect((await cases('inspector').list({ query: { mine: 'true' } })).items.map(({ id: one }) => one)).toContain(after.id)
    await expect(take('office', after.id, 'measure', { note: '大' })).rejects.toMatchObject({ code: 'case.notYourStep' })
    await expect(take('inspector', before.id, 'measure', { note: '大' })).rejects.toMatchObject({ code: 'case.noSuchStep' })
    const measured = await take('inspector', after.id, 'measure', { note: '约 3 平方米' })
    expect(measured).toMatchObject({ state: 'measured', stage: 'reported', next: { step: 'dispatch' } })
    expect(measured.history.at(-1)).toMatchObject({ step: 'measure', name: { zh: '评估' }, to: { name: { zh: '已评估' } } })
    expect((await desk().list({})).items.map(({ version, openCases }) => [version, openCases])).toEqual([
      [1, 1],
      [0, 1],
    ])
  })

  it('a version adopted for open cases takes them over at their next step, where it knows their state', async () => {
    const [waiting] = (await cases().list({ query: { state: 'measured' } })).items
    const filed = (await cases().list({ query: { state: 'filed' } })).items[0]!
    const mine = own()
    mine.title = { zh: '第二版', en: 'Second' }
    expect(await desk().adopt({ body: { id: v7(), document: mine, moves: 'open', note: '统一' } })).toMatchObject({ version: 2 })
    // The case of the shipped procedure gets the step that its own did not have.
    expect(await take('inspector', filed.id, 'measure', { note: '小' })).toMatchObject({ procedure: 2, state: 'measured' })
    const narrow = structuredClone(shipped) as Procedure
    await desk().adopt({ body: { id: v7(), document: narrow, moves: 'open', note: '回到原流程' } })
    // No state “measured” there: it goes on under its own.
    const away = await take('office', waiting!.id, 'dispatch', { unitId: units.market, dueAt: '2026-12-01T10:00:00.000Z' })
    expect(away).toMatchObject({ procedure: 2, state: 'dispatched' })
  })
})
