import { v7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import { engines } from '../../test/engines.ts'
import { city, noon, points, postOf } from '../../test/smallCity.ts'
import { useSmall } from '../../test/smallHouse.ts'
import { fileOfSheets, type Sheets, stalls } from '../../test/xlsforms.ts'
import { listEventsOf } from '../base/event.sql.ts'
import type { PointId } from '../base/ids.ts'
import type { Problem } from '../base/problem.ts'
import { readSheets } from '../sheets/read.serve.ts'
import type { FormAnswerId, FormVersionId } from './form.ts'
import { formsApi } from './forms.api.ts'

const form = v7() as FormVersionId
const answer = () => v7() as FormAnswerId

/** A survey with one row changed; rows are counted as in the sheet. */
const changed = (row: number, column: string, text: string): Sheets => ({
  ...stalls,
  survey: stalls['survey']!.map((cells, index) =>
    index === row - 1 ? cells.map((cell, at) => (stalls['survey']![0]![at] === column ? text : cell)) : cells,
  ),
})

describe.each(engines)('forms on %s', (_name, open) => {
  const { house, small } = useSmall(open)
  const office = () => small.as('office', formsApi)
  const publish = async (sheets: Sheets, id = form) =>
    office().publish({ query: { id, name: 'stalls.xlsx' }, body: await fileOfSheets(sheets) })

  it('are taken when the field’s engine takes them, once', async () => {
    const head = await publish(stalls)
    expect(head).toMatchObject({
      formId: 'stalls',
      version: '3',
      title: '摊位普查',
      questions: 13,
      answered: 0,
      isLatest: true,
      by: { name: 'office员' },
    })
    expect(await publish(stalls, v7() as FormVersionId)).toEqual(head)
    const whole = await office().get({ params: { id: form } })
    expect(whole.xform).toContain('<h:title>摊位普查</h:title>')
    const xml = await (await office().getXform({ params: { id: form } })).arrayBuffer()
    expect(new TextDecoder().decode(xml)).toBe(whole.xform)
  })

  it('are refused by row with the engine’s reason, and what is published never changes', async () => {
    const wrong = { ...changed(5, 'constraint', '. >= (1'), choices: stalls['choices']! }
    const reading = await office().read({ query: { name: 'x.xlsx' }, body: await fileOfSheets(wrong) })
    expect(reading).toMatchObject({ title: null, questions: 0, faults: [{ sheet: 'survey', row: 5, says: 'fault.form.expression' }] })
    expect(reading.faults[0]!.message).toContain('. >= (1')
    const unknown = await publish(changed(4, 'relevant', 'frobnicate(${d})'), v7() as FormVersionId).catch((error: Problem) => error)
    expect((unknown as Problem).faults).toMatchObject([{ sheet: 'survey', row: 4, at: 'relevant' }])
    await expect(publish(changed(5, 'default', '3'), v7() as FormVersionId)).rejects.toMatchObject({ code: 'forms.versionTaken' })
    await expect(publish({ survey: [['a']] }, v7() as FormVersionId)).rejects.toMatchObject({ code: 'forms.faults' })
    await expect(small.as('inspector', formsApi).publish({ query: { id: form }, body: await fileOfSheets(stalls) })).rejects.toMatchObject({
      status: 403,
    })
  })

  it('come out as the workbook that they came in as', async () => {
    const file = await office().getWorkbook({ params: { id: form } })
    const next = await office().read({ query: { name: 'again.xlsx' }, body: new Uint8Array(await file.arrayBuffer()) })
    expect(next).toMatchObject({ title: '摊位普查', version: '3', questions: 13, faults: [], languages: ['中文 (zh)', 'English (en)'] })
  })

  it('are answered once by each id, and only as they ask', async () => {
    const inspector = small.as('inspector', formsApi)
    const body = {
      id: answer(),
      answers: { d: 'a', s: 's1', n: '1', stall: [{ who: { name: '王' }, t: 'litter other' }], total: '2', mark: '' },
      pointId: points.market as PointId,
      filledAt: '2026-11-20T03:00:00.000Z',
    }
    const first = await inspector.answer({ params: { id: form }, body })
    expect(first).toMatchObject({ point: { code: 'P001' }, by: { name: 'inspector员' }, recordedAt: noon })
    expect(first.answers).not.toHaveProperty('mark')
    expect(await inspector.answer({ params: { id: form }, body })).toEqual(first)
    // Corrected and sent again under its id, or moved to another place, it is not the same answer: it must not be lost in silence.
    for (const other of [{ answers: { ...body.answers, n: '2' } }, { pointId: undefined }, { answers: { ...body.answers, d: 'z' } }])
      await expect(inspector.answer({ params: { id: form }, body: { ...body, ...other } })).rejects.toMatchObject({
        code: 'forms.idTaken',
        status: 409,
      })
    const workedOut = { ...body, answers: { ...body.answers, total: '3' } }
    expect(await inspector.answer({ params: { id: form }, body: workedOut })).toEqual(first)
    // Two at the same moment with one id: one is taken, the other is told.
    const id = answer()
    const twice = ['1', '2'].map((n) =>
      inspector.answer({ params: { id: form }, body: { ...body, id, pointId: undefined, answers: { d: 'a', n } } }),
    )
    const told = (await Promise.allSettled(twice)).map(({ status }) => status)
    expect(told.toSorted()).toEqual(['fulfilled', 'rejected'])
    const wrong = { ...body, id: answer(), pointId: v7() as PointId, filledAt: '2027-01-01T00:00:00.000Z', answers: { d: 'z' } }
    const problem = await inspector.answer({ params: { id: form }, body: wrong }).catch((error: Problem) => error)
    expect((problem as Problem).faults.map(({ at }) => at)).toEqual(['pointId', 'filledAt', 'answers.d'])
    const elsewhere = { params: { id: v7() as FormVersionId }, body }
    await expect(inspector.answer(elsewhere)).rejects.toMatchObject({ code: 'forms.idTaken' })
    await expect(inspector.answer({ ...elsewhere, body: { ...body, id: answer() } })).rejects.toMatchObject({ status: 404 })
  })

  it('take nothing new once they are closed, but what was filled in before', async () => {
    const inspector = small.as('inspector', formsApi)
    const params = { id: form }
    expect((await office().close({ params })).closedAt).toBe(noon)
    expect((await office().close({ params })).closedAt).toBe(noon)
    await expect(inspector.close({ params })).rejects.toMatchObject({ status: 403 })
    const filled = (filledAt: string) => inspector.answer({ params, body: { id: answer(), answers: { d: 'b' }, filledAt } })
    const after = new Date(Date.parse(noon) + 60_000).toISOString()
    await expect(filled(after)).rejects.toMatchObject({ code: 'forms.closed' })
    expect((await filled(noon)).answers).toEqual({ d: 'b' })
    const id = answer()
    // A clock that runs fast is not believed.
    expect((await office().open({ params })).closedAt).toBeNull()
    const fast = await inspector.answer({ params, body: { id, answers: { d: 'b' }, filledAt: after } })
    expect([fast.filledAt, fast.recordedAt]).toEqual([noon, noon])
    // Unless it says how far it is off: then it is kept as it told, and read by what it means.
    const fill = { device: v7(), turn: 3, offsetMs: -3 * 86_400_000 }
    const ahead = new Date(Date.parse(noon) + 3 * 86_400_000 - 60_000).toISOString()
    const phone = await inspector.answer({ params, body: { id: answer(), answers: { d: 'b' }, filledAt: ahead, fill } })
    expect([phone.filledAt, phone.fill]).toEqual([ahead, fill])
    await office().close({ params })
    expect((await inspector.answer({ params, body: { id: answer(), answers: { d: 'a' }, filledAt: ahead, fill } })).filledAt).toBe(ahead)
    expect((await office().list({ query: { closed: 'true' } })).total).toBe(1)
    expect((await office().open({ params })).closedAt).toBeNull()
    expect((await office().list({ query: { closed: 'true' } })).total).toBe(0)
    await expect(office().open({ params: { id: v7() as FormVersionId } })).rejects.toMatchObject({ status: 404 })
  })

  it('lists what was answered, each to whom it may be shown, and gives it out as a workbook', async () => {
    const list = { params: { id: form }, query: {} }
    expect((await office().listAnswers(list)).total).toBe(6)
    expect((await small.as('assessor', formsApi).listAnswers(list)).items).toEqual([])
    expect((await office().listAnswers({ ...list, query: { text: 'P009' } })).total).toBe(0)
    const book = await readSheets(new Uint8Array(await (await office().exportAnswers(list)).arrayBuffer()), 'a.xlsx')
    const tables = book.sheets.map(({ rows }) => {
      const [head, ...lines] = rows.map((cells) => cells.map(({ text }) => text))
      return lines.map((row) => Object.fromEntries(head!.map((name, index) => [name, row[index]])))
    })
    const turn = tables[1]!.find((row) => Object.values(row).includes('王'))!
    expect(turn).toMatchObject({ 项: 'stall[1]', 问题: '垃圾; 其他' })
    const said = tables[0]!.find((row) => row['答卷编号'] === turn['答卷编号'])
    expect(said).toMatchObject({ 点位: 'P001 东街市场', 所在区: '东区', 填写时间: '2026-11-20 11:00' })
    const heads = await office().list({ query: { latest: 'true', text: '普查' } })
    expect([heads.total, heads.items[0]!.answered]).toEqual([1, 6])
  })
  it('say in their facts in which post each of those acted who answer at the same moment', async () => {
    const [ofOffice, ofInspector] = [answer(), answer()]
    const send = (login: 'office' | 'inspector', id: FormAnswerId) =>
      small.as(login, formsApi).answer({ params: { id: form }, body: { id, answers: { d: 'b' }, filledAt: '2026-11-20T03:00:00.000Z' } })
    await Promise.all([send('office', ofOffice), send('inspector', ofInspector)])
    const postsOf = async (id: string) => (await listEventsOf(house.db, city, id)).map(({ kind, post }) => [kind, post])
    expect(await postsOf(ofOffice)).toEqual([['form.answered', postOf('office')]])
    expect(await postsOf(ofInspector)).toEqual([['form.answered', null]])
  })
})
