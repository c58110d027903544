/** Handlers of likeness. Nothing here changes a case: what is found is shown, and a person decides. */
import { v7 } from 'uuid'
import { handlers, whoOf } from '../api/api.serve.ts'
import { appendEvents } from '../base/event.sql.ts'
import type { AreaId, CaseId, CityId, EventId, PersonId, UnitId } from '../base/ids.ts'
import type { Place } from '../base/place.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import type { Instant } from '../base/time.ts'
import type { Case } from '../cases/case.ts'
import { findCase } from '../cases/cases.sql.ts'
import { areasOf } from '../cases/places/owner.ts'
import { lookUp } from '../cases/places/places.serve.ts'
import { findState } from '../cases/procedure/procedure.ts'
import { readProcedures } from '../cases/procedure/procedures.sql.ts'
import { findClass } from '../classes/class.ts'
import { listClasses } from '../classes/classes.sql.ts'
import { toWgs84 } from '../city/coordinates.ts'
import { type AlikeRule, boxAround, nearest, ruleFor, shippedRules, spellingsOf } from './alike.ts'
import { leastOf, type Likely, likely, type Model, type Reason, type Target } from './learn.ts'
import { classWord, cutterOf, learnFromCases, modelOf, signsOf, streetWord } from './learning.serve.ts'
import { type AlikeCase, likenessApi, type LikelyReason, type Suggested } from './likeness.api.ts'
import { countClosed, listLikelyNames, listOpenNear, listOwnRules, listUnitsThere, type NearRow, putOwnRules } from './likeness.sql.ts'
import { telling } from './telling.ts'

const mostShown = 10

/** What others are compared with. */
export interface Wanted {
  readonly class: string | null
  readonly place: Place | null
  readonly reportedAt: Instant
  readonly not?: CaseId | undefined
}

/** Open cases that may be the same as what is asked about, the nearest first. Without a place there is none. */
async function alikeCases(db: Db, city: CityId, wanted: Wanted): Promise<{ rule: AlikeRule; items: AlikeCase[] }> {
  const rule = ruleFor(await listOwnRules(db, city), wanted.class)
  if (wanted.place === null) return { rule, items: [] }
  const types = wanted.class === null ? [] : spellingsOf(wanted.class)
  const open = await listOpenNear(db, city, { box: boxAround(wanted.place, rule.radiusM), types, not: wanted.not })
  const placed = open.map((row) => ({ ...row, place: [row.lng, row.lat] as Place }))
  const found = nearest({ place: wanted.place, reportedAt: wanted.reportedAt }, placed, rule).slice(0, mostShown)
  if (found.length === 0) return { rule, items: [] }
  const procedures = await readProcedures(db, city)
  const stateOf = ({ procedure, state }: NearRow) => findState(procedures.of(procedure).procedure, state)?.name ?? { zh: state, en: '' }
  return {
    rule,
    items: found.map(
      ({ lng: _lng, lat: _lat, place: _place, procedure: _procedure, state: _state, unitId, unitZh, unitEn, ...it }, index) => ({
        ...it,
        stateName: stateOf(found[index]!),
        unit: unitId === null ? null : { id: unitId, title: { zh: unitZh ?? '', en: unitEn ?? '' } },
      }),
    ),
  }
}

/** The case that is asked about. *Refuses:* 404. */
async function getAsked(db: Db, city: CityId, id: CaseId): Promise<Case> {
  const it = await findCase(db, city, id)
  if (!it) throw new Problem('api.notFound', 404)
  return it
}

/** What a text is told by. */
interface Signs {
  readonly text: string
  readonly class: string | null
  readonly streetId: AreaId | null
  readonly place: Place | null
  /** A unit that gave the case back: it is not suggested again. */
  readonly notUnit?: UnitId | null
}

const mostSuggested = 3

/** What a text looks like, for one target. */
async function suggestedFor(db: Db, city: CityId, target: Target, signs: Signs): Promise<Suggested> {
  const known = await modelOf(db, city, target)
  const least = leastOf.cases
  if (!known) return { target, model: null, closed: await countClosed(db, city), least, items: [] }
  const { model, facts } = known
  const words = signs.text.trim() === '' ? [] : (await cutterOf(db, city))(signs.text)
  // A street or a class alone is what the rules of who answers are for.
  const found = words.length === 0 ? [] : telling(likely(model, signsOf(target, words, signs), model.values.length))
  const items =
    target === 'unit'
      ? (await named(db, city, target, (await thoseThere(db, city, found, signs)).slice(0, mostSuggested))).map(itself)
      : (await named(db, city, target, givenFirst(found, signs.class, model))).map((it) => ({ ...it, given: it.value === signs.class }))
  return { target, model: facts, closed: facts.cases, least, items }
}

const itself = <It>(it: It) => ({ ...it, given: false })

/** The class that who reported it chose stands first: the words are only asked what else it may be. */
function givenFirst(found: readonly Likely[], type: string | null, { values }: Model): Likely[] {
  if (type === null) return found.slice(0, mostSuggested)
  const given = found.find(({ value }) => value === type) ?? {
    value: type,
    cases: values.find(({ value }) => value === type)?.cases ?? 0,
    reasons: [],
  }
  return [given, ...found.filter((it) => it !== given)].slice(0, mostSuggested)
}

