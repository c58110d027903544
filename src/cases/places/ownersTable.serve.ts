/** The rules of who answers as a kind of import: the workbook that goes out comes back in. */
import { v7 } from 'uuid'
import { appendEvents } from '../../base/event.sql.ts'
import type { EventId } from '../../base/ids.ts'
import { listKnownAreas } from '../../city/areas.sql.ts'
import { titlesOf } from '../../city/tables/kinds.serve.ts'
import { getCityZh, listUnitNames } from '../../city/units.sql.ts'
import { listClasses } from '../../classes/classes.sql.ts'
import { tableKind } from '../../sheets/kind.ts'
import { type OwnerContext, type OwnerPlan, ownerTableColumns, understandOwners } from './ownersTable.ts'
import { listAllRules, putRules } from './places.sql.ts'

/** Rules of who answers from a table. */
export const ownersKind = tableKind<OwnerContext, OwnerPlan>({
  kind: 'owners',
  columns: ownerTableColumns,
  needs: [
    ['class', 'areaCode', 'area'],
    ['unitCode', 'unit', 'unitKind'],
  ],
  options: [{ key: 'refused', choices: ['stop', 'skip'] }],
  load: async (db, city) => {
    const [rules, units] = [await listAllRules(db, city), await listUnitNames(db, city)]
    // What the city uses already is known, also when no standard in force names it any more.
    const used = [...units.map(({ kind }) => kind), ...rules.map(({ unitKind }) => unitKind ?? '')].filter((kind) => kind !== '')
    return {
      rules,
      units,
      cityName: await getCityZh(db, city),
      classes: (await listClasses(db, city)).map(({ code }) => code),
      areas: await listKnownAreas(db, city),
      kinds: [...[...new Set(used)].map((id) => ({ id, titles: [] })), ...(await titlesOf(db, city, 'unitKinds'))],
    }
  },
  understand: understandOwners,
  apply: async (db, { city, at, person, id: file }, { plan }) => {
    const rules = plan.rules.map((rule) => ({ ...rule, id: rule.id ?? v7() }))
    await putRules(db, city, rules, at)
    const events = rules.map(({ id, ...data }) => ({
      id: v7() as EventId,
      kind: 'owner.ruled',
      thing: id,
      at,
      by: person,
      version: 1,
      data: { ...data, import: file },
    }))
    await appendEvents(db, city, events)
    return { rules: rules.length }
  },
})
