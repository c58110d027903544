/** Compliance mode, complaints and the vault of identities, over the whole app. */
import { v7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import { casesApi } from '../cases/cases.api.ts'
import type { CityId } from '../base/ids.ts'
import { papersApi } from '../duties/papers.api.ts'
import { inspectionsApi } from '../inspections/inspections.api.ts'
import { listEventsAfter } from '../base/event.sql.ts'
import { engines } from '../../test/engines.ts'
import { city, edition, noon, points, units } from '../../test/smallCity.ts'
import { useSmall } from '../../test/smallHouse.ts'
import { complaintsApi } from './complaints.api.ts'
import { complianceApi } from './compliance.api.ts'
import { identityApi } from './identity.api.ts'
import { policyIds } from './policies.ts'

const contact = { name: '证人王小明', phone: '+86 138-0000-1111' }

describe.each(engines)('privacy on %s', (_name, open) => {
  const { house, small } = useSmall(open)
  const events = async () => listEventsAfter(house.db, city, 0, 1000)
  const codeOf = (promise: Promise<unknown>) =>
    promise.then(
      () => 'done',
      (error: { code?: string }) => error.code,
    )
  const reportCase = async () => {
    const id = v7()
    const file = await small.as('inspector', casesApi).fromDesk({
      body: { id: id as never, text: '路面破损', pointId: points.road as never, reporter: contact },
    })
    return { id, file }
  }

  it('keeps every restriction from the first start', async () => {
    const { items } = await small.as('street', complianceApi).listPolicies({})
    expect(items.map(({ id }) => id)).toEqual(policyIds)
    expect(items.every(({ inForce, waiver }) => inForce && waiver === null)).toBe(true)
  })

  it('switches one off only with basis and approval, and records both', async () => {
    const office = small.as('office', complianceApi)
    const params = { policy: 'letterBasis' } as const
    expect(await codeOf(office.waive({ params, body: { id: v7(), basis: '', approvalNo: '' } }))).toBe('api.badInput')
    const paper = small.as('office', papersApi)
    const letter = { query: { edition: edition as never, unit: units.market as never, form: 'letter' as const } }
    expect(await codeOf(paper.exportResponsibilities(letter))).toBe('duty.letterNeedsBasis')
    const id = v7()
    const body = { id, basis: '省委办公厅文件规定', approvalNo: '某办〔2026〕3号', untilOn: '2026-12-31' }
    const state = await office.waive({ params, body })
    expect(state).toMatchObject({ inForce: false, waiver: { id, approvalNo: '某办〔2026〕3号', by: { name: 'office员' } } })
    expect(await office.waive({ params, body })).toEqual(state)
    expect(await codeOf(office.waive({ params, body: { ...body, id: v7() } }))).toBe('compliance.alreadyOff')
    expect((await paper.exportResponsibilities(letter)).size).toBeGreaterThan(1000)
    expect((await events()).filter(({ kind }) => kind === 'policy.waived').map(({ data }) => data)).toEqual([
      { policy: 'letterBasis', basis: body.basis, approvalNo: body.approvalNo, untilOn: '2026-12-31' },
    ])
    small.clock.now = '2027-01-01T04:00:00.000Z'
    expect(await codeOf(small.as('office', papersApi).exportResponsibilities(letter))).toBe('duty.letterNeedsBasis')
    small.clock.now = noon
    expect(await office.restore({ params, body: { id: v7() } })).toMatchObject({ inForce: true, waiver: null })
    expect(await codeOf(small.as('leader', complianceApi).waive({ params, body }))).toBe('api.notAllowed')
    const absent = { policy: 'noTracks' } as const
    expect(await codeOf(office.waive({ params: absent, body: { ...body, id: v7() } }))).toBe('compliance.keptByAbsence')
  })

  it('asks for a photo only where the item needs one, unless an approval says otherwise', async () => {
    const record = (fact: string) =>
      small.as('inspector', inspectionsApi).recordVisit({
        body: {
          id: v7() as never,
          pointId: points.market as never,
          visitedAt: noon,
          results: [{ id: v7() as never, fact, ...(fact.endsWith('PSA') ? { value: '0' } : { grade: 'N' }) }],
        },
      })
    const { items } = await small.as('inspector', inspectionsApi).getChecklist({ params: { id: points.market as never } })
    const factOf = (photo: string) => items.find((item) => item.photo === photo)!.fact
    expect(await codeOf(record(factOf('required')))).toBe('inspections.faults')
    expect(await codeOf(record(factOf('optional')))).toBe('done')
    const params = { policy: 'photosOptional' } as const
    await small.as('office', complianceApi).waive({ params, body: { id: v7(), basis: '专项行动方案', approvalNo: '1号' } })
    expect(await codeOf(record(factOf('optional')))).toBe('inspections.faults')
    expect(await codeOf(record(factOf('none')))).toBe('done')
    await small.as('office', complianceApi).restore({ params, body: { id: v7() } })
  })

  it('writes the registration pack', async () => {
    const pack = await small.as('office', complianceApi).exportPack({ query: { contact: '李四', phone: '010-1' } })
    expect(pack.size).toBeGreaterThan(5000)
  })

  it('takes a complaint from anybody, and says the answer to who has its number', async () => {
    const anyone = async (method: 'GET' | 'POST', url: string, payload?: object) =>
      small.app.inject({ method, url, ...(payload ? { payload } : {}) })
    const id = v7()
    const sent = await anyone('POST', '/api/complaints', { id, city: 'small', kind: 'duplicate', text: '同一张表报了三次', contact })
    expect(sent.statusCode).toBe(200)
    const office = small.as('office', complaintsApi)
    const { items } = await office.list({ query: { open: 'true' } })
    expect(items).toMatchObject([{ id, kind: 'duplicate', text: '同一张表报了三次', hasContact: true, answer: null }])
    await office.answer({ params: { id }, body: { answer: '已合并为一张表' } })
    expect((await anyone('GET', `/api/complaints/${id}/answer?city=small`)).json()).toMatchObject({ id, answer: '已合并为一张表' })
    expect((await anyone('GET', `/api/complaints/${v7()}/answer?city=small`)).statusCode).toBe(404)
    expect((await office.list({ query: { open: 'true' } })).items).toEqual([])
  })

  it('keeps who reported in the vault: the case shows only that there is one', async () => {
    const { id, file } = await reportCase()
    expect(file.hasReporter).toBe(true)
    expect(JSON.stringify(file)).not.toContain('王小明')
    expect(JSON.stringify(await events())).not.toMatch(/王小明|1380?-?0000/)
    const office = small.as('office', identityApi)
    const event = v7() as never
    expect(await codeOf(office.readOpened({ params: { event } }))).toBe('identity.notOpen')
    expect(await codeOf(office.open({ params: { thing: id }, body: { id: event, reason: '' } }))).toBe('api.badInput')
    await office.open({ params: { thing: id }, body: { id: event, reason: '核实现场位置，需回访' } })
    expect(await office.readOpened({ params: { event } })).toMatchObject({ thing: id, kind: 'case', contact })
    expect(await codeOf(small.as('operator', identityApi).readOpened({ params: { event } }))).toBe('api.notAllowed')
    small.clock.now = '2026-11-20T04:11:00.000Z'
    expect(await codeOf(office.readOpened({ params: { event } }))).toBe('identity.notOpen')
    small.clock.now = noon
    const { items } = await small.as('leader', identityApi).listOpenings({ query: { limit: 1 } })
    expect(items).toMatchObject([{ event, done: 'opened', thing: id, by: { name: 'office员' }, reason: '核实现场位置，需回访' }])
  })

  it('does not let the server read the vault, nor another city open it', async () => {
    const { id } = await reportCase()
    const own = house.engine.as(city)
    const refused = async (text: string) =>
      own
        .transaction((connection) => connection.query(text, []))
        .then(
          () => 'done',
          (error: { code?: string }) => error.code,
        )
    for (const text of [
      'select * from identity.reporters',
      'delete from identity.reporters',
      "update identity.reporters set kind = 'x'",
      'insert into identity.reporters (city_id, id, thing, kind, cipher, master, wrapped, sealed, kept_at) select 1, id, id, kind, cipher, master, wrapped, sealed, kept_at from identity.reporters',
    ])
      expect(await refused(text)).toBe('42501')
    const event = v7()
    await small.as('office', identityApi).open({ params: { thing: id }, body: { id: event as never, reason: '回访核实' } })
    const opened = (of: CityId) => house.engine.as(of).query('select * from identity.open($1, $2)', [event, noon])
    expect((await opened(city)).rows).toHaveLength(1)
    expect((await opened(2 as CityId)).rows).toHaveLength(0)
    const stored = await house.engine.query('select sealed from identity.reporters', [])
    expect(stored.rows.length).toBeGreaterThan(0)
    expect(stored.rows.some(({ sealed }) => Buffer.from(sealed as Uint8Array).includes('王小明'))).toBe(false)
  })
})
