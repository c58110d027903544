/** Calls for where cases lie and who answers: the rules, the reason for a unit, the map, and where cases heap up. */
import { z } from 'zod'
import { bookOf, contract, orders, page, Paging, searched } from '../../api/contract.ts'
import { AreaId, CaseId, UnitId } from '../../base/ids.ts'
import { Place } from '../../base/place.ts'
import { Text } from '../../base/text.ts'
import { Day, Instant } from '../../base/time.ts'
import { Crs } from '../../city/crs.ts'
import { TileAt } from '../../city/tiles.ts'
import { CaseFilter } from '../cases.api.ts'
import { Found, OwnerRule, Why } from './owner.ts'

const Named = z.object({ id: z.uuid(), title: Text })

/** A rule with the names in it. */
export const OwnerLine = OwnerRule.extend({
  note: z.string(),
  changedAt: Instant,
  area: Named.extend({ code: z.string() }).nullable(),
  unit: Named.extend({ code: z.string() }).nullable(),
})
export type OwnerLine = z.infer<typeof OwnerLine>

/** What a place lies in, and which unit answers there for a class. */
export const PlaceFound = z.object({
  district: Named.nullable(),
  street: Named.nullable(),
  community: Named.nullable(),
  grid: z.string().nullable(),
  found: Found,
  unit: Named.nullable(),
  why: Why,
  /** The area that the reason names. */
  whyArea: Text.nullable(),
})
export type PlaceFound = z.infer<typeof PlaceFound>

/** One place where cases heap up, and when they came. Days of the week from Monday = 0; hours in the city's time. */
export const HotSpot = z.object({
  place: Place,
  radiusM: z.int(),
  cases: z.int(),
  open: z.int(),
  street: Named.nullable(),
  classes: z.array(z.object({ class: z.string(), cases: z.int() })),
  weekdays: z.array(z.int()).length(7),
  hours: z.array(z.int()).length(24),
  firstAt: Instant,
  lastAt: Instant,
  newest: CaseId,
})
export type HotSpot = z.infer<typeof HotSpot>

const list = {
  method: 'GET',
  path: '/owners',
  may: 'cases.read',
  says: 'owners.list',
  query: Paging.extend(searched).extend({
    class: z.string().max(32).optional(),
    unit: UnitId.optional(),
    area: AreaId.optional(),
    sort: orders(['class', 'changed'], 'class'),
  }),
  returns: page(OwnerLine),
} as const

const ofRule = z.object({ id: z.uuid() })

export const placesApi = contract({
  listOwners: list,
  exportOwners: bookOf(list),
  putOwner: {
    method: 'PUT',
    path: '/owners/:id',
    may: 'organisation.edit',
    says: 'owners.put',
    params: ofRule,
    body: OwnerRule.omit({ id: true }).extend({ note: z.string().trim().max(500).default('') }),
    returns: OwnerLine,
  },
  dropOwner: { method: 'DELETE', path: '/owners/:id', may: 'organisation.edit', says: 'owners.drop', params: ofRule, returns: ofRule },
  /** Of a place that is no case yet: the desk asks while somebody points at the map. */
  findPlace: {
    method: 'GET',
    path: '/cases/place',
    may: 'cases.read',
    says: 'cases.findPlace',
    query: z.object({
      lng: z.coerce.number().min(-180).max(180),
      lat: z.coerce.number().min(-90).max(90),
      crs: Crs.default('WGS-84'),
      class: z.string().max(32).optional(),
    }),
    returns: PlaceFound,
  },
  getPlace: {
    method: 'GET',
    path: '/cases/:id/place',
    may: 'cases.read',
    says: 'cases.getPlace',
    params: z.object({ id: CaseId }),
    returns: PlaceFound,
  },
  /** After new grids: the queue of cases without a grid is looked through again. */
  findAgain: {
    method: 'POST',
    path: '/cases/place/again',
    may: 'cases.dispatch',
    says: 'cases.findAgain',
    body: z.object({}),
    returns: z.object({ found: z.int() }),
  },
  /** Layer `points`: single cases (id, no, state) and heaps (count). The filter is the list's. */
  tile: {
    method: 'GET',
    path: '/cases/tiles/:z/:x/:y',
    may: 'cases.read',
    says: 'cases.tile',
    params: TileAt,
    query: CaseFilter,
    returns: 'file',
  },
  hotSpots: {
    method: 'GET',
    path: '/cases/hot-spots',
    may: 'cases.read',
    says: 'cases.hotSpots',
    query: z.object({
      class: z.string().max(32).optional(),
      unit: UnitId.optional(),
      street: AreaId.optional(),
      /** Days of the report; the last 90 days when nothing is said. */
      from: Day.optional(),
      to: Day.optional(),
      /** Two cases this near belong together. */
      withinM: z.coerce.number().int().min(10).max(2000).default(100),
      /** Fewer than this are no heap. */
      least: z.coerce.number().int().min(2).max(1000).default(5),
    }),
    returns: z.object({
      items: z.array(HotSpot),
      /** Cases looked at, and how many of them stand alone. */
      cases: z.int(),
      alone: z.int(),
      /** More than could be looked at: the newest were. */
      cut: z.boolean(),
      from: Day,
      to: Day,
    }),
  },
})
