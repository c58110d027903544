/** SQL of imports and of remembered column meanings. */
import { z } from 'zod'
import { type CityId, ImportId, type PersonId } from '../base/ids.ts'
import type { PageOf, Turn } from '../api/cursor.ts'
import { type Orders, pageBy } from '../api/order.sql.ts'
import { all, type Db, json, like, sql } from '../base/sql.ts'
import { FixShape, type Found, Import, type ImportState } from './import.ts'

/** What stands in the table; what is under way lies in the readers' memory. */
const Row = Import.omit({ progress: true, stage: true, of: true, again: true }).extend({ kept: z.boolean() })
const columns = sql`id, kind, name, sha256, bytes, state, version, options, layouts, found, problem, result, added_at, added_by,
  file is not null as kept`
const importOf = ({ kept, ...it }: z.infer<typeof Row>): Import => (kept && it.state === 'refused' ? { ...it, again: true } : it)

/** One import. */
export async function findImport(db: Db, city: CityId, id: ImportId): Promise<Import | undefined> {
  const row = await db.find(Row, sql`select ${columns} from imports where city_id = ${city} and id = ${id}`)
  return row && importOf(row)
}

const orders: Orders<Import> = {
  added: { key: sql`added_at`, type: 'timestamptz', of: (it) => it.addedAt },
  name: { key: sql`name`, type: 'text', of: (it) => it.name },
  kind: { key: sql`kind`, type: 'text', of: (it) => it.kind },
  state: { key: sql`state`, type: 'text', of: (it) => it.state },
}

/** What a list of imports is narrowed to. `text` is part of the file's name or the beginning of its hash. */
export interface ImportFilter {
  readonly kind?: string | undefined
  readonly state?: ImportState | undefined
  readonly text?: string | undefined
}

/** One page of imports. */
export const listImports = (db: Db, city: CityId, { kind, state, text }: ImportFilter, turn: Turn): Promise<PageOf<Import>> =>
  pageBy(orders, turn, async ({ beyond, rest }) => {
    const rows = await db.all(
      Row,
      sql`select ${columns} from imports where ${all(
        sql`city_id = ${city}`,
        kind === undefined ? undefined : sql`kind = ${kind}`,
        state && sql`state = ${state}`,
        text === undefined
          ? undefined
          : sql`(name ilike ${like(text)} or sha256 like ${`${text.toLowerCase().replace(/[^0-9a-f]/g, '-')}%`})`,
        beyond,
      )} ${rest}`,
    )
    return rows.map(importOf)
  })

/** What is stored of a file that arrived. */
export interface NewImport {
  readonly id: ImportId
  readonly kind: string
  readonly name: string
  readonly sha256: string
  readonly file: Uint8Array
  readonly options: Readonly<Record<string, string>>
  readonly at: string
  readonly by: PersonId | null
}

/** Keeps a file for reading; nothing happens when the id is known. */
export const addImport = (db: Db, city: CityId, it: NewImport) =>
  db.run(sql`insert into imports (city_id, id, kind, name, sha256, bytes, file, state, options, fixes, added_at, added_by, changed_at)
    values (${city}, ${it.id}, ${it.kind}, ${it.name}, ${it.sha256}, ${it.file.length}, ${it.file}, 'reading', ${json(it.options)}, '[]'::jsonb,
      ${it.at}, ${it.by}, ${it.at}) on conflict do nothing`)

/** Files that nobody decided about for thirty days are left, so that their bytes do not pile up. */
export const dropForgotten = (db: Db, city: CityId, at: string) =>
  db.run(sql`update imports set state = 'abandoned', file = null, changed_at = ${at}
    where city_id = ${city} and (state in ('reading', 'previewed') or state = 'refused' and file is not null)
      and added_at < ${at}::timestamptz - interval '30 days'`)

/** Drops the bytes of files that came in before a time and were never taken in; how many. */
export const dropFiles = (db: Db, city: CityId, before: string) =>
  db.run(sql`update imports set state = 'abandoned', file = null
    where city_id = ${city} and file is not null and state in ('reading', 'previewed', 'refused') and added_at < ${before}`)

const FileRow = z.object({ file: z.custom<Uint8Array>().nullable(), fixes: z.array(FixShape) })

/** The file's bytes (gone once it was decided about) and the corrections made. */
export const findFile = (db: Db, city: CityId, id: ImportId) =>
  db.find(FileRow, sql`select file, fixes from imports where city_id = ${city} and id = ${id}`)

const Fixes = z.object({ fixes: z.array(FixShape) })

/** The corrections made so far. */
export const findFixes = async (db: Db, city: CityId, id: ImportId) =>
  (await db.find(Fixes, sql`select fixes from imports where city_id = ${city} and id = ${id}`))?.fixes ?? []

