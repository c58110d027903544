/** Unit grids as a kind of import: what is known of the city, and how a file of them is taken in. */
import { v7 } from 'uuid'
import { appendEvents } from '../../base/event.sql.ts'
import type { GridId } from '../../base/ids.ts'
import { tableKind } from '../../sheets/kind.ts'
import { listGridShapes, listKnownAreas, putGrids, raiseMapVersion } from '../areas.sql.ts'
import { crsNames } from '../crs.ts'
import { areaOf, boxOf } from '../geometry.ts'
import { landOf } from '../land.serve.ts'
import { getCityZh, listUnitNames } from '../units.sql.ts'
import { type GridContext, gridColumns, type GridPlan, understandGrids } from './grids.ts'
import { chunks, event, locateAgain } from './kinds.serve.ts'

/** Unit grids from a table (outlines as WKT) or from GeoJSON. */
export const gridsKind = tableKind<GridContext, GridPlan>({
  kind: 'grids',
  columns: gridColumns,
  needs: [['code']],
  options: [
    { key: 'crs', choices: [...crsNames] },
    { key: 'refused', choices: ['stop', 'skip'] },
  ],
  load: async (db, city) => ({
    land: await landOf(db, city),
    areas: await listKnownAreas(db, city),
    cityName: await getCityZh(db, city),
    units: await listUnitNames(db, city),
    known: new Map((await listGridShapes(db, city)).map((grid) => [grid.code, grid])),
  }),
  understand: understandGrids,
  apply: async (db, taker, { plan }) => {
    if (plan.grids.length === 0) return { grids: 0, moved: 0 }
    const ids = new Map((await listGridShapes(db, taker.city)).map(({ code, id }) => [code, id]))
    const rows = plan.grids.map(({ shape, ...grid }) => {
      const [west, south, east, north] = boxOf(shape)
      return { ...grid, id: ids.get(grid.code) ?? (v7() as GridId), shape, areaM2: areaOf(shape), west, south, east, north }
    })
    for (const part of chunks(rows)) await putGrids(db, taker.city, part)
    await raiseMapVersion(db, taker.city)
    // Points keep the grid they lie in; a case keeps what was found when it came, and the queue of those without one can be asked again.
    const moved = await locateAgain(db, taker.city)
    await appendEvents(db, taker.city, [event('grids.imported', taker, { grids: rows.length, moved })])
    return { grids: rows.length, moved }
  },
})
