/**
 * Cities are kept apart by the database: whatever query is written by hand on the server's connection, it neither sees nor
 * touches a row of another city. Tried on every table there is, so a new table without its policy fails here.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CityId } from '../../src/base/ids.ts'
import type { Lender } from '../../src/server/engines/engine.ts'
import { engines, type TestDb } from '../engines.ts'

const [own, other] = [1 as CityId, 2 as CityId]

/** Readable without a city, each for a reason that is said. */
const directory = new Map([['cities', 'who signs in chooses a city before anything is known of them']])

/** Tables whose rows the server may read and append, and never change. */
const facts = ['events', 'waiting_events', 'observations', 'scores', 'retention_runs', 'blurred_photos', 'ledger_nodes', 'ledger_heads']

interface Column {
  readonly name: string
  readonly type: string
}

/** Any value of a type, as SQL. */
const valueOf = ({ name, type }: Column, city: CityId): string => {
  // A city's parent and whom it shares with: itself, until a test says otherwise.
  if (name.endsWith('city_id')) return String(city)
  if (/^(uuid)$/.test(type)) return 'gen_random_uuid()'
  if (type.startsWith('json')) return "'{}'"
  if (/^(integer|bigint|double precision|smallint|numeric)$/.test(type)) return '1'
  if (type === 'boolean') return 'true'
  if (/^(timestamp|date)/.test(type)) return "'2026-11-20'"
  if (type === 'bytea') return "'\\x00'"
  return type.endsWith('[]') ? "'{}'" : `'${name}'`
}

