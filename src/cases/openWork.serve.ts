/** The open cases of a post, for its hand-over: what its unit still has to rectify, when its role is to rectify. */
import type { OpenWork } from '../city/organisation/handover.serve.ts'
import { permissionsOf } from '../city/who.ts'
import { listOpenOfUnit } from './cases.sql.ts'

/** A case belongs to a unit: a successor in the unit takes it over, another unit gets it by dispatch only. */
export const casesOpenWork: OpenWork = {
  kind: 'case',
  list: async (db, city, { unit, role }) =>
    role === null || !permissionsOf(role).has('cases.rectify')
      ? []
      : (await listOpenOfUnit(db, city, unit.id)).map(({ id: thing, title, dueOn }) => ({ kind: 'case', thing, title, dueOn })),
  move: async (_db, _who, _at, { from, to, things }) => (from.unit.id === to.unit.id ? things : []),
}
