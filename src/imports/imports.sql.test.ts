import { v7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import { awkwardFile, bigTable, workbook } from '../../test/awkward.ts'
import { engines } from '../../test/engines.ts'
import { city } from '../../test/smallCity.ts'
import { useSmall } from '../../test/smallHouse.ts'
import { listEventsOf } from '../base/event.sql.ts'
import type { EditionId, ImportId } from '../base/ids.ts'
import type { Problem } from '../base/problem.ts'
import { standardsApi } from '../standards/standards.api.ts'
import type { Import } from './import.ts'
import { importsApi } from './imports.api.ts'

const refused = (work: Promise<unknown>) =>
  work.then(
    () => 'accepted',
    (problem: Problem) => `${problem.status} ${problem.code}`,
  )

describe.each(engines)('imports on %s', (_name, open) => {
  const { house, small } = useSmall(open)
  const office = () => small.as('office', importsApi)

  const read = async (id: ImportId): Promise<Import> => {
    for (let tries = 0; tries < 400; tries++) {
      const it = await office().getImport({ params: { id } })
      if (it.state !== 'reading') return it
      await new Promise((done) => setTimeout(done, 25))
    }
    throw new Error('never read')
  }
  it('gives the same import for a file that is sent again, and refuses its id for another file', async () => {
    const [id, file] = [v7() as ImportId, await bigTable(5)]
    const add = (body: Uint8Array) => office().addImport({ query: { id, kind: 'edition', name: 'a.xlsx' }, body })
    await add(file)
    expect(await add(file)).toMatchObject({ id, bytes: file.length })
    expect(await refused(add(Uint8Array.from([...file, 0])))).toBe('409 imports.idTaken')
    await read(id)
  })

  const send = async (name: string, body: Uint8Array, options: Record<string, string> = {}) => {
    const id = v7() as ImportId
    const sent = await office().addImport({ query: { id, kind: 'edition', name, options: JSON.stringify(options) }, body })
    expect(sent).toMatchObject({ id, name, bytes: body.length })
    return read(id)
  }
  const sheet = '任务分解表'

  it('shows what was understood and what is wrong, takes corrections, and becomes a draft that can be published', async () => {
    const it = await send('faulty-cells.xlsx', await awkwardFile('faulty-cells.xlsx'), {
      standard: 'story',
      edition: '2027',
      title: '我市标准',
    })
    expect(it).toMatchObject({ state: 'previewed', version: 1, found: { format: 'xlsx', rows: 4, faults: 3, counts: { criteria: 3 } } })
    const faulty = await office().listImportRows({ params: { id: it.id }, query: { only: 'faults' } })
    expect(
      faulty.items.map(({ row, cells, faults }) => `${row} ${cells['points']} ${faults.map(({ at, says }) => at + says).join(' ')}`),
    ).toEqual(['2 2分半 Efault.task.points', '3 1 Dfault.task.method', '4 1 Cfault.task.noCriterion'])
    expect(await refused(office().applyImport({ params: { id: it.id }, body: { version: 1 } }))).toBe('422 imports.faults')
    const half = await office().correctImport({
      params: { id: it.id },
      body: { version: 1, fixes: [{ sheet, row: 2, column: 4, text: '2.5' }] },
    })
    expect([half.version, half.found!.faults]).toEqual([2, 2])
    const fixes = [
      { sheet, row: 3, column: 3, text: '实地考察' },
      { sheet, row: 4, skip: true as const },
    ]
    expect(await refused(office().correctImport({ params: { id: it.id }, body: { version: 1, fixes } }))).toBe('409 imports.changed')
    const whole = await office().correctImport({ params: { id: it.id }, body: { version: 2, fixes } })
    expect([whole.version, whole.found!.faults, whole.found!.rows]).toEqual([3, 0, 3])
    const page = await office().listImportRows({ params: { id: it.id }, query: { limit: 2 } })
    const rest = await office().listImportRows({ params: { id: it.id }, query: { limit: 2, cursor: page.next! } })
    expect([...page.items, ...rest.items].map(({ values }) => values.map((it) => `${it['id']} ${it['points']}`))).toEqual([
      ['P01.I01.S01 2.50'],
      ['P01.I01.S02 1.00'],
      ['P01.I01.S03 1.00'],
    ])
    const done = await office().applyImport({ params: { id: it.id }, body: { version: 3 } })
    expect(done).toMatchObject({ state: 'applied', result: { criteria: 3, standard: 'story', code: '2027' } })
    expect(await office().applyImport({ params: { id: it.id }, body: { version: 3 } })).toEqual(done)
    const standards = small.as('office', standardsApi)
    const published = await standards.publishEdition({ params: { id: done.result!['edition'] as EditionId }, body: { version: 1 } })
    expect(published).toMatchObject({ status: 'published', title: { zh: '我市标准' }, total: 450 })
    // The draft takes the import's id, so taking in twice could not make two.
    expect((await listEventsOf(house.db, city, it.id)).map(({ kind }) => kind)).toEqual([
      'edition.drafted',
      'import.applied',
      'edition.published',
    ])
    expect(await refused(office().correctImport({ params: { id: it.id }, body: { version: 3, fixes } }))).toBe('409 imports.decided')
  })

  it('gives the rows back with what is wrong; corrected there, they come in without a fault', async () => {
    const it = await send(
      'merged.xlsx',
      await workbook((page) => {
        page.addRow(['测评项目', '测评标准', '测评方法', '分值', '责任单位', '考察点位'])
        page.addRow(['环境', '主次干道整洁有序', '材料审核', '1分半', '城管局', '主次干道'])
        page.addRow([null, null, '实地考察', 2, null, null])
        for (const range of ['A2:A3', 'B2:B3', 'E2:E3', 'F2:F3']) page.mergeCells(range)
      }),
    )
    expect(it.found).toMatchObject({ faults: 1, counts: { criteria: 1, ways: 2 } })
    const file = await office().getErrorBook({ params: { id: it.id } })
    const back = await send('back.xlsx', new Uint8Array(await file.arrayBuffer()))
    expect(back.found).toMatchObject({ faults: 1, counts: { criteria: 1, ways: 2 } })
    const heads = await office().listSheetHeads({ params: { id: back.id } })
    expect(heads.items[0]!.rows[0]!.at(-1)).toBe('错误说明')
    expect(heads.items[0]!.rows[1]!.at(-1)).toContain('分值“1分半”不是数字')
    const fixed = await office().correctImport({
      params: { id: back.id },
      body: { version: 1, fixes: [{ sheet: back.layouts![0]!.sheet, row: 2, column: 3, text: '1.5' }] },
    })
    expect([fixed.found!.faults, (await office().listImportRows({ params: { id: back.id } })).items[0]!.values[0]!['points']]).toEqual([
      0,
      '3.50',
    ])
  })

  it('takes an exported edition back in without loss, under another code', async () => {
    const standards = small.as('office', standardsApi)
    const id = v7() as EditionId
    await standards.createDraft({ body: { id, from: { kind: 'library', standard: 'civilised-city', edition: '2024-sample' } } })
    const file = new Uint8Array(await (await standards.exportWorkbook({ params: { id } })).arrayBuffer())
    const it = await send('own.xlsx', file, { edition: 'again' })
    expect(it.found).toMatchObject({ faults: 0, hints: 0, counts: { criteria: 75, open: 0 } })
    const done = await office().applyImport({ params: { id: it.id }, body: { version: 1 } })
    const before = (await standards.getEdition({ params: { id } })).content
    expect((await standards.getEdition({ params: { id: done.id as string as EditionId } })).content).toEqual({
      ...before,
      edition: 'again',
    })
  })

  it('remembers what the columns of a form meant', async () => {
    const strange = () =>
      workbook((page) => {
        page.addRow(['甲', '乙', '丙', '丁'])
        for (let index = 1; index <= 4; index++) page.addRow([`第${index}类`, `第${index}条要求`, '材料审核', index])
      })
    const first = await send('strange.xlsx', await strange())
    expect([first.found!.faults, first.layouts]).toEqual([1, []])
    const notes = await office().listImportNotes({ params: { id: first.id } })
    expect(notes.faults.map(({ says }) => says)).toEqual(['fault.task.noTable'])
    const layouts = [{ sheet, head: 1, heads: 1, columns: { project: 0, criterion: 1, method: 2, points: 3 } }]
    const told = await office().correctImport({ params: { id: first.id }, body: { version: 1, layouts } })
    expect(told.found).toMatchObject({ faults: 0, counts: { criteria: 4 } })
    await office().applyImport({ params: { id: first.id }, body: { version: 2 } })
    const second = await send('strange again.xlsx', await strange())
    expect(second.found).toMatchObject({ faults: 0, counts: { criteria: 4 } })
    const left = await office().abandonImport({ params: { id: second.id }, body: {} })
    expect(left.state).toBe('abandoned')
    expect((await office().listImportRows({ params: { id: second.id } })).items).toEqual([])
  })

  it('asks what a word means, and remembers the answer', async () => {
    const add = async (no: string) => {
      const id = v7() as ImportId
      const body = Buffer.from(`工单编号,受理时间,诉求内容,承办单位\n${no},2019-02-28 09:00,井盖,没见过的科\n`)
      await office().addImport({ query: { id, kind: 'orders', name: 'w.csv' }, body })
      return read(id)
    }
    const first = await add('W1')
    const notes = (id: ImportId) => office().listImportNotes({ params: { id } })
    const [ask] = (await notes(first.id)).asks
    expect([ask!.column, ask!.words]).toEqual(['unit', [{ word: '没见过的科', rows: 1, near: [], meant: null }]])
    const { value } = ask!.offers[0]!
    const options = { 'unit=没见过的科': value }
    const told = await office().correctImport({ params: { id: first.id }, body: { version: 1, options } })
    // That the order is of the past is a hint of its own.
    expect([told.found!.hints, first.found!.hints]).toEqual([1, 2])
    await office().applyImport({ params: { id: first.id }, body: { version: 2 } })
    const second = await add('W2')
    expect([second.found!.hints, (await notes(second.id)).asks[0]!.words[0]!.meant]).toEqual([1, value])
  })

  it('takes a table without a header once a person says what its columns mean', async () => {
    const lines = ['优美环境,主次干道整洁有序,实地考察,2', '优美环境,公厕测评标准化,实地考察,1', '优美环境,档案齐全,材料审核,1']
    const bare = () => send('bare.csv', Buffer.from(`${lines.join('\n')}\n`))
    const first = await bare()
    // The second row holds the words of a header; it is data all the same.
    expect([first.state, first.layouts, first.found!.faults]).toEqual(['previewed', [], 1])
    const notes = await office().listImportNotes({ params: { id: first.id } })
    expect(notes.faults.map(({ says }) => says)).toEqual(['fault.task.noTable'])
    const heads = await office().listSheetHeads({ params: { id: first.id } })
    const columns = { project: 0, criterion: 1, method: 2, points: 3 }
    const told = await office().correctImport({
      params: { id: first.id },
      body: { version: 1, layouts: [{ sheet: heads.items[0]!.name, head: 1, heads: 0, columns }] },
    })
    expect(told.found).toMatchObject({ rows: 3, faults: 0, counts: { criteria: 3 } })
    const rows = await office().listImportRows({ params: { id: first.id }, query: {} })
    expect(rows.items.map(({ row, cells }) => `${row} ${cells['criterion']}`)).toEqual([
      '1 主次干道整洁有序',
      '2 公厕测评标准化',
      '3 档案齐全',
    ])
    const done = await office().applyImport({ params: { id: first.id }, body: { version: 2 } })
    expect(done).toMatchObject({ state: 'applied', result: { criteria: 3 } })
    // Without a header there is nothing to know it by next time.
    expect((await bare()).layouts).toEqual([])
  })

  it('says of any kind of table that it has no header', async () => {
    const id = v7() as ImportId
    await office().addImport({ query: { id, kind: 'observations', name: 'o.csv' }, body: Buffer.from('P001,PSA,Y,2026-11-20\n') })
    expect((await read(id)).found).toMatchObject({ rows: 0, faults: 1 })
    const { faults } = await office().listImportNotes({ params: { id } })
    expect(faults).toEqual([{ at: '', says: 'fault.noTable' }])
  })

  it('says why a file is refused, and half imports nothing', async () => {
    for (const [file, code] of [
      ['password.xlsx', 'sheets.password'],
      ['bomb.xlsx', 'sheets.bomb'],
      ['empty.xlsx', 'sheets.empty'],
    ] as const)
      expect(await send(file, await awkwardFile(file))).toMatchObject({ state: 'refused', problem: { code } })
    expect(await refused(office().getImport({ params: { id: v7() as ImportId } }))).toBe('404 imports.none')
    const query = { id: v7() as ImportId, kind: 'nothing', name: 'x.xlsx' }
    expect(await refused(office().addImport({ query, body: new Uint8Array([1]) }))).toBe('404 imports.noKind')
    const list = await office().listImports({ query: { state: 'refused', limit: 2 } })
    const rest = await office().listImports({ query: { state: 'refused', limit: 2, cursor: list.next! } })
    expect([...list.items, ...rest.items].map(({ name }) => name)).toEqual(
      expect.arrayContaining(['empty.xlsx', 'bomb.xlsx', 'password.xlsx']),
    )
  })

  it('reads what a process left unread when it died', async () => {
    const id = v7() as ImportId
    const { addImport } = await import('./imports.sql.ts')
    const file = await awkwardFile('task-table.xlsx')
    await addImport(house.db, city, {
      id,
      kind: 'edition',
      name: 't.xlsx',
      sha256: 'x',
      file,
      options: {},
      at: '2026-11-20T04:00:00.000Z',
      by: null,
    })
    expect(await read(id)).toMatchObject({ state: 'previewed', found: { counts: { criteria: 5 } } })
  })

  it('tells how far it has read, and forgets files that nobody decides about', async () => {
    const id = v7() as ImportId
    await office().addImport({ query: { id, kind: 'edition', name: 'big.xlsx' }, body: await bigTable(6000) })
    const seen: (number | undefined)[] = []
    for (let tries = 0; tries < 2000; tries++) {
      const it = await office().getImport({ params: { id } })
      if (it.state !== 'reading') break
      seen.push(it.progress)
      await new Promise((done) => setTimeout(done, 5))
    }
    expect(Math.max(...seen.map((rows) => rows ?? 0))).toBeGreaterThan(0)
    expect((await read(id)).found!.rows).toBe(6000)
    small.clock.now = '2026-12-31T00:00:00.000Z'
    await send('task-table.xlsx', await awkwardFile('task-table.xlsx'))
    expect((await office().getImport({ params: { id } })).state).toBe('abandoned')
  })

  it('offers kinds and an empty form', async () => {
    const { items } = await office().listImportKinds({})
    expect(items.map(({ kind }) => kind)).toContain('edition')
    const offered = (kind: string, option: string) =>
      items
        .find((it) => it.kind === kind)!
        .options.find(({ key }) => key === option)!
        .offered!.map(({ value, title }) => `${value} ${title.zh}`)
    expect(offered('edition', 'before')).toEqual(
      expect.arrayContaining(['small/2026 小城标准', expect.stringContaining('civilised-city/')]),
    )
    expect(offered('duties', 'edition')).toContain('small/2026 小城标准')
    expect(offered('points', 'type')).toEqual(expect.arrayContaining([expect.stringMatching(/^PT-ROAD .*主/)]))
    const form = await office().getTemplate({ query: { kind: 'edition' } })
    expect(form.size).toBeGreaterThan(1000)
    expect(await refused(small.as('unit', importsApi).listImportKinds({}))).toBe('403 api.notAllowed')
  })
})