/** Units that answer at the place: they work for the whole city or for an area around it, or a rule names them there for the class. */
async function thoseThere(
  db: Db,
  city: CityId,
  found: readonly Likely[],
  { place, streetId, class: type, notUnit }: Signs,
): Promise<Likely[]> {
  if (found.length === 0) return []
  const [looked] = await lookUp(db, city, [{ place, streetId, class: type, unitId: null }])
  const { spot, owner } = looked!
  const ids = found.map(({ value }) => value)
  const there = new Set<string | null>([...(await listUnitsThere(db, city, ids, areasOf(spot))), owner.unitId])
  return found.filter(({ value }) => there.has(value) && value !== notUnit)
}

const isStreet = ({ word }: Reason) => word.startsWith(streetWord(''))
const isClass = ({ word }: Reason) => word.startsWith(classWord(''))
const bare = ({ word }: Reason) => word.slice(word.indexOf(':') + 1)

/** Values and reasons with their names. */
async function named(db: Db, city: CityId, target: Target, found: readonly Likely[]): Promise<Omit<Suggested['items'][number], 'given'>[]> {
  const reasons = found.flatMap((it) => it.reasons)
  const ids = [...(target === 'unit' ? found.map(({ value }) => value) : []), ...reasons.filter(isStreet).map(bare)]
  const names = new Map(ids.length === 0 ? [] : (await listLikelyNames(db, city, ids)).map(({ id, zh, en }) => [id, { zh, en }]))
  const classes = (await listClasses(db, city)).map(({ code, smallName }) => ({ code, name: smallName }))
  const className = (code: string) => {
    const name = findClass(classes, code)?.name
    return name === undefined ? null : { zh: name, en: '' }
  }
  const shown = (it: Reason): LikelyReason => {
    if (isStreet(it)) return { kind: 'street', word: bare(it), title: names.get(bare(it)) ?? null, times: it.times }
    if (isClass(it)) return { kind: 'class', word: bare(it), title: className(bare(it)), times: it.times }
    return { kind: 'word', word: it.word, title: null, times: it.times }
  }
  return found.map(({ value, cases, reasons: own }) => ({
    value,
    cases,
    title: target === 'unit' ? (names.get(value) ?? null) : className(value),
    reasons: own.map(shown),
  }))
}

const bothFor = async (db: Db, city: CityId, signs: Signs) => ({
  class: await suggestedFor(db, city, 'class', signs),
  unit: await suggestedFor(db, city, 'unit', signs),
})

async function rulesOf(db: Db, city: CityId) {
  const own = await listOwnRules(db, city)
  const shipped = shippedRules.filter((rule) => own.every((it) => it.class !== rule.class))
  const items = [...own.map((rule) => ({ ...rule, isOwn: true })), ...shipped.map((rule) => ({ ...rule, isOwn: false }))]
  return { items: items.toSorted((a, b) => (a.class < b.class ? -1 : 1)) }
}

const happened = (kind: string, at: Instant, by: PersonId, data: Record<string, unknown>) => {
  const id = v7() as EventId
  return { id, kind, thing: id, at, by, version: 1, data }
}

const nothing: Signs = { text: '', class: null, streetId: null, place: null }

/** Handlers. */
export const likenessHandlers = handlers(likenessApi, {
  listAlike: async (ask) => {
    const { city } = whoOf(ask)
    const { case: id, class: type, lng, lat, crs } = ask.query
    if (id) {
      const it = await getAsked(ask.db, city, id)
      return alikeCases(ask.db, city, { class: type ?? it.class, place: it.place, reportedAt: it.reportedAt, not: id })
    }
    const place = lng === undefined || lat === undefined ? null : toWgs84([lng, lat], crs)
    return alikeCases(ask.db, city, { class: type ?? null, place, reportedAt: ask.at })
  },
  suggest: async (ask) => {
    const { city } = whoOf(ask)
    const { case: id, class: type, text, street, lng, lat, crs } = ask.query
    if (id === undefined) {
      const place = lng === undefined || lat === undefined ? null : toWgs84([lng, lat], crs)
      return bothFor(ask.db, city, { text, class: type ?? null, streetId: street ?? null, place })
    }
    const it = await getAsked(ask.db, city, id)
    const notUnit = it.stage === 'reported' && it.life.returned > 0 ? it.unitId : null
    return bothFor(ask.db, city, { text: it.text, class: type ?? it.class, streetId: it.streetId, place: it.place, notUnit })
  },
  listRules: async (ask) => rulesOf(ask.db, whoOf(ask).city),
  putRules: async (ask) => {
    const { city, person } = whoOf(ask)
    const { items } = ask.body
    const twice = items.findIndex((rule, index) => items.findIndex((it) => it.class === rule.class) !== index)
    if (twice >= 0)
      throw new Problem('api.badInput', 422, {}, [
        { at: `items.${twice}.class`, says: 'fault.likeness.classTwice', details: { class: items[twice]!.class } },
      ])
    await putOwnRules(ask.db, city, items)
    await appendEvents(ask.db, city, [happened('likeness.ruled', ask.at, person, { items })])
    return rulesOf(ask.db, city)
  },
  learn: async (ask) => {
    const { city, person } = whoOf(ask)
    await learnFromCases(ask.db, city, ask.at)
    const answer = await bothFor(ask.db, city, nothing)
    const versions = { class: answer.class.model?.version ?? 0, unit: answer.unit.model?.version ?? 0 }
    await ask.db.tx((tx) => appendEvents(tx, city, [happened('likeness.learned', ask.at, person, versions)]))
    return answer
  },
})
