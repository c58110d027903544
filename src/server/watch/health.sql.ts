/** The shortest question there is. */
import { z } from 'zod'
import { type Db, sql } from '../../base/sql.ts'

const One = z.object({ one: z.int() })

/** Answers when the database does. */
export const askDatabase = (db: Db) => db.find(One, sql`select 1 as one`)
