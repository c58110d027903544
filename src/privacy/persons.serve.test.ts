/** One person's data from end to end: the archive they may ask for, and that nothing of them is left in any table afterwards. */
import { v7 } from 'uuid'
import { z } from 'zod'
import { beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../../test/engines.ts'
import { city, idOf, noon, personOf, photoOf, points, postOf } from '../../test/smallCity.ts'
import { useSmall } from '../../test/smallHouse.ts'
import { accountsApi } from '../access/accounts.api.ts'
import { json, sql } from '../base/sql.ts'
import { casesApi } from '../cases/cases.api.ts'
import { listEventsAfter } from '../base/event.sql.ts'
import { checkFolds } from '../cases/foldCheck.serve.ts'
import { observationSource } from '../inspections/ledger.sql.ts'
import { checkHere } from '../ledger/check.serve.ts'
import { headsInMemory } from '../ledger/heads.serve.ts'
import { signerInMemory } from '../ledger/keys.serve.ts'
import { type Ledger, sealAndSign } from '../ledger/seal.serve.ts'
import { personsApi } from './persons.api.ts'

const who = {
  name: '待删人员甲乙丙',
  phone: '13900008888',
  login: 'leaving-person-77',
  email: 'leaving-person@city.example',
  device: '待删的手机九号',
  subject: 'subject-of-leaving-person',
  reason: '待删人员因病住院',
  agent: 'LeavingBrowser/9',
}
const account = idOf(9901)
const waiting = idOf(9903)

describe.each(engines)('one person on %s', (_name, open) => {
  const { house, small } = useSmall(open)
  beforeAll(async () => {
    await enter()
  })

  /** Somebody with every way in, everything they left behind, and one case that names their telephone. */
  async function enter(): Promise<void> {
    const { name, phone, login, email, device, subject, reason, agent } = who
    const body = { id: account as never, kind: 'person' as const, login, name, email, role: 'inspector' as const }
    await small.as('operator', accountsApi).addAccount({ body: body as never })
    const run = (text: ReturnType<typeof sql>) => house.db.run(text)
    await run(sql`update people set phone = ${phone}, code = ${login} where city_id = ${city} and id = ${account}`)
    await run(sql`insert into passkeys (city_id, id, account_id, public_key, counter, name, added_at)
      values (${city}, ${`key ${subject}`}, ${account}, ${subject}, 0, ${device}, ${noon})`)
    await run(
      sql`insert into second_factors (city_id, account_id, secret, since) values (${city}, ${account}, ${`secret ${subject}`}, ${noon})`,
    )
    await run(sql`insert into recovery_codes (city_id, account_id, code_hash) values (${city}, ${account}, ${`code ${subject}`})`)
    await run(
      sql`insert into sso_links (city_id, issuer, subject, account_id, since) values (${city}, 'https://id.example', ${subject}, ${account}, ${noon})`,
    )
    await run(
      sql`insert into known_devices (city_id, token_hash, account_id, since, seen_at) values (${city}, ${`token ${subject}`}, ${account}, ${noon}, ${noon})`,
    )
    await run(sql`insert into open_steps (city_id, token_hash, kind, account_id, data, expires_at)
      values (${city}, ${`step ${subject}`}, 'x', ${account}, jsonb_build_object('login', ${login}::text), ${noon})`)
    await run(sql`insert into entry_codes (city_id, id, code_hash, account_id, purpose, way, made_at, expires_at)
      values (${city}, ${v7()}, ${`entry ${subject}`}, ${account}, 'invitation', 'mail', ${noon}, ${noon})`)
    await run(sql`insert into api_keys (city_id, id, account_id, name, beginning, key_hash, scopes, made_at, made_by, expires_at)
      values (${city}, ${v7()}, ${account}, ${device}, 'mck', ${`hash ${subject}`}, '{}', ${noon}, ${account}, ${noon})`)
    await run(sql`insert into sessions (city_id, token_hash, account_id, started_at, expires_at, device, address)
      values (${city}, ${`session ${subject}`}, ${account}, ${noon}, ${noon}, ${agent}, '203.0.113.77')`)
    await run(sql`insert into receipts (city_id, account_id, key, route, input_hash, status, answer, at)
      values (${city}, ${account}, 'k', 'POST /x', 'h', 200, jsonb_build_object('name', ${name}::text), ${noon})`)
    await run(sql`insert into post_deputies (city_id, id, post_id, person_id, from_on, to_on, reason, set_at)
      values (${city}, ${v7()}, ${postOf('unit')}, ${account}, '2026-01-01', '2026-01-31', ${reason}, ${noon})`)
    // What somebody searched for who walks a sealed sample: no fact yet, and as much about this person.
    const typed = { personal: { text: { salt: '0'.repeat(32), value: phone } } }
    await run(sql`insert into waiting_events (city_id, id, kind, thing, at, by, version, data)
      values (${city}, ${waiting}, 'export.made', ${v7()}, ${noon}, ${personOf('office')}, 1, ${json(typed)})`)
    const photo = Buffer.from(await photoOf({ r: 3, g: 3, b: 3 }))
    const sent = idOf(9902)
    await small.as('office', casesApi).export({ query: { text: login } })
    const { evidenceApi } = await import('../evidence/evidence.api.ts')
    await small.as('inspector', evidenceApi).add({ query: { id: sent as never, name: '../../etc/a.jpg' }, body: photo })
    await run(sql`update evidence set added_by = ${account} where city_id = ${city} and id = ${sent}`)
    await small.as('inspector', casesApi).fromDesk({
      body: { id: v7() as never, text: '道路积水', pointId: points.road as never, reporter: { name, phone } },
    })
    await small
      .as('inspector', casesApi)
      .fromDesk({ body: { id: v7() as never, text: `井盖缺失,请打 ${phone}`, pointId: points.road as never } })
    const { inspectionsApi } = await import('../inspections/inspections.api.ts')
    const results = [{ id: v7() as never, fact: 'LAMP', grade: 'Y', note: `值班 ${phone}`, photos: [] }]
    await small.as('inspector', inspectionsApi).recordVisit({
      body: { id: v7() as never, pointId: points.road as never, visitedAt: noon, note: `找 ${phone} 开门`, results },
    })
  }

  /** Every row of every table, as text. */
  async function everything(): Promise<string> {
    const tables = await house.engine.query(
      "select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p') and n.nspname in ('public', 'identity') order by 1",
      [],
    )
    const found = []
    for (const { name } of tables.rows as { name: string }[]) {
      const rows = await house.engine.query(`select t::text as row from ${name} t`, [])
      for (const { row } of rows.rows as { row: string }[]) found.push(`${name} ${row}`)
    }
    return found.join('\n')
  }
  const marks = Object.values(who)
  const leftIn = (text: string) => text.split('\n').filter((line) => marks.some((mark) => line.includes(mark)))

  it('gets an archive: data for a program, a page for a reader, and the files they sent', async () => {
    const body = { id: v7(), person: account as never, phone: who.phone, reason: '本人书面申请' }
    const file = await small.as('office', personsApi).export({ body })
    const { default: Zip } = await import('jszip')
    const zip = await Zip.loadAsync(Buffer.from(await file.arrayBuffer()))
    const names = Object.keys(zip.files).filter((name) => !zip.files[name]!.dir)
    expect(names.sort()).toEqual(['data.en.html', 'data.json', 'data.zh-CN.html', `files/${idOf(9902)}.jpg`])
    const data = JSON.parse(await zip.file('data.json')!.async('string')) as Record<string, never>
    expect(data).toMatchObject({
      format: 'mingcheng.person/2',
      person: {
        name: who.name,
        phone: who.phone,
        accounts: [{ login: who.login, email: who.email }],
        deputies: [{ reason: who.reason }],
        signIn: {
          passkeys: [{ name: who.device }],
          singleSignOn: [{ subject: who.subject }],
          codeApp: [{}],
          keys: [{}],
          invitations: [{}],
        },
      },
      reported: [{ name: who.name, phone: who.phone, of: 'case' }],
      files: [{ file: `files/${idOf(9902)}.jpg`, enclosed: true }],
    })
    // No copy holds what opens a door.
    expect(JSON.stringify(data)).not.toMatch(/"secret|hash subject|code subject/)
    const page = await zip.file('data.zh-CN.html')!.async('string')
    for (const mark of [who.name, who.phone, who.login, who.device, '本系统保存的您的个人信息', '通行密钥']) expect(page).toContain(mark)
    expect(page).not.toMatch(/<script|undefined|\[object/)
    expect((await zip.file(`files/${idOf(9902)}.jpg`)!.async('uint8array')).length).toBeGreaterThan(100)
  })

  it('is in no table after being erased; what they did stays, and the ledger tells of the erasure', async () => {
    expect(leftIn(await everything()).length).toBeGreaterThan(12)
    await house.db.run(sql`update accounts set retired_at = ${noon} where city_id = ${city} and id = ${account}`)
    const asked = { city, code: 'small', at: noon }
    const ledger: Ledger = { sources: [observationSource], signer: signerInMemory('ed25519'), heads: headsInMemory() }
    await sealAndSign(house.db.of(city), asked, ledger)
    const before = await listEventsAfter(house.db, city, 0, 1000)
    const body = { id: v7(), person: account as never, phone: who.phone, reason: '离职后本人申请' }
    expect(await small.as('office', personsApi).erase({ body })).toEqual({ people: 1, reporters: 1 })
    expect(leftIn(await everything())).toEqual([])
    expect((await checkFolds(house.db.of(city), city)).differences).toEqual([])
    expect((await checkHere(house.db.of(city), asked, ledger))!.findings).toEqual([])
    const after = await listEventsAfter(house.db, city, 0, 1000)
    expect(after.slice(0, before.length).map(({ id, kind }) => [id, kind])).toEqual(before.map(({ id, kind }) => [id, kind]))
    expect(new Set(after.slice(before.length).map(({ kind }) => kind))).toEqual(
      new Set(['personal.erased', 'identity.erased', 'privacy.erased']),
    )
    const Hashed = z.object({ personal: z.record(z.string(), z.object({ hash: z.string().length(64), sm3: z.string().length(64) })) })
    const [added] = await house.db.all(
      Hashed,
      sql`select data -> 'personal' as personal from events where city_id = ${city} and thing = ${account} and kind = 'account.added'`,
    )
    expect(Object.keys(added!.personal)).toEqual(['login'])
    const [searched] = await house.db.all(
      Hashed,
      sql`select data -> 'personal' as personal from waiting_events where city_id = ${city} and id = ${waiting}`,
    )
    expect(Object.keys(searched!.personal)).toEqual(['text'])
    expect(
      (
        await house.db.all(
          z.object({ n: z.int() }),
          sql`select count(*)::int as n from evidence where city_id = ${city} and added_by = ${account}`,
        )
      )[0],
    ).toEqual({ n: 1 })
  })
})
