/** Migrations go forward only: from nothing, from an older release with its data, by two servers at once, and never halfway. */
import { afterEach, describe, expect, inject, it } from 'vitest'
import { openPostgres } from '../../src/server/engines/postgres.ts'
import type { Engine } from '../../src/server/engines/engine.ts'
import { listMigrations, migrate } from '../../src/server/migrate.ts'
import { engines, servedUrl } from '../engines.ts'
import { openMemory } from '../memory.ts'

const openEmpty: Record<string, () => Promise<Engine>> = {
  embedded: async () => openMemory(inject('embeddedEmpty')),
  postgres: async () => openPostgres(await servedUrl(), 4),
}

describe.each(engines)('migrations on %s', (name) => {
  const opened: Engine[] = []
  const empty = async () => {
    const engine = await openEmpty[name]!()
    opened.push(engine)
    return engine
  }
  afterEach(async () => {
    for (const engine of opened.splice(0)) await engine.close()
  })

  it('are numbered without gaps', () => {
    expect(listMigrations().map(({ name }) => Number(name.slice(0, 4)))).toEqual(listMigrations().map((_, index) => index + 1))
  })

  it('build an empty database once, and then have nothing to do', async () => {
    const engine = await empty()
    expect(await migrate(engine)).toEqual(listMigrations().map(({ name }) => name))
    expect(await migrate(engine)).toEqual([])
  })

  it('leave the database as it was when one fails', async () => {
    const engine = await empty()
    const broken = [
      { name: '0001-good.sql', text: 'create table good (a int)' },
      { name: '0002-bad.sql', text: 'create table bad (a int); select 1 / 0' },
    ]
    await expect(migrate(engine, broken)).rejects.toMatchObject({ code: '22012' })
    const { rows } = await engine.query("select to_regclass('good') as good, to_regclass('bad') as bad", [])
    expect(rows).toEqual([{ good: null, bad: null }])
  })

  it('refuse a database of a later version, and one whose past was edited', async () => {
    const engine = await empty()
    const first = { name: '0001-first.sql', text: 'create table first (a int)' }
    const second = { name: '0002-second.sql', text: 'create table second (a int)' }
    await migrate(engine, [first, second])
    await expect(migrate(engine, [first])).rejects.toMatchObject({ code: 'engine.newerSchema', details: { name: second.name } })
    await expect(migrate(engine, [first, { ...second, text: 'create table other (a int)' }])).rejects.toMatchObject({
      code: 'engine.editedMigration',
    })
  })
})

const onServer = engines.filter(([name]) => name === 'postgres')

describe.each(onServer)('two servers started at once on %s', () => {
  it('migrate once', async () => {
    const url = await servedUrl()
    const pair = await Promise.all([openPostgres(url, 2), openPostgres(url, 2)])
    const applied = await Promise.all(pair.map((engine) => migrate(engine)))
    expect(applied.map((names) => names.length).sort()).toEqual([0, listMigrations().length])
    await Promise.all(pair.map((engine) => engine.close()))
  })
})
