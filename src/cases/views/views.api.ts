/** Calls of saved views: the filters of the list of cases under a name of one's own, for oneself or for a unit. */
import { z } from 'zod'
import { contract } from '../../api/contract.ts'
import { UnitId } from '../../base/ids.ts'
import { Text } from '../../base/text.ts'

/** What the address of the list says: its filters, queue, order and whether the map is open. */
export const ViewFilter = z
  .record(z.string().regex(/^[a-z]{1,16}$/), z.string().max(200))
  .refine((filter) => Object.keys(filter).length <= 20)
export type ViewFilter = z.infer<typeof ViewFilter>

/** A view as a reader sees it. */
export const CaseView = z.object({
  id: z.uuid(),
  name: z.string(),
  filter: ViewFilter,
  /** Whose people see it besides who made it. */
  unit: z.object({ id: UnitId, title: Text }).nullable(),
  /** Made by the reader, who alone may change it. */
  mine: z.boolean(),
  /** Who made it. */
  maker: z.string(),
})
export type CaseView = z.infer<typeof CaseView>

const ofView = z.object({ id: z.uuid() })

export const viewsApi = contract({
  listViews: {
    method: 'GET',
    path: '/cases/views',
    may: 'cases.read',
    within: 'rule',
    says: 'cases.views',
    returns: z.object({ items: z.array(CaseView) }),
  },
  /** Writes a view; a deleted one comes back by writing it again. */
  putView: {
    method: 'PUT',
    path: '/cases/views/:id',
    may: 'cases.read',
    within: 'rule',
    says: 'cases.putView',
    params: ofView,
    body: z.object({ name: z.string().trim().min(1).max(40), filter: ViewFilter, unitId: UnitId.nullable().default(null) }),
    returns: CaseView,
  },
  dropView: {
    method: 'DELETE',
    path: '/cases/views/:id',
    may: 'cases.read',
    within: 'rule',
    says: 'cases.dropView',
    params: ofView,
    returns: ofView,
  },
})
