/** Handlers of saved views. A view holds no case and no right: what its filters find is asked anew by whoever opens it. */
import { handlers, whoOf } from '../../api/api.serve.ts'
import { Problem } from '../../base/problem.ts'
import { findOwnerNames } from '../places/places.sql.ts'
import { type CaseView, viewsApi } from './views.api.ts'
import { countViews, dropView, findView, listViews, mostViews, putView, type ViewRow } from './views.sql.ts'

const toView =
  (person: string) =>
  ({ id, name, filter, unitId, unitZh, unitEn, personId, maker }: ViewRow): CaseView => ({
    id,
    name,
    filter,
    unit: unitId === null ? null : { id: unitId, title: { zh: unitZh ?? '', en: unitEn ?? '' } },
    mine: personId === person,
    maker,
  })

/** Handlers of views. */
export const viewsHandlers = handlers(viewsApi, {
  listViews: async (ask) => {
    const { city, person, unit } = whoOf(ask)
    return { items: (await listViews(ask.db, city, person, unit)).map(toView(person)) }
  },
  /** *Refuses:* 403 `case.viewOfOther`; 409 `case.viewsFull`; 422 `owner.noSuchUnit`. */
  putView: async (ask) => {
    const { city, person } = whoOf(ask)
    const { id } = ask.params
    const { name, filter, unitId: unit } = ask.body
    const known = await findView(ask.db, city, id)
    if (known && known.personId !== person) throw new Problem('case.viewOfOther', 403)
    if (unit !== null && (await findOwnerNames(ask.db, city, null, unit))?.unitZh === null) throw new Problem('owner.noSuchUnit', 422)
    const counts = await countViews(ask.db, city, { person, unit, but: id })
    if (counts!.own >= mostViews || counts!.given >= mostViews) throw new Problem('case.viewsFull', 409, { most: mostViews })
    await putView(ask.db, city, { id, person, unit, name, filter }, ask.at)
    return toView(person)((await findView(ask.db, city, id))!)
  },
  /** One that is gone already is no refusal. *Refuses:* 403 `case.viewOfOther`. */
  dropView: async (ask) => {
    const { city, person } = whoOf(ask)
    const known = await findView(ask.db, city, ask.params.id)
    if (known && known.personId !== person) throw new Problem('case.viewOfOther', 403)
    await dropView(ask.db, city, ask.params.id, person)
    return { id: ask.params.id }
  },
})
