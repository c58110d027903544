/** Work orders of the hotline as a kind of import: what is known of the city, and how they become cases. */
import type { CityId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { nothingKnown } from '../cases/case.ts'
import { hotline12345 } from '../cases/sources/hotline12345.ts'
import { caseIdOf, openCase } from '../cases/steps.serve.ts'
import { listAreaShapes } from '../city/areas.sql.ts'
import { crsNames } from '../city/coordinates.ts'
import { landOf } from '../city/land.serve.ts'
import { tableKind } from '../sheets/kind.ts'
import { dayOrders } from './dates.ts'
import { type OrderContext, orderColumns, type OrderPlan, understandOrders } from './orders.ts'
import { listOrderNumbers, readNow } from './participation.sql.ts'

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
    { key: 'refused', choices: ['stop', 'skip'] },
  ],
  load: async (db, city) => {
    const areas = await listAreaShapes(db, city)
    return {
      areas,
      land: await landFor(db, city, areas.length > 0),
      known: new Set(await listOrderNumbers(db, city)),
      now: await readNow(db),
    }
  },
  understand: understandOrders,
  apply: async (db, { city, at: now }, { plan, counts }) => {
    for (const { orderNo, at, text, class: type, place, address, channel } of plan.fresh) {
      const it = {
        orderNo,
        text,
        crs: 'WGS-84' as const,
        address,
        channel,
        photos: [],
        ...(type === null ? {} : { class: type }),
        ...(place ? { place } : {}),
      }
      const report = hotline12345.toReport(it, nothingKnown)
      await openCase(db, { city, person: null }, at ?? now, caseIdOf(city, 'hotline12345', orderNo), report)
    }
    return { added: plan.fresh.length, same: counts['same'] ?? 0 }
  },
})
