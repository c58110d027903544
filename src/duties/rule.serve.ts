/** Sharing out by rule: reads the ground, asks `assign`, and shows or writes what it proposes. */
import type { Who } from '../api/who.ts'
import type { AreaId, CityId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import type { Language } from '../base/text.ts'
import { dayOf } from '../base/time.ts'
import { findReleased } from '../standards/published.sql.ts'
import { v7 } from 'uuid'
import { findAction } from './actions.sql.ts'
import { assign, type AssignRule, type Ground, takenKey } from './assign.ts'
import { applyChanges, getAction } from './change.serve.ts'
import type { AssignPreview, DutyAction } from './duties.api.ts'
import { listStoredOf, lockSharing } from './duties.sql.ts'
import { type AreaRow, listAreas, listPosts, listUnits } from './ground.sql.ts'

/** From each area up to the whole, itself first. */
function chains(areas: readonly Pick<AreaRow, 'id' | 'parentId'>[]): (area: AreaId) => AreaId[] {
  const parents = new Map(areas.map(({ id, parentId }) => [id, parentId]))
  return (area) => {
    const chain: AreaId[] = []
    for (let at: AreaId | null = area; at !== null && !chain.includes(at); at = parents.get(at) ?? null) chain.push(at)
    return chain
  }
}

async function readGround(db: Db, city: CityId, rule: AssignRule, at: string, language: Language) {
  const released = await findReleased(db, city, rule.editionId)
  if (!released) throw new Problem('duty.noSuchEdition', 422)
  const [areas, units, posts] = [await listAreas(db, city), await listUnits(db, city), await listPosts(db, city, dayOf(at))]
  const taken = new Set((await listStoredOf(db, city, rule.editionId)).map(({ values }) => takenKey(values.criterion, values.areaId)))
  const ground: Ground = {
    edition: released.content,
    units,
    posts: posts.map(({ id, unitId, leads, holder }) => ({ id, unitId, leads, held: holder !== null })),
    chainOf: chains(areas),
    taken,
    newId: v7,
    language,
  }
  return { ground, areas, units, posts }
}

/** What the rule would do, with names. Nothing is stored. */
export async function previewRule(
  db: Db,
  city: CityId,
  { limit, ...rule }: AssignRule & { limit: number },
  { at, language }: { at: string; language: Language },
): Promise<AssignPreview> {
  const { ground, areas, units, posts } = await readGround(db, city, rule, at, language)
  const { proposals, leftOut } = assign(rule, ground)
  const names = new Map<string, { zh: string; en: string }>([...areas, ...units].map((it) => [it.id, { zh: it.nameZh, en: it.nameEn }]))
  const named = (id: string | null) => (id === null ? null : { id, title: names.get(id) ?? { zh: '', en: '' } })
  const post = (id: string | null) => {
    const found = posts.find((it) => it.id === id)
    if (!found) return null
    const holder = found.holder === null ? '' : ` ${found.holder}`
    return { zh: `${found.titleZh}${holder}`, en: found.titleEn === '' ? '' : `${found.titleEn}${holder}` }
  }
  return {
    total: proposals.length,
    lines: proposals.slice(0, limit).map(({ title, values }) => ({
      criterion: values.criterion,
      title,
      area: named(values.areaId),
      lead: named(values.leadUnitId),
      helpers: values.helperIds.map((id) => named(id)!),
      leader: post(values.leaderPostId),
      person: post(values.personPostId),
    })),
    leftOut,
  }
}

/**
 * Does what the rule says, as one action that can be undone. A known action id is not done again. Who shares out the same
 * edition at the same moment waits, and then finds the duties that are there already.
 */
export async function applyRule(
  db: Db,
  who: Who,
  { id, ...rule }: AssignRule & { id: string },
  { at, language }: { at: string; language: Language },
): Promise<DutyAction> {
  await lockSharing(db, who.city, rule.editionId)
  const known = await findAction(db, who.city, id)
  if (known) return known
  const { ground } = await readGround(db, who.city, rule, at, language)
  const { proposals } = assign(rule, ground)
  const changes = proposals.map(({ id: duty, values }) => ({ id: duty, before: undefined, after: values }))
  await applyChanges(db, who, at, changes, { id, kind: 'assign' })
  return getAction(db, who.city, id)
}
