/** Finds where cases lie and who answers, for one report as for ten thousand: three small queries, the rest in memory. */
import type { AreaId, CaseId, CityId, UnitId } from '../../base/ids.ts'
import type { Place } from '../../base/place.ts'
import type { Db } from '../../base/sql.ts'
import type { Land, Spot } from '../../city/land.ts'
import { landAtHand, landOf } from '../../city/land.serve.ts'
import { findMapVersion } from '../../city/areas.sql.ts'
import { countOnBoard } from '../board.sql.ts'
import { areasOf, beginningsOf, foundOf, type Owner, ownerOf, type Wanted } from './owner.ts'
import { listLost, listOwnerUnits, listRulesFor, type PlaceRow, putCasePlaces } from './places.sql.ts'

/** What is known of a case's place before it is looked up. */
export interface Placed {
  readonly place: Place | null
  readonly streetId: AreaId | null
  readonly unitId: UnitId | null
  readonly class: string | null
}

const once = <Item>(list: readonly Item[]): Item[] => [...new Set(list)]

/** The units that answer, one for each question. */
export async function ownersFor(db: Db, city: CityId, wants: readonly Wanted[]): Promise<Owner[]> {
  const areas = once(wants.flatMap(({ spot }) => areasOf(spot)))
  const classes = once(wants.flatMap(({ class: type }) => beginningsOf(type)))
  const [rules, units] = await Promise.all([listRulesFor(db, city, classes, areas), listOwnerUnits(db, city, classes, areas)])
  return wants.map((wanted) => ownerOf(wanted, rules, units))
}

const nowhere: Spot = { district: null, street: null, community: null, grid: null, unit: null }

/** What places lie in, in their order; where only a street was named, that and its district. */
export function spotsOf(land: Land, reports: readonly Pick<Placed, 'place' | 'streetId'>[]): Spot[] {
  const located = land.locateAll(reports.map(({ place }) => place ?? [Number.NaN, Number.NaN]))
  return reports.map(({ place, streetId }, index) => {
    if (place !== null) return located[index]!
    return streetId === null ? nowhere : { ...land.over(streetId), street: streetId }
  })
}

/** What was found of a place: what it lies in, who answers there, and how many grids the city has. */
export interface Looked {
  readonly spot: Spot
  readonly owner: Owner
  readonly grids: number
}

/**
 * Looks up where reports lie and who answers, in their order. The land at hand is taken for what it most often is, the city's
 * land of today, so that who answers is asked together with whether it is.
 */
export async function lookUp(db: Db, city: CityId, reports: readonly Placed[]): Promise<Looked[]> {
  const known = landAtHand(city)
  if (known !== undefined) {
    const [version, looked] = await Promise.all([findMapVersion(db, city), lookUpIn(known.land, db, city, reports)])
    if (version === known.version) return looked
  }
  return lookUpIn(await landOf(db, city), db, city, reports)
}

async function lookUpIn(land: Land, db: Db, city: CityId, reports: readonly Placed[]): Promise<Looked[]> {
  const spots = spotsOf(land, reports)
  const owners = await ownersFor(
    db,
    city,
    reports.map((it, index) => ({ class: it.class, spot: spots[index]! })),
  )
  return spots.map((spot, index) => ({ spot, owner: owners[index]!, grids: land.grids }))
}

/** A report with the street of its place and, where nobody named one, the unit that answers. */
export const ownedBy = <Report extends Placed>(report: Report, { spot, owner }: Looked): Report => ({
  ...report,
  streetId: report.streetId ?? spot.street,
  unitId: report.unitId ?? owner.unitId,
})

/** Keeps what the places of new cases were found to be, and why their units were proposed; from then on they are on the board. */
export async function keepPlaces(
  db: Db,
  city: CityId,
  cases: readonly (Placed & { readonly id: CaseId })[],
  found?: readonly Looked[],
): Promise<void> {
  if (cases.length === 0) return
  const looked = found ?? (await lookUp(db, city, cases))
  const places = cases.map((it, index) => rowOf(it, looked[index]!))
  const ids = cases.map(({ id }) => id)
  await Promise.all([putCasePlaces(db, city, places), countOnBoard(db, city, ids, 'in')])
}

function rowOf(it: Placed & { readonly id: CaseId }, { spot, owner, grids }: Looked): PlaceRow {
  const why = it.unitId === null ? ({ by: 'nobody' } as const) : it.unitId === owner.unitId ? owner.why : ({ by: 'given' } as const)
  return {
    caseId: it.id,
    districtId: spot.district,
    streetId: spot.street ?? it.streetId,
    communityId: spot.community,
    gridId: spot.grid,
    found: foundOf(it.place, spot, grids),
    why,
  }
}

/** Looks again where cases of the queue lie, after grids or areas came; gives how many were found. */
export async function findLost(db: Db, city: CityId): Promise<number> {
  const { grids } = await landOf(db, city)
  let found = 0
  for (let after: CaseId | undefined; ; ) {
    const lost = await listLost(db, city, after, 1000)
    if (lost.length === 0) return found
    after = lost.at(-1)!.id
    const again = lost.map(({ lng, lat, ...it }) => ({ ...it, place: [lng, lat] as Place, streetId: null }))
    await db.tx(async (tx) => {
      const ids = again.map(({ id }) => id)
      await countOnBoard(tx, city, ids, 'out')
      await keepPlaces(tx, city, again)
    })
    const land = await landOf(db, city)
    found += lost.filter(({ lng, lat }) => foundOf([lng, lat], land.locate([lng, lat]), grids) !== 'outside').length
  }
}
