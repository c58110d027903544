/** The ledger over the calls: what an office sees, what anybody may see, and that the file it downloads checks. */
import { beforeAll, describe, expect, it } from 'vitest'
import { casesApi } from '../cases/cases.api.ts'
import type { CaseId } from '../base/ids.ts'
import { embedded } from '../../test/engines.ts'
import { idOf, personOf, points, signIn } from '../../test/smallCity.ts'
import { useSmall } from '../../test/smallHouse.ts'
import { client } from '../api/client.ts'
import { hashing, isSigned } from './keys.serve.ts'
import { ledgerApi } from './ledger.api.ts'
import { checkInclusion } from './proof.ts'
import { checkLedger, Report } from './verify.ts'

describe('the ledger over its calls', () => {
  const { house, small } = useSmall(embedded)
  const id = idOf(9001) as CaseId
  beforeAll(async () => {
    await small.as('office', casesApi).fromDesk({ body: { id, text: '路灯不亮', pointId: points.road as never, photos: [] } as never })
  })
  const office = () => small.as('office', ledgerApi)
  const anybody = () =>
    client(ledgerApi, async (url, init) => {
      const answer = await small.app.inject({ method: init.method as 'GET', url })
      return {
        ok: answer.statusCode < 400,
        status: answer.statusCode,
        json: async () => answer.json() as unknown,
        blob: async () => new Blob(),
      }
    })

  it('is signed on demand, and anybody may read the head', async () => {
    await expect(anybody().getPublicHead({ params: { city: 'small' } })).rejects.toMatchObject({ status: 404 })
    const head = await office().sign({})
    const { recorded } = await office().getLedger({})
    expect(head).toMatchObject({ city: 'small', size: recorded })
    const open = await anybody().getPublicHead({ params: { city: 'small' } })
    expect(open.head).toEqual(head)
    expect(isSigned(open.head.note, open.key)).toBe(true)
    expect(await office().getLedger({})).toMatchObject({ size: recorded, head })
    small.clock.now = '2026-11-20T04:01:00.000Z'
    expect((await office().sign({})).at).toBe(small.clock.now)
    const { items, next } = await office().listHeads({ query: { limit: 1 } })
    expect(items.map(({ at }) => at)).toEqual([small.clock.now])
    expect((await office().listHeads({ query: { limit: 1, cursor: next } })).items).toEqual([head])
  })

  it('lists what happened, by number, thing, person and kind', async () => {
    const [entry] = (await office().listEntries({ query: { text: id } })).items
    expect(entry).toMatchObject({ kind: 'case.reported', thing: id, by: { id: personOf('office') }, reason: '路灯不亮' })
    const found = async (query: object) => (await office().listEntries({ query: { about: 'case', ...query } })).items.length
    expect([
      await found({ text: String(entry!.seq) }),
      await found({ text: String(entry!.seq + 1) }),
      await found({ text: personOf('office') }),
    ]).toEqual([1, 0, 1])
    expect([await found({ text: 'checker' }), await found({ text: 'offi' }), await found({ text: '无此人' })]).toEqual([0, 1, 0])
    expect([await found({ about: 'visit' }), await found({ from: '2026-11-21' }), await found({ to: '2026-11-20' })]).toEqual([0, 0, 1])
    expect((await office().listKinds({})).items).toContain('case.reported')
  })

  it('gives proofs by number and by thing, and the whole file', async () => {
    const { key } = await office().getLedger({})
    const means = { hashing, isSigned: (note: string) => isSigned(note, key) }
    expect(checkInclusion(await office().prove({ params: { seq: 1 } }), means).wrong).toEqual([])
    expect(checkInclusion(await office().proveThing({ params: { id } }), means)).toMatchObject({ fact: 'case.reported', wrong: [] })
    await expect(office().proveThing({ params: { id: idOf(1) } })).rejects.toMatchObject({ status: 404 })
    const file = new TextDecoder().decode(await (await office().exportLedger({})).arrayBuffer())
    const checking = checkLedger({ hashing, isSigned, keys: [key], heads: [] })
    for (const line of file.split('\n')) checking.line(line)
    const { recorded } = await office().getLedger({})
    expect(checking.finish()).toMatchObject({ findings: [], size: recorded, signed: recorded - 1 })
    expect((await office().listEntries({ query: { about: 'export' } })).items).toMatchObject([
      { kind: 'export.made', by: { id: personOf('office') } },
    ])
  })

  it('writes down what leaves the house, and what was typed only so that it can be erased', async () => {
    await small.as('office', casesApi).export({ query: { text: '王小明', state: 'reported' } as never })
    const [row] = (await house.engine.query("select data from events where kind = 'export.made' order by seq desc limit 1", [])).rows
    expect(row!['data']).toMatchObject({
      call: '/cases/export',
      rows: 0,
      filter: { state: 'reported' },
      personal: { text: { value: '王小明' } },
    })
    expect(JSON.stringify((row!['data'] as { filter: object }).filter)).not.toContain('王小明')
  })

  it('checks itself on the spot and tells how far it is', async () => {
    const address = await small.app.listen({ port: 0, host: '127.0.0.1' })
    const answer = await fetch(`${address}/api/ledger/check`, { headers: { cookie: await signIn(small.app, 'office') } })
    const text = await answer.text()
    const report = /event: report\ndata: (.*)\n/.exec(text)?.[1]
    expect(text).toContain('event: progress')
    expect(Report.parse(JSON.parse(report!))).toMatchObject({ city: 'small', findings: [] })
  })
})
