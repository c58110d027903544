/** The small city with two third parties and markets enough that some are drawn and some are not: for whoever tries to learn which. */
import { type Db, rows, sql } from '../src/base/sql.ts'
import { accountOf, city, fill, idOf, personOf, points } from './smallCity.ts'

/** The unit that assesses, and another of its trade. */
export const third = idOf(291)
export const otherThird = idOf(292)

/** Fills a fresh database: `assessor` acts for the one third party, `checker2` for the other. */
export async function fillBlind(db: Db): Promise<void> {
  await fill(db)
  for (const [unit, login, post] of [
    [third, 'assessor', idOf(891)],
    [otherThird, 'checker2', idOf(892)],
  ] as const) {
    await db.run(
      sql`insert into units (city_id, id, code, kind, name_zh) values (${city}, ${unit}, ${`T${login}`}, 'thirdParty', ${login})`,
    )
    await db.run(sql`insert into posts (city_id, id, unit_id, title_zh, role) values (${city}, ${post}, ${unit}, '测评员', 'assessor')`)
    await db.run(
      sql`insert into post_holders (city_id, post_id, person_id, from_on) values (${city}, ${post}, ${personOf(login)}, '2026-01-01')`,
    )
    await db.run(sql`update accounts set role = null, unit_id = null where city_id = ${city} and id = ${accountOf(login)}`)
  }
}

/** More markets like the first, named one by one. */
export async function addMarkets(db: Db, names: readonly string[]): Promise<void> {
  const list = names.map((name, index) => ({ id: idOf(390 + index), code: `P09${index}`, name }))
  await db.run(sql`insert into points (city_id, id, code, type, name_zh, lng, lat, cell, district_id, street_id, unit_id)
    select p.city_id, r.id, r.code, p.type, r.name, p.lng, p.lat, p.cell, p.district_id, p.street_id, p.unit_id
    from points p, ${rows(list, { id: 'uuid', code: 'text', name: 'text' })} where p.city_id = ${city} and p.id = ${points.market}`)
}
