/** The small city with land: an outline of the district and of one street, and a unit grid in it. Both tellings of the story happen there. */
import { v7 } from 'uuid'
import { type Db, json, sql } from '../../src/base/sql.ts'
import { city, district, fill, streets, units } from '../smallCity.ts'

/** Fills a database for the story of one problem. */
export async function fillLife(db: Db): Promise<void> {
  await fill(db)
  const square = (west: number, east: number) => ({
    shape: json({
      type: 'Polygon',
      coordinates: [
        [
          [west, 39],
          [east, 39],
          [east, 39.3],
          [west, 39.3],
          [west, 39],
        ],
      ],
    }),
    west,
    east,
  })
  for (const [area, { shape, west, east }] of [
    [district, square(116, 116.4)],
    [streets[0], square(116, 116.15)],
  ] as const)
    await db.run(sql`update areas set shape = ${shape}, west = ${west}, south = 39, east = ${east}, north = 39.3,
      label_lng = ${(west + east) / 2}, label_lat = 39.15 where city_id = ${city} and id = ${area}`)
  await db.run(sql`insert into grids (city_id, id, area_id, code, shape, west, south, east, north, area_m2, unit_id)
    values (${city}, ${v7()}, ${streets[0]}, '990001001001001', ${square(116, 116.15).shape}, 116, 39, 116.15, 39.3, 1000, ${units.street1})`)
}
