/** How the database plans what a group of writes asks. */
import { type Db, sql } from '../base/sql.ts'

/**
 * For the rest of the transaction plans are made once, whatever the values. What a group asks is found by keys; left to itself the
 * database plans anew whenever there are fewer than ten of them, and that takes it longer than answering.
 */
export const planOnce = (db: Db): Promise<number> => db.run(sql`set local plan_cache_mode = force_generic_plan`)
