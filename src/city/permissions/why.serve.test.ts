/** Why a person may or may not: what the page says is what the edge does. */
import { v7 } from 'uuid'
import { beforeAll, expect, it } from 'vitest'
import { embedded } from '../../../test/engines.ts'
import { edition, personOf, units } from '../../../test/smallCity.ts'
import { useSmall } from '../../../test/smallHouse.ts'
import type { DutyId, EditionId, PersonId, UnitId } from '../../base/ids.ts'
import { dutiesApi } from '../../duties/duties.api.ts'
import { permissionsApi } from './permissions.api.ts'

const { small } = useSmall(embedded)
const duty = v7() as DutyId
beforeAll(async () => {
  const body = { id: duty, editionId: edition as EditionId, criterion: 'C1', leadUnitId: units.market as UnitId }
  await small.as('office', dutiesApi).add({ body })
})

const why = async (person: string, call: string, thing?: string) =>
  small
    .as('office', permissionsApi)
    .why({ query: { person: personOf(person) as PersonId, call, ...(thing === undefined ? {} : { thing }) } })
const says = (it: Awaited<ReturnType<typeof why>>) => it.posts[0]!.reasons.map((reason) => reason.says.replace('permissions.why.', ''))

it('says which role gives the permission, how far it reaches, and whether the thing lies within', async () => {
  const unit = await why('unit', 'duties.markMilestone', duty)
  expect([unit.allowed, says(unit)]).toEqual([true, ['roleHas', 'within']])
  expect(unit.posts[0]).toMatchObject({
    role: 'unit',
    post: { unit: { zh: '市场监管局' } },
    reasons: [{ details: { permission: 'duties.report', reach: 'unit' } }, {}],
  })
  const other = await why('unit2', 'duties.markMilestone', duty)
  expect([other.allowed, says(other)]).toEqual([false, ['roleHas', 'beyond']])
  const params = { id: duty, milestone: v7() }
  await expect(small.as('unit2', dutiesApi).markMilestone({ params, body: { doneOn: null } })).rejects.toMatchObject({
    code: 'api.notYours',
  })
  await expect(small.as('unit', dutiesApi).markMilestone({ params, body: { doneOn: null } })).rejects.toMatchObject({
    code: 'api.notFound',
  })
})

it('says what is missing', async () => {
  expect(says(await why('leader', 'cases.dispatch'))).toEqual(['roleHasNot'])
  expect(says(await why('assessor', 'desk.listReviews'))).toEqual(['roleHas', 'wholeCityOnly'])
  expect(says(await why('assessor', 'inspections.listVisits'))).toEqual(['roleHas', 'byRule'])
  expect(says(await why('unit', 'duties.markMilestone'))).toEqual(['roleHas', 'depends'])
  expect(says(await why('member', 'session.getMe'))).toEqual(['signedIn'])
  await expect(why('unit', 'nothing.atAll')).rejects.toMatchObject({ code: 'permissions.noSuchCall' })
})

it('is told to who manages, and to everybody about themselves', async () => {
  const own = small.as('unit', permissionsApi)
  const ask = (person: string) => own.why({ query: { person: personOf(person) as PersonId, call: 'cases.rectify' } })
  expect(await ask('unit')).toMatchObject({ allowed: true })
  await expect(ask('leader')).rejects.toMatchObject({ code: 'api.notYours' })
  const { items } = await own.listCalls({})
  expect(items.find(({ call }) => call === 'cases.rectify')).toMatchObject({
    may: 'cases.rectify',
    roles: { unit: 'unit', street: 'unit' },
    within: ['rule'],
  })
})
