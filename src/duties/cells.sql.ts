/** The seven cells of completeness as SQL conditions on `duties d`, one place for lists, figures and gaps. */
import { join, type Sql, sql } from '../base/sql.ts'
import { type Cell, cells } from './completeness.ts'

/** True when somebody holds the post on that day. */
const held = (post: Sql, on: string): Sql => sql`exists (select 1 from post_holders h where h.city_id = d.city_id and h.post_id = ${post}
  and h.from_on <= ${on}::date and (h.to_on is null or h.to_on >= ${on}::date))`

/** The condition under which a cell is filled on a day. A post that nobody holds is no named person. */
export function isFilled(cell: Cell, on: string): Sql {
  switch (cell) {
    case 'leader':
      return held(sql`d.leader_post_id`, on)
    case 'unit':
      return sql`d.lead_unit_id is not null`
    case 'task':
      return sql`d.task <> ''`
    case 'progress':
      return sql`exists (select 1 from duty_milestones m where m.city_id = d.city_id and m.duty_id = d.id)`
    case 'person':
      return held(sql`d.person_post_id`, on)
    case 'deadline':
      return sql`d.due_on is not null`
    default:
      return sql`d.effect <> ''`
  }
}

/** True when no cell is empty. */
export const isComplete = (on: string): Sql =>
  join(
    cells.map((cell) => isFilled(cell, on)),
    sql` and `,
  )

/** All seven cells as columns of their own names. */
export const cellColumns = (
  on: string,
): Sql => sql`${isFilled('leader', on)} as leader, ${isFilled('unit', on)} as unit, ${isFilled('task', on)} as task,
  ${isFilled('progress', on)} as progress, ${isFilled('person', on)} as person, ${isFilled('deadline', on)} as deadline, ${isFilled('effect', on)} as effect`