describe.each(engines)('tenants on %s', (_name, open) => {
  let house: TestDb
  let tables: string[]
  const owner = async (text: string) => (await house.engine.query(text, [])).rows
  const columnsOf = async (table: string) =>
    (await owner(
      `select a.attname as name, format_type(a.atttypid, a.atttypmod) as type from pg_attribute a
       where a.attrelid = 'public.${table}'::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''`,
    )) as unknown as Column[]
  const rowOf = async (table: string, city: CityId) => {
    const columns = await columnsOf(table)
    return `insert into public.${table} (${columns.map(({ name }) => `"${name}"`).join(', ')}) values (${columns.map((column) => valueOf(column, city)).join(', ')})`
  }
  /** What a query written by hand gives: the number of rows, or the code of the refusal. */
  const tried = async (lender: Lender, text: string): Promise<number | string> =>
    lender
      .transaction(async (connection) => (await connection.query(text, [])).touched)
      .catch((error: { code?: string }) => error.code ?? 'no code')

  beforeAll(async () => {
    house = await open()
    tables = (
      await owner(
        "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname <> 'migrations' order by 1",
      )
    ).map((row) => String(row['name']))
    // One row of any content for each of two cities, whatever the rules on content say.
    const rules = await owner(
      "select conrelid::regclass::text as \"table\", conname as name from pg_constraint where contype in ('c', 'f') and connamespace = 'public'::regnamespace",
    )
    for (const { table, name } of rules)
      await house.engine.script(`alter table ${String(table)} drop constraint if exists "${String(name)}"`)
    for (const table of tables) for (const city of [own, other]) await house.engine.script(await rowOf(table, city))
  })
  afterAll(() => house.close())

  it('are held apart on every table by a policy', async () => {
    const open = await owner(
      "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname <> 'migrations' and not relrowsecurity",
    )
    expect(open).toEqual([])
  })

  it('see their own rows and no others', async () => {
    const seen: Record<string, unknown> = {}
    for (const table of tables) {
      if (directory.has(table)) continue
      const [row] = (
        await house.engine
          .as(own)
          .query(`select count(*)::int as own, count(*) filter (where city_id <> 1)::int as others from ${table}`, [])
      ).rows
      if (row!['own'] !== 1 || row!['others'] !== 0) seen[table] = row
    }
    expect(seen).toEqual({})
  })

  it('see nothing without a city', async () => {
    const seen: string[] = []
    for (const table of tables)
      if (!directory.has(table) && (await tried(house.engine.as('nobody'), `select from ${table}`)) !== 0) seen.push(table)
    expect(seen).toEqual([])
  })

  it('cannot write, change or remove a row of another', async () => {
    const done: string[] = []
    for (const table of tables) {
      const attempts = [
        await rowOf(table, other),
        `update ${table} set city_id = city_id where city_id = 2`,
        `delete from ${table} where city_id = 2`,
        `update ${table} set city_id = 2 where city_id = 1`,
      ]
      for (const text of attempts) {
        const outcome = await tried(house.engine.as(own), text)
        if (outcome !== 0 && outcome !== '42501') done.push(`${text.slice(0, 40)}: ${outcome}`)
      }
    }
    expect(done).toEqual([])
  })

  it('cannot change or remove a fact, not even their own', async () => {
    for (const table of facts) {
      expect(await tried(house.engine.as(own), `update ${table} set city_id = city_id`)).toBe('42501')
      expect(await tried(house.engine.as(own), `delete from ${table}`)).toBe('42501')
    }
  })

  it('let the city above read what they publish, their cases only while they share them, and write nothing', async () => {
    const above = house.engine.as(own)
    const seen = async (table: string) => tried(above, `select from ${table} where city_id = 2`)
    const states = async () => [await seen('rollups'), await seen('shares'), await seen('cases'), await seen('events')]
    await house.engine.script('update cities set parent_city_id = 1 where city_id = 2')
    expect(await states()).toEqual([1, 0, 0, 0])
    await house.engine.script("update shares set with_city_id = 1, what = 'cases', ended_at = null where city_id = 2")
    expect(await states()).toEqual([1, 1, 1, 0])
    for (const table of ['rollups', 'shares', 'cases']) {
      expect(await tried(above, `update ${table} set city_id = city_id where city_id = 2`)).toBe(0)
      expect(await tried(above, `delete from ${table} where city_id = 2`)).toBe(0)
      expect(await tried(above, await rowOf(table, other))).toBe('42501')
    }
    await house.engine.script('update shares set ended_at = now() where city_id = 2')
    expect(await states()).toEqual([1, 1, 0, 0])
    await house.engine.script(
      'update cities set parent_city_id = 2 where city_id = 2; update shares set with_city_id = 2 where city_id = 2',
    )
    expect(await states()).toEqual([0, 0, 0, 0])
  })

  it('cannot be sealed to another by hand', async () => {
    const lender = house.engine.as(own)
    const counted = 'select count(*)::int as n from points'
    for (const seal of ['2', '2:', '2:00', `2:${'0'.repeat(64)}`]) {
      const outcome = await tried(lender, `select set_config('mingcheng.city', '${seal}', true), (select count(*) from points)`)
      expect([1, '42501']).toContain(outcome)
      const then = await lender
        .transaction(async (connection) => {
          await connection.query("select set_config('mingcheng.city', $1, true)", [seal])
          return (await connection.query(counted, [])).rows
        })
        .catch((error: { code?: string }) => error.code)
      expect(then).toBe('42501')
    }
    for (const text of [
      "select setval('house.sealed', 2)",
      "select nextval('house.sealed')",
      "select house.enter(2, '')",
      `select house.enter(2, '${'0'.repeat(64)}')`,
      'select house.enter(2, null)',
      'alter sequence house.sealed restart 2',
      'drop sequence house.sealed',
      'select * from house.seal',
      "select house.seal_of('2')",
      "call house.keep_apart('points')",
      'alter table points disable row level security',
    ])
      expect(await tried(lender, text)).toBe('42501')
  })

  it('see nothing on a connection that has left its city, whatever it says of itself', async () => {
    const seen = await house.engine
      .as(own)
      .transaction(async (connection) => {
        await connection.query('select house.leave()', [])
        const left = (await connection.query('select from points', [])).touched
        await connection.query("select set_config('mingcheng.city', '1', true)", [])
        return [left, (await connection.query('select from points', [])).touched]
      })
      .catch((error: { code?: string }) => error.code)
    expect(seen).toBe('42501')
    await house.engine.script('set mingcheng.city = 1; discard sequences')
    for (const city of [own, other])
      expect((await house.engine.as(city).query('select city_id from points', [])).rows).toEqual([{ city_id: city }])
  })

  it('keep what they write inside one transaction, and its end gives nothing away', async () => {
    const [first, second] = await Promise.all([own, other].map((city) => house.engine.as(city).query('select city_id from points', [])))
    expect([first!.rows, second!.rows]).toEqual([[{ city_id: 1 }], [{ city_id: 2 }]])
  })
})
