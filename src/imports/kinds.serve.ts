/** Every kind of table that can be imported. A new kind: its object in its own room, and one line here. */
import { classesKind } from '../classes/classes.serve.ts'
import { organisationKind } from '../city/organisation/workbook/kind.serve.ts'
import { gridsKind } from '../city/tables/grids.serve.ts'
import { areasKind, pointsKind, unitsKind } from '../city/tables/kinds.serve.ts'
import { ownersKind } from '../cases/places/ownersTable.serve.ts'
import { taskTable } from '../duties/task-table.serve.ts'
import { observationTable } from '../inspections/observation-table.serve.ts'
import { ordersKind } from '../participation/orders.serve.ts'
import { editionKind } from '../standards/workbook/edition-kind.serve.ts'
import { listed, type ListedKind } from './listed.ts'

export const kinds: readonly ListedKind[] = [
  listed(editionKind, 'standards.edit'),
  listed(pointsKind, 'city.edit'),
  listed(areasKind, 'city.edit'),
  listed(gridsKind, 'city.edit'),
  listed(unitsKind, 'city.edit'),
  listed(classesKind, 'city.edit'),
  listed(organisationKind, 'organisation.edit'),
  listed(ownersKind, 'organisation.edit'),
  listed(taskTable, 'duties.edit'),
  listed(observationTable, 'imports.run'),
  listed(ordersKind, 'cases.report'),
]
