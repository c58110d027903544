/** People of the demo city with a second post and somebody who stands in for an absent colleague. */
import { sql } from '../src/base/sql.ts'
import { addDays, dayOf } from '../src/base/time.ts'
import type { Role } from '../src/city/who.ts'
import { insertAll, type Target } from './bulk.ts'
import { foundedMs } from './geography.ts'
import type { Account } from './loadCity.ts'
import { chanceOf } from './random.ts'

/** Login, and the post that its person holds besides: role, unit of whom, and title. */
const seconds: readonly (readonly [string, Role, string, string, string])[] = [
  ['cgj', 'inspector', 'office', '综合督查组成员', 'Member of the joint inspection group'],
  ['street', 'inspector', 'office', '综合督查组成员（街道）', 'Member of the joint inspection group, from the streets'],
  ['checker', 'reviewer', 'office', '材料审核员（兼）', 'Reviewer of documents, besides'],
]

/** Login of the absent, of who stands in, and why. */
const absences: readonly (readonly [string, string, string])[] = [['zjj', 'cgj', '赴省里参加培训']]

/** Writes them; their own first posts stay those they act in when they sign in. */
export async function loadActing(target: Target, accounts: readonly Account[], seed: number, at: string): Promise<void> {
  const chance = chanceOf(seed, 'acting')
  const of = (login: string) => accounts.find((account) => account.login === login)!
  const posts = seconds.map(([login, role, unit, titleZh, titleEn], index) => ({
    // Younger than every other post, so that it is not the one a person acts in first.
    id: chance.id(foundedMs + 86_400_000 + index),
    personId: of(login).personId,
    unitId: of(unit).unitId,
    role,
    titleZh,
    titleEn,
    leads: false,
    fromOn: '2026-03-01',
  }))
  await insertAll(target, 'posts', { id: 'uuid', unitId: 'uuid', titleZh: 'text', titleEn: 'text', leads: 'boolean', role: 'text' }, posts)
  const holders = posts.map(({ id: postId, personId, fromOn }) => ({ postId, personId, fromOn }))
  await insertAll(target, 'post_holders', { postId: 'uuid', personId: 'uuid', fromOn: 'date' }, holders)
  for (const [absent, deputy, reason] of absences) {
    const today = dayOf(at)
    await target.db.run(sql`
      insert into post_deputies (city_id, id, post_id, person_id, from_on, to_on, reason, set_at, set_by)
      values (${target.city}, ${chance.id(foundedMs)}, ${of(absent).postId}, ${of(deputy).personId}, ${today}, ${addDays(today, 14)}, ${reason}, ${at},
        ${of(absent).personId})`)
  }
}
