/** Calls of sharing out: duties one by one, in bulk with undo, by rule, and how complete it all is. */
import { z } from 'zod'
import { bookOf, contract, orders, page, Paging, searched, YesNo } from '../api/contract.ts'
import { AreaId, DutyId, EditionId, PersonId, UnitId } from '../base/ids.ts'
import { Text } from '../base/text.ts'
import { Day, Instant } from '../base/time.ts'
import { AssignRule, LeftOut } from './assign.ts'
import { Cell, Figure } from './completeness.ts'
import { DutyFile, DutyHead, DutyPatch, DutyState, DutyValues } from './duty.ts'

const One = z.object({ id: DutyId })
const Named = z.object({ id: z.uuid(), title: Text })

/** What a list of duties can be narrowed to. */
export const DutyFilter = z.object({
  edition: EditionId.optional(),
  criterion: z.string().max(64).optional(),
  /** Leading or helping. */
  unit: UnitId.optional(),
  area: AreaId.optional(),
  /** The reader's own unit leads or helps, or the reader is named. */
  mine: YesNo.optional(),
  state: DutyState.optional(),
  incomplete: YesNo.optional(),
  /** Only duties where this cell is empty. */
  missing: Cell.optional(),
  overdue: YesNo.optional(),
  /** Part of the task, measure, effect or the criterion's code. */
  text: z.string().max(100).optional(),
})
export type DutyFilter = z.infer<typeof DutyFilter>

/** The orders that a list of duties has. Duties without a date come after those with one. */
export const DutySort = orders(['criterion', 'due', 'changed', 'state'], 'criterion')

/** A change of many duties at once, which can be undone. */
export const DutyAction = z.object({
  id: z.uuid(),
  kind: z.enum(['bulk', 'assign', 'import']),
  at: Instant,
  by: z.object({ id: PersonId, name: z.string() }).nullable(),
  duties: z.int(),
  undoneAt: Instant.nullable(),
})
export type DutyAction = z.infer<typeof DutyAction>

/** What sharing out by rule gives. `total` counts all proposals; the lines are the first of them. */
export const AssignPreview = z.object({
  total: z.int(),
  lines: z.array(
    z.object({
      criterion: z.string(),
      title: Text,
      area: Named.nullable(),
      lead: Named.nullable(),
      helpers: z.array(Named),
      leader: Text.nullable(),
      person: Text.nullable(),
    }),
  ),
  leftOut: z.array(LeftOut),
})
export type AssignPreview = z.infer<typeof AssignPreview>

/** Completeness of an edition or of a unit's part of it. */
export const Completeness = z.object({
  /** With criteria that nobody has: each counts as one duty with every cell empty. */
  all: Figure,
  units: z.array(z.object({ unit: Named.nullable(), figure: Figure })),
  /** Criteria of the edition; those that nobody has. Empty when asked for one unit. */
  criteria: z.int(),
  uncovered: z.array(z.object({ criterion: z.string(), title: Text })),
})
export type Completeness = z.infer<typeof Completeness>

/** One empty cell. `vacant`: a post is named, but nobody holds it today. */
export const Gap = z.object({
  dutyId: DutyId,
  criterion: z.string(),
  title: Text.nullable(),
  area: Named.nullable(),
  unit: Named.nullable(),
  cell: Cell,
  vacant: z.boolean(),
})
export type Gap = z.infer<typeof Gap>

const ofEdition = z.object({ edition: EditionId, unit: UnitId.optional() })

const list = {
  method: 'GET',
  path: '/duties',
  may: 'duties.read',
  says: 'duties.list',
  query: Paging.extend(DutyFilter.shape).extend({ sort: DutySort }),
  returns: page(DutyHead),
} as const

/** `text` is part of the name of who did it. */
const listActions = {
  method: 'GET',
  path: '/duties/actions',
  may: 'duties.read',
  says: 'duties.listActions',
  query: Paging.extend({ kind: DutyAction.shape.kind.optional(), ...searched, sort: orders(['at', 'duties'], '-at') }),
  returns: page(DutyAction),
} as const

/** `text` is part of the criterion's code, the area or the unit. */
const listGaps = {
  method: 'GET',
  path: '/duties/gaps',
  may: 'duties.read',
  says: 'duties.listGaps',
  query: Paging.extend(ofEdition.shape).extend({ cell: Cell.optional(), ...searched, sort: orders(['criterion'], 'criterion') }),
  returns: page(Gap),
} as const

export const dutiesApi = contract({
  list,
  exportList: bookOf(list),
  get: { method: 'GET', path: '/duties/:id', may: 'duties.read', says: 'duties.get', params: One, returns: DutyFile },
  add: {
    method: 'POST',
    path: '/duties',
    may: 'duties.edit',
    says: 'duties.add',
    body: DutyValues.extend({ id: DutyId }),
    returns: DutyFile,
  },
  edit: {
    method: 'PUT',
    path: '/duties/:id',
    may: 'duties.edit',
    says: 'duties.edit',
    params: One,
    body: DutyPatch.extend({ version: z.int() }),
    returns: DutyFile,
  },
  drop: {
    method: 'POST',
    path: '/duties/:id/drop',
    may: 'duties.edit',
    says: 'duties.drop',
    params: One,
    body: z.object({ version: z.int(), reason: z.string().trim().min(1).max(1000) }),
    returns: DutyFile,
  },
  /** A unit that leads or helps marks a step as reached, or not. */
  markMilestone: {
    method: 'POST',
    path: '/duties/:id/milestones/:milestone',
    may: 'duties.report',
    within: [{ of: 'duty', at: 'params.id' }],
    says: 'duties.markMilestone',
    params: One.extend({ milestone: z.uuid() }),
    body: z.object({ doneOn: Day.nullable() }),
    returns: DutyFile,
  },
  bulk: {
    method: 'POST',
    path: '/duties/bulk',
    may: 'duties.edit',
    says: 'duties.bulk',
    body: z.object({
      id: z.uuid(),
      duties: z
        .array(z.object({ id: DutyId, version: z.int() }))
        .min(1)
        .max(5000),
      set: DutyPatch,
    }),
    returns: DutyAction,
  },
  previewAssign: {
    method: 'POST',
    path: '/duties/assign/preview',
    may: 'duties.edit',
    says: 'duties.previewAssign',
    body: AssignRule.extend({ limit: z.int().min(1).max(1000).default(200) }),
    returns: AssignPreview,
  },
  assign: {
    method: 'POST',
    path: '/duties/assign',
    may: 'duties.edit',
    says: 'duties.assign',
    body: AssignRule.extend({ id: z.uuid() }),
    returns: DutyAction,
  },
  listActions,
  exportActions: bookOf(listActions),
  undo: {
    method: 'POST',
    path: '/duties/undo/:action',
    may: 'duties.edit',
    says: 'duties.undo',
    params: z.object({ action: z.uuid() }),
    returns: z.object({ restored: z.int(), touched: z.array(DutyId) }),
  },
  getCompleteness: {
    method: 'GET',
    path: '/duties/completeness',
    may: 'duties.read',
    says: 'duties.getCompleteness',
    query: ofEdition,
    returns: Completeness,
  },
  listGaps,
  exportGaps: bookOf(listGaps),
})
