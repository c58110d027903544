/** The organisation as a workbook: out of one city and into an empty one it is the same; again it changes nothing; a bad row is named. */
import excel from 'exceljs'
import { v7 } from 'uuid'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { engines } from '../../../../test/engines.ts'
import { city, idOf, password, personOf, postOf, signIn, units } from '../../../../test/smallCity.ts'
import { useSmall } from '../../../../test/smallHouse.ts'
import { hashPassword } from '../../../access/hash.serve.ts'
import { client, type Fetch } from '../../../api/client.ts'
import type { ImportId } from '../../../base/ids.ts'
import { sql } from '../../../base/sql.ts'
import { importsApi } from '../../../imports/imports.api.ts'
import { organisationApi } from '../organisation.api.ts'
import { roles } from '../../who.ts'
import { levels } from '../../area.ts'
import words from './words.json' with { type: 'json' }

const N = z.object({ n: z.int() })
const plainRows = (book: excel.Workbook) =>
  book.worksheets.map((sheet) =>
    sheet
      .getSheetValues()
      .slice(1)
      .map((row) => (row as unknown[]).slice(1).map(String)),
  )

describe.each(engines)('the organisation as a workbook on %s', (_name, open) => {
  const { house, small } = useSmall(open, async ({ db }) => {
    // What is easily lost: who held a post before, namesakes, a deputy who ended early, a closed unit, an English title, a parent.
    await db.run(
      sql`insert into people (city_id, id, name, code) values (${city}, ${idOf(901)}, '张伟', 'G01'), (${city}, ${idOf(902)}, '张伟', null)`,
    )
    await db.run(sql`insert into post_holders (city_id, post_id, person_id, from_on, to_on)
      values (${city}, ${postOf('unit')}, ${idOf(901)}, '2024-01-01', '2025-06-30'), (${city}, ${postOf('unit')}, ${idOf(902)}, '2025-07-01', '2025-12-31')`)
    await db.run(sql`insert into post_deputies (city_id, id, post_id, person_id, from_on, to_on, reason, ended_on, set_at)
      values (${city}, ${idOf(911)}, ${postOf('unit')}, ${personOf('office')}, '2026-03-01', '2026-03-31', '=培训', '2026-03-10', now())`)
    await db.run(
      sql`update units set parent_id = ${units.office}, name_en = 'Market regulation', closed_on = '2026-10-01' where id = ${units.market}`,
    )
    await db.run(
      sql`update posts set title_en = 'Contact', area_id = (select area_id from units where id = ${units.street1}) where id = ${postOf('unit')}`,
    )
    for (const [id, code, role] of [
      [2, 'two', 'operator'],
      [3, 'three', 'office'],
    ] as const) {
      await db.run(sql`insert into cities (city_id, code, name_zh, kind) values (${id}, ${code}, ${code}, 'city')`)
      const person = v7()
      await db.run(sql`insert into people (city_id, id, name) values (${id}, ${person}, '首任')`)
      await db.run(sql`insert into accounts (city_id, id, login, role, person_id, password_hash)
        values (${id}, ${v7()}, 'first', ${role}, ${person}, ${await hashPassword(password)})`)
    }
  })
  let out: Uint8Array
  const cookies = new Map<string, string>()
  beforeAll(async () => {
    for (const code of ['two', 'three']) cookies.set(code, await signIn(small.app, 'first', code))
    out = new Uint8Array(await (await small.as('operator', organisationApi).exportOrganisation({})).arrayBuffer())
  })

  const fetchOf =
    (code: string): Fetch =>
    async (url, init) => {
      const payload =
        init.body === undefined ? {} : { payload: init.body instanceof Uint8Array ? Buffer.from(init.body) : (init.body as string) }
      const answer = await small.app.inject({
        method: init.method as 'GET',
        url,
        headers: { ...init.headers, cookie: cookies.get(code)! },
        ...payload,
      })
      return {
        ok: answer.statusCode < 400,
        status: answer.statusCode,
        json: async () => answer.json() as unknown,
        blob: async () => new Blob([new Uint8Array(answer.rawPayload)]),
      }
    }
  const of = (code: string) => client({ ...importsApi, exportOrganisation: organisationApi.exportOrganisation }, fetchOf(code))
  const count = async (query: ReturnType<typeof sql>) => (await house.db.find(N, query))!.n

  async function send(code: string, body: Uint8Array) {
    const id = v7() as ImportId
    await of(code).addImport({ query: { id, kind: 'organisation', name: 'o.xlsx' }, body })
    for (;;) {
      const it = await of(code).getImport({ params: { id } })
      if (it.state !== 'reading') return it
      await new Promise((done) => setTimeout(done, 20))
    }
  }
  const bookOf = async (bytes: Uint8Array | ArrayBuffer) => {
    const book = new excel.Workbook()
    await book.xlsx.load(bytes as ArrayBuffer)
    return book
  }
  const changed = async (change: (book: excel.Workbook) => void) => {
    const book = await bookOf(out)
    change(book)
    return new Uint8Array(await book.xlsx.writeBuffer())
  }

  it('is the same in an empty city, and taking it in twice changes nothing', async () => {
    const first = await send('two', out)
    expect(first.found).toMatchObject({ faults: 0 })
    await of('two').applyImport({ params: { id: first.id }, body: { version: first.version } })
    const again = new Uint8Array(await (await of('two').exportOrganisation({})).arrayBuffer())
    expect(plainRows(await bookOf(again))).toEqual(plainRows(await bookOf(out)))
    const events = () =>
      count(
        sql`select count(*)::int as n from events where city_id = 2 and kind in ('unit.changed', 'post.changed', 'post.appointed', 'post.vacated', 'post.deputised')`,
      )
    const before = await events()
    expect(before).toBeGreaterThan(10)
    const second = await send('two', out)
    expect(second.found?.counts).toMatchObject({ new: 0, changed: 0 })
    const { result } = await of('two').applyImport({ params: { id: second.id }, body: { version: second.version } })
    expect(result).toEqual({ areas: 0, units: 0, posts: 0, people: 0, holders: 0, deputies: 0 })
    expect(await events()).toBe(before)
  })

  it('names each bad row by sheet, row and column, with the remedy, and writes nothing', async () => {
    const bad = await changed((book) => {
      const [areas, unitSheet, posts, holders, deputies] = book.worksheets as [
        excel.Worksheet,
        excel.Worksheet,
        excel.Worksheet,
        excel.Worksheet,
        excel.Worksheet,
      ]
      areas.getCell('D2').value = '星球'
      unitSheet.getCell('E3').value = 'NOBODY'
      posts.getCell('F2').value = '皇帝'
      holders.getCell('G2').value = '明天'
      holders.getCell('F3').value = ''
      deputies.getCell('I2').value = '2020-01-01'
    })
    const it = await send('three', bad)
    const { items } = await of('three').listImportRows({ params: { id: it.id }, query: { only: 'faults', limit: 1000 } })
    const said = items.flatMap(({ faults }) =>
      faults.map(({ sheet, row, at, says }) => `${sheet} ${row} ${at} ${says.replace('fault.organisation.', '')}`),
    )
    expect(said).toEqual(
      expect.arrayContaining([
        '区划 2 D noLevel',
        '单位 3 E unknownUnit',
        '岗位 2 F unknownRole',
        '任职 2 G badDay',
        '任职 3 F noName',
        '代理 2 I endsBefore',
      ]),
    )
    await expect(of('three').applyImport({ params: { id: it.id }, body: { version: it.version } })).rejects.toMatchObject({
      code: 'imports.faults',
    })
    expect(
      await count(
        sql`select (select count(*) from units where city_id = 3)::int + (select count(*) from areas where city_id = 3)::int as n`,
      ),
    ).toBe(0)
  })

  it('lets only an operator make operators', async () => {
    const good = await send('three', out)
    expect(good.found).toMatchObject({ faults: 0 })
    const operators = await changed((book) => void (book.worksheets[2]!.getCell('F2').value = '系统运维'))
    const it = await send('three', operators)
    await expect(of('three').applyImport({ params: { id: it.id }, body: { version: it.version } })).rejects.toMatchObject({
      code: 'organisation.notYourRole',
    })
    expect(await count(sql`select count(*)::int as n from posts where city_id = 3`)).toBe(0)
  })

  it('refuses a second holder of a post that is held, and a name that two people bear', async () => {
    const more = await changed((book) => {
      const holders = book.worksheets[3]!
      const held = holders.getRow(2).values as string[]
      holders.addRow([held[1], held[2], held[3], '', '', '接任者', '2026-11-01', ''])
      holders.addRow([postOf('unit'), '', '', '', '', '张伟', '2023-01-01', '2023-02-01'])
    })
    const it = await send('two', more)
    const { items } = await of('two').listImportRows({ params: { id: it.id }, query: { only: 'faults', limit: 100 } })
    expect(items.flatMap(({ faults }) => faults.map(({ says }) => says.replace('fault.organisation.', ''))).toSorted()).toEqual([
      'heldByAnother',
      'namesake',
    ])
  })
})

describe('the words of the workbook', () => {
  it('know every role and level by the names that the pages use', async () => {
    for (const language of ['zh-CN', 'en']) {
      const { default: locale } = (await import(`../../../../locales/${language}.json`, { with: { type: 'json' } })) as {
        default: Record<string, string>
      }
      const plain = (text: string) => text.normalize('NFKC').toLowerCase()
      for (const role of roles) expect(words.roles[role].map(plain)).toContain(plain(locale[`role.${role}`]!))
      for (const level of levels) expect(words.levels[level].map(plain)).toContain(plain(locale[`city.level.${level}`]!))
    }
  })
})
