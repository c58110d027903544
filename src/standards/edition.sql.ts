/** SQL of editions. Drafts change under an optimistic version; a published row is never written again but to withdraw it. */
import { z } from 'zod'
import type { PageOf, Turn } from '../api/cursor.ts'
import { type Orders, pageBy } from '../api/order.sql.ts'
import type { CityId } from '../base/ids.ts'
import { EditionId } from '../base/ids.ts'
import { hundredths } from '../base/points.ts'
import { all, type Db, json, like, sql } from '../base/sql.ts'
import { Instant } from '../base/time.ts'
import { criteriaOf, type Edition } from './edition.ts'
import { type EditionHead, Status } from './editions.api.ts'

const HeadRow = z.object({
  id: EditionId,
  standard: z.string(),
  edition: z.string(),
  titleZh: z.string(),
  titleEn: z.string(),
  status: Status,
  official: z.boolean(),
  version: z.int(),
  hash: z.string().nullable(),
  criteria: z.int(),
  total: z.int(),
  changedAt: Instant,
  publishedAt: Instant.nullable(),
})

const columns = sql`id, standard, edition, title_zh, title_en, status, official, version, hash, criteria, total, changed_at, published_at`

const headOf = ({ titleZh, titleEn, total, ...row }: z.infer<typeof HeadRow>): EditionHead => ({
  ...row,
  title: { zh: titleZh, en: titleEn },
  total: hundredths(total),
})

/** What a list of editions is narrowed to. */
export interface EditionFilter {
  readonly status?: Status | undefined
  readonly standard?: string | undefined
  readonly text?: string | undefined
}

/** Before any edition was published: those that never were stand first when the order goes up. */
const notYet = '0001-01-01T00:00:00.000Z'

const orders: Orders<EditionHead> = {
  changed: { key: sql`changed_at`, type: 'timestamptz', of: ({ changedAt }) => changedAt },
  title: { key: sql`title_zh`, type: 'text', of: ({ title }) => title.zh },
  status: { key: sql`status`, type: 'text', of: ({ status }) => status },
  criteria: { key: sql`criteria`, type: 'int', of: ({ criteria }) => criteria },
  total: { key: sql`total`, type: 'int', of: ({ total }) => total },
  published: {
    key: sql`coalesce(published_at, ${notYet}::timestamptz)`,
    type: 'timestamptz',
    of: ({ publishedAt }) => publishedAt ?? notYet,
  },
}

/** One page of heads. */
export const listHeads = (db: Db, city: CityId, { status, standard, text }: EditionFilter, turn: Turn): Promise<PageOf<EditionHead>> =>
  pageBy(orders, turn, async ({ beyond, rest }) => {
    const words = text === undefined || text === '' ? undefined : like(text)
    const found = await db.all(
      HeadRow,
      sql`select ${columns} from editions where ${all(
        sql`city_id = ${city}`,
        status && sql`status = ${status}`,
        standard === undefined ? undefined : sql`standard = ${standard}`,
        words === undefined
          ? undefined
          : sql`(title_zh ilike ${words} or title_en ilike ${words} or standard ilike ${words} or edition ilike ${words})`,
        beyond,
      )} ${rest}`,
    )
    return found.map(headOf)
  })

/** The head of an edition. */
export async function findHead(db: Db, city: CityId, id: EditionId): Promise<EditionHead | undefined> {
  const row = await db.find(HeadRow, sql`select ${columns} from editions where city_id = ${city} and id = ${id}`)
  return row && headOf(row)
}

const ContentRow = z.object({ id: EditionId, content: z.custom<Edition>() })

/** The content of an edition, draft or not. */
export async function findContent(db: Db, city: CityId, id: EditionId): Promise<Edition | undefined> {
  return (await db.find(ContentRow, sql`select id, content from editions where city_id = ${city} and id = ${id}`))?.content
}

/** Contents of all drafts of a city, for the search. */
export const listDraftContents = (db: Db, city: CityId) =>
  db.all(ContentRow, sql`select id, content from editions where city_id = ${city} and status = 'draft' order by changed_at desc limit 50`)

/** Adds a draft; false when the id is known already. */
export async function addDraft(db: Db, city: CityId, id: EditionId, content: Edition, at: string): Promise<boolean> {
  const added = await db.run(
    sql`insert into editions (city_id, id, standard, edition, title_zh, title_en, status, official, version, criteria, total, content, changed_at)
        values (${city}, ${id}, ${content.standard}, ${content.edition}, ${content.title.zh}, ${content.title.en}, 'draft', ${content.official}, 1,
          ${criteriaOf(content.tree).length}, ${content.total}, ${json(content)}, ${at}) on conflict do nothing`,
  )
  return added === 1
}

/** Saves a draft that is still at `version`; false when it is not. */
export async function updateDraft(
  db: Db,
  city: CityId,
  head: { id: EditionId; version: number },
  content: Edition,
  at: string,
): Promise<boolean> {
  const saved = await db.run(
    sql`update editions set standard = ${content.standard}, edition = ${content.edition}, title_zh = ${content.title.zh}, title_en = ${content.title.en},
          official = ${content.official}, version = version + 1, criteria = ${criteriaOf(content.tree).length}, total = ${content.total},
          content = ${json(content)}, changed_at = ${at}
        where city_id = ${city} and id = ${head.id} and version = ${head.version} and status = 'draft'`,
  )
  return saved === 1
}

/** Freezes a draft that is still at `version`; false when it is not. */
export async function markPublished(
  db: Db,
  city: CityId,
  head: { id: EditionId; version: number },
  hash: string,
  at: string,
): Promise<boolean> {
  const saved = await db.run(
    sql`update editions set status = 'published', hash = ${hash}, published_at = ${at}, changed_at = ${at}
        where city_id = ${city} and id = ${head.id} and version = ${head.version} and status = 'draft'`,
  )
  return saved === 1
}

/** The edition of this standard and code that is in force, if any. */
export async function findInForce(db: Db, city: CityId, standard: string, edition: string): Promise<EditionHead | undefined> {
  const row = await db.find(
    HeadRow,
    sql`select ${columns} from editions where city_id = ${city} and standard = ${standard} and edition = ${edition} and status = 'published'`,
  )
  return row && headOf(row)
}

/** Takes a published edition out of force. */
export const markWithdrawn = (db: Db, city: CityId, id: EditionId, at: string) =>
  db.run(sql`update editions set status = 'withdrawn', changed_at = ${at} where city_id = ${city} and id = ${id} and status = 'published'`)

/** Removes a draft. */
export const removeDraft = (db: Db, city: CityId, id: EditionId) =>
  db.run(sql`delete from editions where city_id = ${city} and id = ${id} and status = 'draft'`)
