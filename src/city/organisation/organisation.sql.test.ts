/** The organisation: who administers what, deputies, and what goes along when a post is handed over. */
import { v7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import { engines } from '../../../test/engines.ts'
import { accountOf, city, edition, idOf, noon, personOf, points, postOf, streets, units } from '../../../test/smallCity.ts'
import { useSmall } from '../../../test/smallHouse.ts'
import { accountsApi } from '../../access/accounts.api.ts'
import type { AccountId, AreaId, CaseId, DutyId, EditionId, EventId, PersonId, PointId, PostId, UnitId } from '../../base/ids.ts'
import { listEventsOf } from '../../base/event.sql.ts'
import { sql } from '../../base/sql.ts'
import { casesApi } from '../../cases/cases.api.ts'
import { dutiesApi } from '../../duties/duties.api.ts'
import { sessionApi } from '../session.api.ts'
import { organisationApi } from './organisation.api.ts'

const market = { id: units.market as UnitId, post: postOf('unit') as PostId }
const somebody = (name: string) => ({ id: v7() as PersonId, name })

describe.each(engines)('organisation on %s', (_name, open) => {
  const { house, small } = useSmall(open, async ({ db }) => {
    // The administrator works for the first street, by a post in its office.
    const post = idOf(790)
    await db.run(
      sql`insert into posts (city_id, id, unit_id, title_zh, role) values (${city}, ${post}, ${units.street1}, '管理员', 'administrator')`,
    )
    await db.run(
      sql`insert into post_holders (city_id, post_id, person_id, from_on) values (${city}, ${post}, ${personOf('administrator')}, '2026-01-01')`,
    )
  })
  const office = () => small.as('office', organisationApi)
  const street = () => small.as('administrator', organisationApi)

  const community = (parent: string | null, area: string | null) => ({
    kind: 'community',
    code: `C-${v7().slice(-6)}`,
    name: { zh: '新社区', en: '' },
    parent: parent as UnitId | null,
    area: area as AreaId | null,
  })
  const titled = (role: 'street' | 'office' | 'operator', unit: string, area: string | null = null) => ({
    unit: unit as UnitId,
    title: { zh: '专干', en: 'Officer' },
    role,
    area: area as AreaId | null,
  })
  const refused = (code: string) => ({ code, status: 403 })

  it('lets an administrator of a street manage what lies in it, and nothing else', async () => {
    const id = v7() as UnitId
    expect(await street().putUnit({ params: { id }, body: community(units.street1, null) })).toMatchObject({ id, parent: units.street1 })
    expect(await street().putUnit({ params: { id: v7() as UnitId }, body: community(null, streets[0]) })).toMatchObject({
      area: { id: streets[0] },
    })
    const post = v7() as PostId
    expect(await street().putPost({ params: { id: post }, body: titled('street', id) })).toMatchObject({ role: 'street', unit: { id } })
    await street().appoint({ params: { id: post }, body: { person: somebody('新人'), fromOn: '2026-11-01' } })
    for (const attempt of [
      () => street().putUnit({ params: { id: v7() as UnitId }, body: community(units.street2, null) }),
      () => street().putUnit({ params: { id: v7() as UnitId }, body: community(null, streets[1]) }),
      () => street().putUnit({ params: { id: v7() as UnitId }, body: community(null, null) }),
      () => street().putUnit({ params: { id: units.street2 as UnitId }, body: community(units.street1, null) }),
      () => street().putPost({ params: { id: v7() as PostId }, body: titled('street', units.market) }),
      () => street().putPost({ params: { id: post }, body: titled('street', id, streets[1]) }),
      () => street().appoint({ params: { id: market.post }, body: { person: somebody('谁'), fromOn: '2026-11-01' } }),
      () => small.as('unit', organisationApi).leavePost({ params: { id: post }, body: { toOn: '2026-11-01' } }),
    ])
      await expect(attempt()).rejects.toMatchObject({ status: 403 })
  })

  it('lets nobody give a role that only the level above gives', async () => {
    const id = v7() as PostId
    await expect(street().putPost({ params: { id }, body: titled('office', units.street1) })).rejects.toMatchObject(
      refused('organisation.notYourRole'),
    )
    await expect(office().putPost({ params: { id }, body: titled('operator', units.office) })).rejects.toMatchObject(
      refused('organisation.notYourRole'),
    )
    await small.as('operator', organisationApi).putPost({ params: { id }, body: titled('operator', units.office) })
    const person = somebody('自己')
    await expect(office().appoint({ params: { id }, body: { person, fromOn: '2026-11-01' } })).rejects.toMatchObject(
      refused('organisation.notYourRole'),
    )
  })

  it('opens to an administrator of a street the accounts below it, unless they hold a role that only the city gives', async () => {
    const accounts = small.as('administrator', accountsApi)
    const one = (login: string) => accounts.getAccount({ params: { id: accountOf(login) as AccountId } })
    const post = v7() as PostId
    await office().putPost({ params: { id: post }, body: titled('street', units.street1) })
    await office().appoint({
      params: { id: post },
      body: { person: { id: personOf('checker2') as PersonId, name: 'x' }, fromOn: '2026-11-01' },
    })
    expect(await one('checker2')).toMatchObject({ login: 'checker2' })
    expect((await accounts.listAccounts({})).items.map(({ login }) => login)).toEqual(['administrator', 'checker2'])
    await expect(one('unit')).rejects.toMatchObject(refused('api.notYours'))
    await expect(one('operator')).rejects.toMatchObject(refused('api.notYours'))
    await office().putPost({ params: { id: post }, body: titled('office', units.street1) })
    await expect(one('checker2')).rejects.toMatchObject(refused('api.notYours'))
  })

  it('keeps the tree a tree', async () => {
    const [above, below] = [v7() as UnitId, v7() as UnitId]
    await office().putUnit({ params: { id: above }, body: community(null, null) })
    await office().putUnit({ params: { id: below }, body: community(above, null) })
    await expect(office().putUnit({ params: { id: above }, body: community(below, null) })).rejects.toMatchObject({
      code: 'organisation.circle',
    })
  })

  it('lets the holder name a deputy, who acts in the post while it lasts and leaves the post on what they do', async () => {
    const own = small.as('unit', organisationApi)
    const deputy = personOf('member') as PersonId
    const body = { id: v7(), person: deputy, fromOn: '2026-11-20', toOn: '2026-11-21', reason: '出差' }
    await expect(small.as('unit2', organisationApi).deputise({ params: { id: market.post }, body })).rejects.toMatchObject(
      refused('api.notYours'),
    )
    expect(await own.deputise({ params: { id: market.post }, body })).toMatchObject({ person: { id: deputy }, reason: '出差' })
    expect(await own.deputise({ params: { id: market.post }, body })).toMatchObject({ id: body.id })
    expect(await small.as('member', sessionApi).getMe({})).toMatchObject({ role: 'unit', post: market.post, posts: [{ deputy: true }] })
    const id = v7() as CaseId
    await small.as('member', casesApi).fromDesk({ body: { id, text: '垃圾堆放', pointId: points.market as PointId } })
    expect((await listEventsOf(house.db, city, id))[0]).toMatchObject({ by: deputy, post: market.post })
    await own.endDeputy({ params: { id: market.post, deputy: body.id }, body: {} })
    expect(await small.as('member', sessionApi).getMe({})).toMatchObject({ role: 'member', post: null })
    await expect(
      own.deputise({ params: { id: market.post }, body: { ...body, id: v7(), person: personOf('unit') as PersonId } }),
    ).rejects.toMatchObject({
      code: 'organisation.ownDeputy',
    })
  })

  it('hands a post over with its open work, on a list that both people see', async () => {
    const duty = v7() as DutyId
    await small.as('office', dutiesApi).add({
      body: { id: duty, editionId: edition as EditionId, criterion: 'C1', leadUnitId: market.id, personPostId: market.post },
    })
    const it = v7() as CaseId
    await small.as('office', casesApi).fromDesk({ body: { id: it, text: '占道', pointId: points.market as PointId } })
    const due = '2026-11-25T10:00:00.000Z'
    await small.as('office', casesApi).dispatch({ params: { id: it }, body: { id: v7() as EventId, unitId: market.id, dueAt: due } })
    const person = { id: personOf('unit2') as PersonId, name: 'unit2员' }
    const body = { id: v7(), person, onDay: '2026-11-20', note: '轮岗' }
    const made = await office().handOver({ params: { id: market.post }, body })
    expect(made).toMatchObject({ from: { id: personOf('unit') }, to: { id: person.id }, receivedAt: null })
    expect(made.items.map(({ kind, thing }) => [kind, thing])).toEqual(
      expect.arrayContaining([
        ['case', it],
        ['duty', duty],
      ]),
    )
    expect(await office().handOver({ params: { id: market.post }, body })).toEqual(made)
    for (const login of ['unit', 'unit2'] as const)
      expect((await small.as(login, organisationApi).getHandover({ params: { id: made.id } })).items).toEqual(made.items)
    await expect(small.as('street', organisationApi).getHandover({ params: { id: made.id } })).rejects.toMatchObject({ status: 404 })
    await expect(small.as('unit', organisationApi).receive({ params: { id: made.id }, body: {} })).rejects.toMatchObject({ status: 404 })
    expect(await small.as('unit2', organisationApi).receive({ params: { id: made.id }, body: {} })).toMatchObject({ receivedAt: noon })
    // Whoever gave the post has lost what it allowed; the history stays.
    expect(await small.as('unit', sessionApi).getMe({})).toMatchObject({ role: 'member' })
    expect((await office().getPostFile({ params: { id: market.post } })).holders).toMatchObject([
      { id: person.id, fromOn: '2026-11-20', toOn: null },
      { id: personOf('unit'), toOn: '2026-11-19' },
    ])
  })

  it('gives the duties of a post to another post', async () => {
    const to = postOf('office') as PostId
    const made = await office().handOver({ params: { id: market.post }, body: { id: v7(), toPost: to, onDay: '2026-11-20' } })
    expect(made).toMatchObject({ toPost: { id: to }, to: { id: personOf('office') } })
    expect(made.items.map(({ kind }) => kind)).toEqual(['duty'])
    expect((await office().listOpenWork({ params: { id: to } })).items).toMatchObject([{ kind: 'duty' }])
    expect((await office().listHandovers({})).items).toHaveLength(2)
  })
})
