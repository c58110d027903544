/** Handlers of the rules of who answers, and of the reason that a unit was proposed. */
import { v7 } from 'uuid'
import { whoOf } from '../../api/api.serve.ts'
import type { Say } from '../../api/problems.serve.ts'
import type { Ask, Who } from '../../api/who.ts'
import { appendEvents } from '../../base/event.sql.ts'
import type { AreaId, CaseId, CityId, EventId, UnitId } from '../../base/ids.ts'
import type { Place } from '../../base/place.ts'
import { Problem } from '../../base/problem.ts'
import type { Db } from '../../base/sql.ts'
import { type Language, read, type Text } from '../../base/text.ts'
import { type BookColumn, cityTime } from '../../sheets/listBook.serve.ts'
import { findArea } from '../../city/areas.sql.ts'
import { landOf } from '../../city/land.serve.ts'
import { findCase } from '../cases.sql.ts'
import { foundOf, type OwnerRule, type Why } from './owner.ts'
import type { OwnerLine, PlaceFound } from './places.api.ts'
import { ownersFor } from './places.serve.ts'
import { dropRule, findCasePlace, findOwnerNames, findSameRule, listRules, putRules, type RuleRow } from './places.sql.ts'

const text = (zh: string | null, en: string | null): Text => ({ zh: zh ?? '', en: en ?? '' })
const named = (id: string | null, zh: string | null, en: string | null) => (id === null ? null : { id, title: text(zh, en) })

/** A rule as the calls show it. */
export const ownerLine = (row: RuleRow): OwnerLine => ({
  id: row.id,
  class: row.class,
  areaId: row.areaId,
  unitId: row.unitId,
  unitKind: row.unitKind,
  note: row.note,
  changedAt: row.changedAt,
  area: row.areaId === null ? null : { id: row.areaId, code: row.areaCode ?? '', title: text(row.areaZh, row.areaEn) },
  unit: row.unitId === null ? null : { id: row.unitId, code: row.unitCode ?? '', title: text(row.unitZh, row.unitEn) },
})

/** The columns of the workbook of rules; it can be taken in again as it is. */
export const ownerColumns = (say: Say, language: Language): BookColumn<OwnerLine>[] => [
  { head: say(language, 'owners.class'), width: 14, cell: (it) => it.class },
  { head: say(language, 'owners.areaCode'), width: 16, cell: (it) => it.area?.code ?? '' },
  { head: say(language, 'owners.area'), width: 20, cell: (it) => (it.area ? read(it.area.title, language) : '') },
  { head: say(language, 'owners.unitCode'), width: 14, cell: (it) => it.unit?.code ?? '' },
  { head: say(language, 'owners.unit'), width: 28, cell: (it) => (it.unit ? read(it.unit.title, language) : '') },
  { head: say(language, 'owners.unitKind'), width: 14, cell: (it) => it.unitKind ?? '' },
  { head: say(language, 'owners.note'), width: 36, cell: (it) => it.note },
  { head: say(language, 'owners.changedAt'), width: 17, cell: (it) => cityTime(it.changedAt) },
]

const happened = (kind: string, who: Who, at: string, thing: string, data: Record<string, unknown>) => ({
  id: v7() as EventId,
  kind,
  thing,
  at,
  by: who.person,
  version: 1,
  data,
})

/** Exactly one of a unit and a kind. *Refuses:* 422 `owner.unitOrKind`, `owner.noSuchArea`, `owner.noSuchUnit`; 409 `owner.twice`. */
async function checkRule(db: Db, city: CityId, rule: OwnerRule): Promise<void> {
  if ((rule.unitId === null) === (rule.unitKind === null)) throw new Problem('owner.unitOrKind', 422)
  if (rule.areaId !== null && !(await findArea(db, city, rule.areaId))) throw new Problem('owner.noSuchArea', 422)
  if (rule.unitId !== null && (await findOwnerNames(db, city, null, rule.unitId))?.unitZh === null)
    throw new Problem('owner.noSuchUnit', 422)
  if (await findSameRule(db, city, rule)) throw new Problem('owner.twice', 409, { class: rule.class })
}

/** Writes a rule and what happened. */
export async function putOwner(ask: Ask<{ params: { id: string }; query: undefined; body: Omit<OwnerRule, 'id'> & { note: string } }>) {
  const who = whoOf(ask)
  const rule = { ...ask.body, id: ask.params.id }
  await checkRule(ask.db, who.city, rule)
  await putRules(ask.db, who.city, [rule], ask.at)
  const { note, ...data } = rule
  await appendEvents(ask.db, who.city, [happened('owner.ruled', who, ask.at, rule.id, { ...data, note })])
  const { items } = await listRules(ask.db, who.city, { id: rule.id }, { sort: 'class', limit: 1, cursor: undefined })
  return ownerLine(items[0]!)
}

/** Takes a rule away; one that is gone already is no refusal. */
export async function dropOwner(ask: Ask<{ params: { id: string }; query: undefined; body: undefined }>) {
  const who = whoOf(ask)
  if ((await dropRule(ask.db, who.city, ask.params.id)) > 0)
    await appendEvents(ask.db, who.city, [happened('owner.dropped', who, ask.at, ask.params.id, {})])
  return { id: ask.params.id }
}

const areaOf = (why: Why): AreaId | null => (why.by === 'rule' || why.by === 'territory' ? why.areaId : null)

/** Where a place lies and who would answer there. */
export async function placeOf(db: Db, city: CityId, place: Place, type: string | null): Promise<PlaceFound> {
  const land = await landOf(db, city)
  const spot = land.locate(place)
  const [owner] = await ownersFor(db, city, [{ class: type, spot }])
  const name = async (id: AreaId | null) => {
    const row = id === null ? undefined : await findArea(db, city, id)
    return row ? { id: row.id as string, title: text(row.nameZh, row.nameEn) } : null
  }
  const names = await findOwnerNames(db, city, areaOf(owner!.why), owner!.unitId)
  return {
    district: await name(spot.district),
    street: await name(spot.street),
    community: await name(spot.community),
    grid: land.codeOf(spot.grid),
    found: foundOf(place, spot, land.grids),
    unit: named(owner!.unitId, names?.unitZh ?? null, names?.unitEn ?? null),
    why: owner!.why,
    whyArea: names?.areaZh ? text(names.areaZh, names.areaEn) : null,
  }
}

/** What was found for a case when it came, and the unit it has now. */
export async function placeOfCase(db: Db, city: CityId, id: CaseId): Promise<PlaceFound> {
  const [it, row] = [await findCase(db, city, id), await findCasePlace(db, city, id)]
  if (!it) throw new Problem('api.notFound', 404)
  const why: Why = row?.why ?? { by: it.unitId === null ? 'nobody' : 'given' }
  const names = await findOwnerNames(db, city, areaOf(why), it.unitId as UnitId | null)
  return {
    district: named(row?.districtId ?? null, row?.districtZh ?? null, row?.districtEn ?? null),
    street: named(row?.streetId ?? null, row?.streetZh ?? null, row?.streetEn ?? null),
    community: named(row?.communityId ?? null, row?.communityZh ?? null, row?.communityEn ?? null),
    grid: row?.gridCode ?? null,
    found: row?.found ?? (it.place === null ? 'none' : 'area'),
    unit: named(it.unitId, names?.unitZh ?? null, names?.unitEn ?? null),
    why,
    whyArea: names?.areaZh ? text(names.areaZh, names.areaEn) : null,
  }
}
