import { v7 } from 'uuid'
import { beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../../test/engines.ts'
import { city, edition, idOf, personOf, points, units } from '../../test/smallCity.ts'
import { useSmall } from '../../test/smallHouse.ts'
import type { EditionId, PersonId, PointId, PostId, UnitId } from '../base/ids.ts'
import { rows, sql } from '../base/sql.ts'
import { type ColumnSpec, findLayouts } from '../sheets/columns.ts'
import { readSheets } from '../sheets/read.serve.ts'
import { writeWorkbook } from '../sheets/write.serve.ts'
import { openZip } from '../sheets/zip.serve.ts'
import { limits } from '../sheets/sheet.ts'
import { dutiesApi } from './duties.api.ts'
import { papersApi } from './papers.api.ts'
import { taskTable } from './task-table.serve.ts'

const editionId = edition as EditionId
const bytesOf = async (blob: { arrayBuffer(): Promise<ArrayBuffer> }) => new Uint8Array(await blob.arrayBuffer())

describe.each(engines)('the papers of sharing out on %s', (_name, open) => {
  const { house, small } = useSmall(open, async ({ db }) => {
    const held = [
      { post: idOf(702), person: personOf('leader'), fromOn: '2026-01-01' },
      { post: idOf(703), person: personOf('unit'), fromOn: '2026-01-01' },
    ]
    await db.run(sql`insert into post_holders (city_id, post_id, person_id, from_on)
      select ${city}, post, person, from_on from ${rows(held, { post: 'uuid', person: 'uuid', fromOn: 'date' })}`)
  })
  beforeAll(async () => {
    const office = small.as('office', dutiesApi)
    await office.assign({
      body: { id: v7(), editionId, dueOn: '2027-03-31', startOn: '2026-12-01', milestones: [{ title: '排查', dueOn: '2026-12-31' }] },
    })
    const [first] = (await office.list({ query: { criterion: 'C1' } })).items
    const set = {
      measure: '逐个市场排查\n列出清单',
      effect: '=达标',
      pointIds: [points.market as PointId],
      leaderPostId: idOf(700) as PostId,
    }
    await office.edit({ params: { id: first!.id }, body: { version: 1, ...set } })
  })

  const table = async (): Promise<Uint8Array> => bytesOf(await small.as('office', papersApi).exportTable({ query: { edition: editionId } }))
  /** What an import of these bytes would do. */
  const understand = async (bytes: Uint8Array, options: Record<string, string> = {}) => {
    const book = await readSheets(bytes, 'a.xlsx')
    const layouts = findLayouts(book, taskTable.columns as ColumnSpec[], taskTable.needs)
    const context = await taskTable.load(house.db, city)
    return taskTable.understand({ book, layouts, options }, context)
  }
  const taker = () => ({ city, person: personOf('office') as PersonId, at: small.clock.now, id: v7() })

  it('the task table goes out and comes back without loss', async () => {
    const understood = await understand(await table())
    expect(understood).toMatchObject({ faults: [], counts: { added: 0, changed: 0, same: 3 } })
    expect(understood.rows[0]!.values).toMatchObject({
      criterion: 'C1',
      lead: '市场监管局',
      leader: '创建办/创建办分管领导',
      effect: '=达标',
      method: '实地考察、材料审核',
    })
  })

  it('a changed cell, a new row and faults are told by row, and the whole is one action that can be undone', async () => {
    const book = await readSheets(await table(), 'a.xlsx')
    const [head, ...lines] = book.sheets[0]!.rows.map((row) => row.map(({ text }) => text))
    const column = (name: string) => head!.indexOf(name)
    lines[0]![column('完成时限')] = '2027年6月30日'
    lines[1]![column('牵头单位')] = '城管局'
    const fresh = head!.map(() => '')
    fresh[column('测评标准')] = '1. 市场整洁有序'
    fresh[column('责任区域')] = '西街街道'
    fresh[column('牵头单位')] = '西街街道办'
    const rowsOut = [head!, ...lines, fresh]
    const changed = await understand(await writeWorkbook([{ name: 'x', rows: rowsOut }], small.clock.now))
    expect(changed.counts).toEqual({ added: 1, changed: 1, same: 1 })
    expect(changed.faults).toMatchObject([{ sheet: 'x', row: 3, says: 'fault.unknownName', details: { name: '城管局' } }])
    const by = taker()
    const done = await house.db.tx((db) => taskTable.apply(db, by, changed))
    expect(done).toEqual({ touched: 2, action: by.id })
    const office = small.as('office', dutiesApi)
    expect((await office.list({ query: { criterion: 'C1' } })).items.map(({ dueOn, area }) => [dueOn, area?.title.zh])).toEqual(
      expect.arrayContaining([
        ['2027-06-30', undefined],
        [null, '西街街道'],
      ]),
    )
    expect(await office.undo({ params: { action: by.id } })).toEqual({ restored: 2, touched: [] })
    expect((await office.list({ query: { criterion: 'C1' } })).items.map(({ dueOn }) => dueOn)).toEqual(['2027-03-31'])
  })

  it('a table made by hand is understood by its words', async () => {
    const rowsOut = [
      ['2026年度任务分解表', '', '', ''],
      ['测评标准', '责任单位', '配合单位', '完成时间'],
      ['市场整洁有序', '市场监管局', '住建局', '2027/5/1'],
    ]
    const understood = await understand(await writeWorkbook([{ name: '表', rows: rowsOut }], small.clock.now), { edition: 'small/2026' })
    expect(understood).toMatchObject({ faults: [], counts: { added: 0, changed: 1, same: 0 } })
    expect((await understand(await table(), { edition: 'none' })).faults).toMatchObject([{ says: 'fault.chooseEdition' }])
  })

  it('the responsibility list is a Word file in the official layout', async () => {
    const query = { edition: editionId, unit: units.market as UnitId, number: '创建办〔2026〕3号', basis: '《文明行为促进条例》' }
    const file = await small.as('unit', papersApi).exportResponsibilities({ query })
    expect(file.type).toBe('application/vnd.openxmlformats-officedocument.wordprocessingml.document')
    const parts = await openZip(await bytesOf(file), limits)
    const part = async (name: string) => {
      let text = ''
      await parts.read(name, (piece) => void (text += piece))
      return text
    }
    const page = await part('word/document.xml')
    expect(page).toMatch(/<w:pgSz [^>]*w:w="11906"[^>]*w:h="16838"/)
    for (const [side, twips] of [
      ['top', 2098],
      ['bottom', 1984],
      ['left', 1587],
      ['right', 1474],
    ])
      expect(page).toContain(`w:${side}="${twips}"`)
    expect(page).toMatch(/<w:spacing [^>]*w:line="579"[^>]*w:lineRule="exact"|<w:spacing [^>]*w:lineRule="exact"[^>]*w:line="579"/)
    for (const text of [
      '市场监管局责任清单',
      '创建办〔2026〕3号',
      '依据《文明行为促进条例》',
      '一、牵头任务',
      '市场整洁有序',
      '2026年11月20日',
      '小城区创建工作领导小组办公室',
    ])
      expect(page.replace(/<[^>]+>/g, '')).toContain(text)
    for (const face of ['方正小标宋简体', '黑体', '楷体', '仿宋']) expect(page).toContain(`w:eastAsia="${face}"`)
    expect(await part('word/fontTable.xml')).toContain('<w:altName w:val="FangSong,仿宋_GB2312,Zhuque Fangsong')
    expect(await part('word/settings.xml')).toContain('w:evenAndOddHeaders')
    const footer = await part('word/footer1.xml')
    expect(footer.replace(/<w:instrText[^>]*>PAGE<\/w:instrText>/, '1').replace(/<[^>]+>/g, '')).toMatch(/\u2014\s*1\s*\u2014/)
    expect(footer).toContain('w:sz w:val="28"')
    await expect(small.as('unit', papersApi).exportResponsibilities({ query: { ...query, unit: v7() as UnitId } })).rejects.toMatchObject({
      status: 404,
    })
  })
})
