/** Calls of case classes: the classes to choose from, their conditions as a list, and when a case of one would be due. */
import { z } from 'zod'
import { bookOf, contract, orders, page, Paging, searched, YesNo } from '../api/contract.ts'
import { UnitId } from '../base/ids.ts'
import { Instant } from '../base/time.ts'
import { Deadline } from '../calendar/limit.ts'
import { CaseClass, ClassKind, Condition } from './class.ts'

const listConditions = {
  method: 'GET',
  path: '/case-conditions',
  may: 'city.read',
  says: 'classes.conditions',
  query: Paging.extend({
    class: z.string().max(32).optional(),
    kind: ClassKind.optional(),
    all: YesNo.optional(),
    ...searched,
    sort: orders(['code', 'name', 'limit'], 'code'),
  }),
  returns: page(Condition),
} as const

export const classesApi = contract({
  listClasses: {
    method: 'GET',
    path: '/case-classes',
    may: 'city.read',
    says: 'classes.list',
    returns: z.object({ items: z.array(CaseClass.extend({ conditions: z.int() })) }),
  },
  listConditions,
  exportConditions: bookOf(listConditions),
  findDue: {
    method: 'GET',
    path: '/case-conditions/:id/due',
    may: 'city.read',
    says: 'classes.due',
    params: z.object({ id: z.uuid() }),
    /** By the hours of the unit, which need not be the one that the condition names. */
    query: z.object({ from: Instant.optional(), unit: UnitId.optional() }),
    returns: Deadline,
  },
})
