/** Work orders of the hotline as a kind of import: what is known of the city, and how they become cases. */
import type { CityId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { dayOf } from '../base/time.ts'
import { nothingKnown } from '../cases/case.ts'
import { hotline12345 } from '../cases/sources/hotline12345.ts'
import { takeForeign } from '../cases/foreign.serve.ts'
import { caseIdOf } from '../cases/opening.serve.ts'
import { listAreas, listAreaShapes } from '../city/areas.sql.ts'
import { crsNames } from '../city/crs.ts'
import { landOf } from '../city/land.serve.ts'
import { getCityZh, listUnitNames } from '../city/units.sql.ts'
import { listClasses } from '../classes/classes.sql.ts'
import { tableKind } from '../sheets/kind.ts'
import { dayOrders } from './dates.ts'
import { type Order, type OrderContext, orderColumns, type OrderPlan, understandOrders } from './orders.ts'
import { listOrderMarks, readNow } from './participation.sql.ts'

const everywhere = { has: () => true }

/** The land to ask; a city without any outline refuses no place. */
async function landFor(db: Db, city: CityId, hasShapes: boolean): Promise<OrderContext['land']> {
  return hasShapes ? landOf(db, city) : everywhere
}

/** The kind. */
export const ordersKind = tableKind<OrderContext, OrderPlan>({
  kind: 'orders',
  columns: orderColumns,
  needs: [['text', 'title']],
  options: [
    { key: 'crs', choices: [...crsNames] },
    { key: 'dates', choices: [...dayOrders] },
    { key: 'closed', choices: ['leave', 'take'] },
    { key: 'clocks', choices: ['count', 'spare'] },
    { key: 'zone', choices: [] },
    { key: 'refused', choices: ['stop', 'skip'] },
  ],
  load: async (db, city) => {
    const shapes = new Map((await listAreaShapes(db, city)).map(({ id, shape }) => [id, shape]))
    const { items: areas } = await listAreas(db, city, {}, { sort: 'code', limit: 100_000 })
    return {
      areas: areas.map((area) => ({ ...area, shape: shapes.get(area.id) ?? null })),
      land: await landFor(db, city, shapes.size > 0),
      known: new Map(await listOrderMarks(db, city)),
      now: await readNow(db),
      classes: (await listClasses(db, city)).map(({ code, smallName, bigName }) => ({ code, name: smallName, bigName })),
      cityName: await getCityZh(db, city),
      units: (await listUnitNames(db, city)).filter(({ closedOn }) => closedOn === null),
    }
  },
  understand: understandOrders,
  apply: async (db, { city, at: now }, { plan, counts }) => {
    const list = plan.fresh.map((it) => ({
      id: idOf(city, it),
      reportedAt: it.at ?? now,
      closedAt: it.closedAt,
      closing: it.closing,
      isOld: plan.isOld,
      report: reportOf(it),
    }))
    const days = list.map(({ reportedAt }) => dayOf(reportedAt)).toSorted()
    const span = days.length === 0 ? {} : { from: days[0]!, to: days.at(-1)! }
    return { added: await takeForeign(db, city, list), same: (counts['same'] ?? 0) + (counts['differs'] ?? 0), ...span }
  },
  contacts: ({ city, at }, { plan }) =>
    plan.fresh.flatMap((it) => (it.contact === null ? [] : [{ thing: idOf(city, it), contact: it.contact, at: it.at ?? at }])),
})

const idOf = (city: CityId, { orderNo }: Order) => caseIdOf(city, 'hotline12345', orderNo)

/** The order as the hotline would have pushed it. */
function reportOf({ orderNo, text, class: type, place, streetId, address, channel, unitId, dueAt }: Order) {
  const it = { orderNo, text, crs: 'WGS-84' as const, address, channel, photos: [] }
  const pushed = { ...it, ...(type === null ? {} : { class: type }), ...(place ? { place } : {}), ...(dueAt === null ? {} : { dueAt }) }
  return { ...hotline12345.toReport(pushed, nothingKnown), streetId, unitId }
}
