/** SQL of who sees which rounds, and which of their points (`seen.ts`). */
import { all, type Sql, sql } from '../base/sql.ts'
import type { Seer } from './seen.ts'

const walks = ({ person }: Seer): Sql => sql`exists (select from round_points w
  where w.city_id = r.city_id and w.round_id = r.id and w.person_id = ${person})`

/** A third party's round is not told before its sample is bound either: dates and unit would say who comes when. */
const isShut = sql`(r.sealed or (r.kind = 'thirdParty' and r.planned = 0 and r.visits = 0))`

/** Whether a round `r` is seen. */
export const seesRound = (seer: Seer): Sql =>
  all(
    seer.sealed ? undefined : sql`not ${isShut}`,
    seer.follows ? undefined : sql`(not r.because ? 'recheck' or (r.planned > 0 and r.done >= r.planned) or ${walks(seer)})`,
    seer.ownOnly
      ? sql`(${walks(seer)} or r.unit_id = ${seer.unit} or exists (select from visits v
          where v.city_id = r.city_id and v.round_id = r.id and v.by = ${seer.person}))`
      : undefined,
  )

const reached = sql`exists (select from round_reached d where d.city_id = l.city_id and d.round_id = l.round_id and d.point_id = l.point_id)`

/** Whether a point `l` of a round is seen. */
export const seesPoint = ({ follows, person, unit }: Seer): Sql => {
  const isOthers = sql`not coalesce(l.because -> 'not' ? ${person}::text, false) and not coalesce(l.because -> 'units' ? ${unit}::text, false)`
  return sql`(coalesce(l.because ->> 'from', '') <> 'recheck' or l.person_id = ${person} or ${reached} or ${follows ? isOthers : sql`false`})`
}
