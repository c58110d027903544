/** Duties of the old edition taken into the new one, by what was decided for each; the old ones are closed, not deleted. */
import { v7 } from 'uuid'
import type { Who } from '../api/who.ts'
import type { DutyId, EditionId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { applyChanges, type Change } from '../duties/change.serve.ts'
import { lockDuties } from '../duties/duties.sql.ts'
import type { DutyValues, StoredDuty } from '../duties/duty.ts'
import type { CarryRow, Pair } from './carry.sql.ts'

/** A duty as it stands in the new edition. Carried ones keep their state, all others start open; reopened ones have no dates yet. */
function carriedDuty(old: DutyValues, edition: EditionId, criterion: string, outcome: CarryRow['decided']): DutyValues {
  const milestones = old.milestones.map((milestone) => ({
    ...milestone,
    id: v7(),
    doneOn: outcome === 'carried' ? milestone.doneOn : null,
  }))
  const state = outcome === 'carried' ? old.state : 'open'
  const dates = outcome === 'reopened' ? { startOn: null, dueOn: null, milestones: [] } : { milestones }
  return { ...old, editionId: edition, criterion, state, ...dates }
}

/** Several duties that become one: the first leads, the leads and helpers of the others help, places and steps add up. */
function mergedDuty(duties: readonly DutyValues[]): DutyValues {
  const [first, ...rest] = duties as [DutyValues, ...DutyValues[]]
  const others = rest.flatMap(({ leadUnitId, helperIds }) => [...(leadUnitId === null ? [] : [leadUnitId]), ...helperIds])
  const helperIds = [...new Set([...first.helperIds, ...others])].filter((id) => id !== first.leadUnitId)
  const words = (name: 'task' | 'measure' | 'effect') =>
    [...new Set(duties.map((duty) => duty[name]).filter((text) => text !== ''))].join('\n').slice(0, 4000)
  const limited = duties.every(({ pointIds }) => pointIds.length > 0)
  return {
    ...first,
    helperIds,
    pointIds: limited ? [...new Set(duties.flatMap(({ pointIds }) => pointIds))] : [],
    milestones: duties.flatMap(({ milestones }) => milestones).slice(0, 50),
    task: words('task'),
    measure: words('measure'),
    effect: words('effect'),
  }
}

const fresh = (after: DutyValues, note: string): Change => ({ id: v7() as DutyId, before: undefined, after, note })

/** Writes the new duties and closes the old ones. */
export async function applyDuties(db: Db, who: Who, at: string, { pair, rows }: { pair: Pair; rows: readonly CarryRow[] }): Promise<void> {
  const stored = new Map(
    (
      await lockDuties(
        db,
        who.city,
        rows.map(({ item }) => item as DutyId),
      )
    ).map((duty) => [duty.id as string, duty]),
  )
  const merging = new Map<string, DutyValues[]>()
  const changes: Change[] = []
  for (const { item, decided, detail } of rows) {
    const duty = stored.get(item)
    if (duty === undefined || duty.values.state === 'dropped') continue
    const made = decided === 'dropped' ? [] : detail.to.map((criterion) => carriedDuty(duty.values, pair.to, criterion, decided))
    for (const values of made) {
      if (decided !== 'merged') changes.push(fresh(values, `${duty.id} → ${decided}`))
      else merging.set(`${values.criterion} ${values.areaId}`, [...(merging.get(`${values.criterion} ${values.areaId}`) ?? []), values])
    }
    if (duty.values.state !== 'done') changes.push(closed(duty, decided))
  }
  for (const duties of merging.values()) changes.push(fresh(mergedDuty(duties), 'merged'))
  await applyChanges(db, { city: who.city, person: who.person }, at, changes)
}

const closed = (before: StoredDuty, decided: CarryRow['decided']): Change => ({
  id: before.id,
  before,
  after: { ...before.values, state: 'dropped' },
  note: decided ?? '',
})
