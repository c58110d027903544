/** The one way duties change: check, write whole, tell what happened, and remember what was before when many change at once. */
import type { Who } from '../api/who.ts'
import { appendEvents } from '../base/event.sql.ts'
import type { CityId, DutyId, EventId, PersonId, UnitId } from '../base/ids.ts'
import { type Fault, Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { findReleased } from '../standards/published.sql.ts'
import { criteriaOf } from '../standards/edition.ts'
import { type Asking, askGrassroots } from '../burden/ask.serve.ts'
import { removeAsks } from '../burden/burden.sql.ts'
import { v7 } from 'uuid'
import { addAction, findAction, listChanges, markUndone } from './actions.sql.ts'
import type { DutyAction } from './duties.api.ts'
import { changedFields, type DutyValues, type StoredDuty } from './duty.ts'
import { lockDuties, removeDuties, saveDuties } from './duties.sql.ts'
import { listKnown } from './ground.sql.ts'

/** A duty before and after. `before` is undefined for a new one. */
export interface Change {
  readonly id: DutyId
  readonly before: StoredDuty | undefined
  readonly after: DutyValues
  readonly note?: string
}

/** Who changes; nobody when the house does it by itself. */
export interface By {
  readonly city: CityId
  readonly person: PersonId | null
  /** The unit whose demands are held to the budget of the grassroots; left out where nobody in particular asks (an import). */
  readonly unit?: UnitId | null
}

/**
 * Writes changes that differ, with one event each. Gives how many duties were touched. What is asked of the grassroots is
 * counted. *Refuses:* 409 `burden.over`.
 */
export async function applyChanges(
  db: Db,
  who: By,
  at: string,
  changes: readonly Change[],
  action?: { id: string; kind: DutyAction['kind'] },
): Promise<number> {
  const real = changes.filter(({ before, after }) => !before || changedFields(before.values, after).length > 0)
  const duties = real.map(({ id, before, after }): StoredDuty => ({ id, version: (before?.version ?? 0) + 1, values: after }))
  await saveDuties(db, who.city, duties, at)
  await appendEvents(
    db,
    who.city,
    real.map((change) => eventOf(change, who, at, action?.id)),
  )
  if (action) {
    const kept = real.map(({ id, before }) => ({ dutyId: id, before: before?.values ?? null, version: (before?.version ?? 0) + 1 }))
    await addAction(db, who.city, { ...action, at, by: who.person }, kept)
  }
  await askGrassroots(db, who, at, real.flatMap(askingsOf))
  return real.length
}

/** What a change asks of units that were not asked before. */
function askingsOf({ id, before, after }: Change): Asking[] {
  if (after.state !== 'open') return []
  const { leadUnitId: lead, helperIds } = after
  const text = after.task
  return [
    ...(lead === null || lead === before?.values.leadUnitId ? [] : [{ kind: 'duty' as const, unit: lead, thing: id, text }]),
    ...helperIds
      .filter((helper) => !before?.values.helperIds.includes(helper))
      .map((unit) => ({ kind: 'help' as const, unit, thing: id, text })),
  ]
}

const eventOf = ({ id, before, after, note }: Change, who: By, at: string, action: string | undefined) => ({
  id: v7() as EventId,
  kind: before === undefined ? 'duty.assigned' : after.state === 'dropped' ? 'duty.dropped' : 'duty.changed',
  thing: id,
  at,
  by: who.person,
  version: 1,
  data: {
    fields: before === undefined ? [] : changedFields(before.values, after),
    after,
    ...(note === undefined ? {} : { note }),
    ...(action === undefined ? {} : { action }),
  },
})

/** What is wrong with the values of duties; `at` names each one to its sender. Editions must be published, names must exist. */
export async function faultsOf(db: Db, city: CityId, list: readonly { at: string; values: DutyValues }[]): Promise<Fault[]> {
  const all = list.map(({ values }) => values)
  const known = await listKnown(db, city, {
    areas: all.flatMap(({ areaId }) => areaId ?? []),
    units: all.flatMap(({ leadUnitId, helperIds }) => [...(leadUnitId ? [leadUnitId] : []), ...helperIds]),
    posts: all.flatMap(({ leaderPostId, personPostId }) => [leaderPostId, personPostId].filter((id) => id !== null)),
    points: all.flatMap(({ pointIds }) => pointIds),
  })
  const criteria = new Map<string, Set<string>>()
  for (const edition of new Set(all.map(({ editionId }) => editionId))) {
    const found = await findReleased(db, city, edition)
    criteria.set(edition, new Set(found ? criteriaOf(found.content.tree).map(({ criterion }) => criterion.id) : []))
  }
  return list.flatMap(({ at, values }) => faultsOfOne(at, values, known, criteria))
}

function faultsOfOne(
  at: string,
  values: DutyValues,
  known: ReadonlySet<string>,
  criteria: ReadonlyMap<string, ReadonlySet<string>>,
): Fault[] {
  const missing = (field: keyof DutyValues, ids: readonly (string | null)[]): Fault[] =>
    ids.some((id) => id !== null && !known.has(id)) ? [{ at: `${at}${field}`, says: 'fault.notKnown', details: { field } }] : []
  const { startOn, dueOn } = values
  return [
    ...(criteria.get(values.editionId)?.has(values.criterion)
      ? []
      : [{ at: `${at}criterion`, says: 'fault.noSuchCriterion', details: { criterion: values.criterion } }]),
    ...missing('areaId', [values.areaId]),
    ...missing('leadUnitId', [values.leadUnitId]),
    ...missing('helperIds', values.helperIds),
    ...missing('leaderPostId', [values.leaderPostId]),
    ...missing('personPostId', [values.personPostId]),
    ...missing('pointIds', values.pointIds),
    ...(startOn !== null && dueOn !== null && startOn > dueOn ? [{ at: `${at}dueOn`, says: 'fault.endsBeforeStart' }] : []),
    ...(values.leadUnitId !== null && values.helperIds.includes(values.leadUnitId)
      ? [{ at: `${at}helperIds`, says: 'fault.leadHelpsItself' }]
      : []),
  ]
}

/** Stops with every fault at once. *Refuses:* 422 `duty.faults`. */
export function refuse(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new Problem('duty.faults', 422, {}, faults)
}

/** A duty that is about to change. *Refuses:* 404; 409 `duty.changed` when somebody was faster, `duty.dropped`. */
export async function lockOne(db: Db, city: CityId, id: DutyId, version?: number): Promise<StoredDuty> {
  const [stored] = await lockDuties(db, city, [id])
  if (!stored) throw new Problem('api.notFound', 404)
  if (version !== undefined && stored.version !== version) throw new Problem('duty.changed', 409, { version: stored.version })
  if (stored.values.state === 'dropped') throw new Problem('duty.dropped', 409)
  return stored
}

/** An action. *Refuses:* 404. */
export async function getAction(db: Db, city: CityId, id: string): Promise<DutyAction> {
  const action = await findAction(db, city, id)
  if (!action) throw new Problem('api.notFound', 404)
  return action
}

/** Undoes an action on every duty nobody has touched since; the others are left and named. A second undo does nothing. */
export async function undoAction(db: Db, who: Who, at: string, id: string): Promise<{ restored: number; touched: DutyId[] }> {
  await getAction(db, who.city, id)
  if (!(await markUndone(db, who.city, id, at))) return { restored: 0, touched: [] }
  const changes = await listChanges(db, who.city, id)
  const now = new Map(
    (
      await lockDuties(
        db,
        who.city,
        changes.map(({ dutyId }) => dutyId),
      )
    ).map((duty) => [duty.id, duty]),
  )
  const untouched = changes.filter(({ dutyId, version }) => now.get(dutyId)?.version === version)
  const created = untouched.filter(({ before }) => before === null).map(({ dutyId }) => dutyId)
  await removeDuties(db, who.city, created)
  await removeAsks(db, who.city, created)
  await appendEvents(
    db,
    who.city,
    created.map((thing) => ({ id: v7() as EventId, kind: 'duty.undone', thing, at, by: who.person, version: 1, data: { action: id } })),
  )
  const back = untouched.flatMap(({ dutyId, before }) =>
    before === null ? [] : [{ id: dutyId, before: now.get(dutyId), after: before, note: 'undo' }],
  )
  await applyChanges(db, { city: who.city, person: who.person }, at, back)
  return { restored: untouched.length, touched: changes.filter((change) => !untouched.includes(change)).map(({ dutyId }) => dutyId) }
}
