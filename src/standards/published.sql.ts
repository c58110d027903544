/**
 * Editions as the rooms above read them: whole, and kept in memory once read, since a published edition never changes.
 * Drafts are not here: nobody works by a draft.
 */
import { z } from 'zod'
import type { CityId } from '../base/ids.ts'
import { EditionId } from '../base/ids.ts'
import { type Db, sql } from '../base/sql.ts'
import { Instant } from '../base/time.ts'
import type { Edition } from './edition.ts'

const Head = z.object({
  id: EditionId,
  status: z.enum(['published', 'withdrawn']),
  hash: z.string().nullable(),
  publishedAt: Instant.nullable(),
})

/** A published (or later withdrawn) edition with its content. */
export type Released = z.infer<typeof Head> & { readonly content: Edition }

const Content = z.object({ id: EditionId, content: z.custom<Edition>() })
const kept = new Map<string, Edition>()
const mostKept = 200

const keyOf = (city: CityId, head: z.infer<typeof Head>) => `${city}/${head.id}/${head.hash ?? ''}`

/** All released editions of a city, newest first. */
export async function listReleased(db: Db, city: CityId): Promise<Released[]> {
  const heads = await db.all(
    Head,
    sql`select id, status, hash, published_at from editions where city_id = ${city} and status in ('published', 'withdrawn')
        order by published_at desc, id desc`,
  )
  const missing = heads.filter((head) => !kept.has(keyOf(city, head))).map(({ id }) => id)
  const fresh = new Map<string, Edition>()
  if (missing.length > 0) {
    const rows = await db.all(Content, sql`select id, content from editions where city_id = ${city} and id = any(${missing}::uuid[])`)
    for (const { id, content } of rows) fresh.set(id, content)
  }
  if (kept.size > mostKept) kept.clear()
  return heads.flatMap((head) => {
    const content = fresh.get(head.id) ?? kept.get(keyOf(city, head))
    if (!content) return []
    if (head.hash !== null) kept.set(keyOf(city, head), content)
    return [{ ...head, content }]
  })
}

/** The editions in force, newest first. */
export async function listPublished(db: Db, city: CityId): Promise<Released[]> {
  return (await listReleased(db, city)).filter(({ status }) => status === 'published')
}

/** One released edition. */
export async function findReleased(db: Db, city: CityId, id: EditionId): Promise<Released | undefined> {
  return (await listReleased(db, city)).find((edition) => edition.id === id)
}