/** What reading found; only while it is still being read. */
export const markRead = (db: Db, city: CityId, id: ImportId, read: { layouts: unknown; found: Found }, at: string) =>
  db.run(sql`update imports set state = 'previewed', layouts = ${json(read.layouts)}, found = ${json(read.found)}, changed_at = ${at}
    where city_id = ${city} and id = ${id} and state = 'reading'`)

/** The file could not be read. Its bytes are dropped, unless the fault was ours and it may be tried `again`. */
export const markRefused = (db: Db, city: CityId, id: ImportId, why: { code: string; details: unknown; again: boolean }, at: string) =>
  db.run(sql`update imports set state = 'refused', problem = ${json({ code: why.code, details: why.details })},
      file = case when ${why.again}::boolean then file end, changed_at = ${at}
    where city_id = ${city} and id = ${id} and state = 'reading'`)

/** Puts a refused file that was kept back to be read; 0 when there is none. */
export const markAgain = (db: Db, city: CityId, id: ImportId, at: string) =>
  db.run(sql`update imports set state = 'reading', problem = null, changed_at = ${at}
    where city_id = ${city} and id = ${id} and state = 'refused' and file is not null`)

/** A correction with what is understood after it; 0 when somebody else corrected in between. */
export const markCorrected = (
  db: Db,
  city: CityId,
  it: { id: ImportId; version: number; layouts: unknown; options: unknown; fixes: unknown; found: Found; at: string },
) =>
  db.run(sql`update imports set version = version + 1, layouts = ${json(it.layouts)}, options = ${json(it.options)}, fixes = ${json(it.fixes)},
      found = ${json(it.found)}, changed_at = ${it.at}
    where city_id = ${city} and id = ${it.id} and version = ${it.version} and state = 'previewed'`)

/** Taken in, or left; the bytes are dropped. 0 when it was decided or corrected in between. */
export const markDecided = (
  db: Db,
  city: CityId,
  it: { id: ImportId; version: number; state: 'applied' | 'abandoned'; result: unknown; at: string },
) =>
  db.run(sql`update imports set state = ${it.state}, result = ${json(it.result)}, file = null, changed_at = ${it.at}
    where city_id = ${city} and id = ${it.id} and version = ${it.version}
      and (state in ('reading', 'previewed') or state = 'refused' and file is not null)`)

const Mapping = z.object({ heads: z.int(), columns: z.record(z.string(), z.int()) })
const MappingRow = z.object({ signature: z.string(), mapping: Mapping })

/** Column meanings that were confirmed for this kind of file, newest first. */
export const listMappings = (db: Db, city: CityId, kind: string) =>
  db.all(
    MappingRow,
    sql`select signature, mapping from column_mappings where city_id = ${city} and kind = ${kind} order by saved_at desc limit 200`,
  )

/** Remembers what the columns of a header meant. */
export const saveMapping = (db: Db, city: CityId, it: { kind: string; signature: string; mapping: z.infer<typeof Mapping>; at: string }) =>
  db.run(sql`insert into column_mappings (city_id, kind, signature, mapping, saved_at) values (${city}, ${it.kind}, ${it.signature}, ${json(it.mapping)}, ${it.at})
    on conflict (city_id, kind, signature) do update set mapping = excluded.mapping, saved_at = excluded.saved_at`)

/** Under which words stand in the place of a header: no header has an equals sign in front and no rows. */
const wordsKey = '=words'
const WordsRow = z.object({ words: z.record(z.string(), z.string()) })

/** What words of this kind of file were said to mean. */
export const listWords = async (db: Db, city: CityId, kind: string): Promise<Record<string, string>> =>
  (
    await db.find(
      WordsRow,
      sql`select coalesce(mapping->'words', '{}'::jsonb) as words from column_mappings where city_id = ${city} and kind = ${kind} and signature = ${wordsKey}`,
    )
  )?.words ?? {}

/** Remembers what words were said to mean; a later answer stands. */
export const saveWords = (
  db: Db,
  city: CityId,
  { kind, words, at }: { kind: string; words: Readonly<Record<string, string>>; at: string },
) =>
  db.run(sql`insert into column_mappings (city_id, kind, signature, mapping, saved_at)
    values (${city}, ${kind}, ${wordsKey}, ${json({ heads: 0, columns: {}, words })}, ${at})
    on conflict (city_id, kind, signature) do update set saved_at = excluded.saved_at,
      mapping = jsonb_set(column_mappings.mapping, '{words}', coalesce(column_mappings.mapping->'words', '{}'::jsonb) || (excluded.mapping->'words'))`)
