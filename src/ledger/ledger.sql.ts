/** SQL of the ledger: how far the tree is, its blocks and subtrees, its signed heads, and the events it is shown by. */
import { z } from 'zod'
import { Event } from '../base/event.ts'
import type { CityId } from '../base/ids.ts'
import { all, type Db, rows, sql } from '../base/sql.ts'
import { Instant } from '../base/time.ts'
import { blockBytes, joinLeaves, type Needs, type Read } from './blocks.ts'
import { type Fact, factOfEvent } from './fact.ts'
import type { Subtree } from './merkle.ts'
import { type HashName, hex } from './personal.ts'

const Bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array)
const Size = z.object({ size: z.int() })

/** The size of a city's tree, held against other sealers until the transaction ends; a city without a tree gets one. */
export async function holdTree(db: Db, city: CityId, hash: HashName): Promise<number> {
  await db.run(sql`insert into ledger_trees (city_id, hash, size) values (${city}, ${hash}, 0) on conflict do nothing`)
  return (await db.find(Size, sql`select size from ledger_trees where city_id = ${city} and hash = ${hash} for update`))!.size
}

/** The size of a city's tree; 0 when it has none. */
export const sizeOfTree = async (db: Db, city: CityId, hash: HashName): Promise<number> =>
  (await db.find(Size, sql`select size from ledger_trees where city_id = ${city} and hash = ${hash}`))?.size ?? 0

/** Notes how far the tree has come. */
export const growTree = (db: Db, city: CityId, hash: HashName, size: number): Promise<number> =>
  db.run(sql`update ledger_trees set size = ${size} where city_id = ${city} and hash = ${hash}`)

const Block = z.object({ no: z.int(), leaves: Bytes, kinds: z.string() })
export type Block = z.infer<typeof Block>

/** Some blocks, in order. */
export const listBlocks = (db: Db, city: CityId, hash: HashName, numbers: readonly number[]): Promise<Block[]> =>
  db.all(
    Block,
    sql`select no, leaves, kinds from ledger_blocks where city_id = ${city} and hash = ${hash} and no = any(${numbers}::bigint[]) order by no`,
  )

/** Writes blocks that follow each other; the last one of a tree is written again when it grows. Their leaves go over as they are. */
export const putBlocks = (db: Db, city: CityId, hash: HashName, blocks: readonly Block[]): Promise<number> =>
  db.run(
    sql`insert into ledger_blocks (city_id, hash, no, leaves, kinds)
        select ${city}, ${hash}, ${blocks[0]!.no}::bigint + at - 1, substr(${joinLeaves(blocks.map(({ leaves }) => leaves))}::bytea, ((at - 1) * ${blockBytes}::int + 1)::int, ${blockBytes}::int), kinds
        from unnest(${blocks.map(({ kinds }) => kinds)}::text[]) with ordinality as it (kinds, at)
        on conflict (city_id, hash, no) do update set leaves = excluded.leaves, kinds = excluded.kinds`,
  )

/** Adds complete subtrees. */
export async function addNodes(db: Db, city: CityId, hash: HashName, nodes: readonly (Subtree & { node: Uint8Array })[]): Promise<void> {
  if (nodes.length === 0) return
  const list = nodes.map((it) => ({ ...it, node: hex(it.node) }))
  await db.run(
    sql`insert into ledger_nodes (city_id, hash, level, no, node)
        select ${city}, ${hash}, level, no, decode(node, 'hex') from ${rows(list, { level: 'int', no: 'bigint', node: 'text' })}`,
  )
}

const NodeRow = z.object({ level: z.int(), no: z.int(), node: Bytes })

/** Reads what hashes of ranges need, in at most two queries. */
export async function readNeeds(db: Db, city: CityId, hash: HashName, { nodes, blocks }: Needs): Promise<Read> {
  const found =
    nodes.length === 0
      ? []
      : await db.all(
          NodeRow,
          sql`select n.level, n.no, n.node from ${rows(nodes, { level: 'int', no: 'bigint' })}
              join ledger_nodes n on n.city_id = ${city} and n.hash = ${hash} and n.level = r.level and n.no = r.no`,
        )
  const held = new Map(found.map(({ level, no, node }) => [`${level}/${no}`, node]))
  const whole = new Map((blocks.length === 0 ? [] : await listBlocks(db, city, hash, blocks)).map(({ no, leaves }) => [no, leaves]))
  return { node: ({ level, no }) => held.get(`${level}/${no}`), block: (no) => whole.get(no) }
}

/** A stored head. */
export const HeadRow = z.object({ size: z.int(), at: Instant, note: z.string() })
export type HeadRow = z.infer<typeof HeadRow>

/** Keeps a signed head. */
export const addHead = (db: Db, city: CityId, hash: HashName, { size, at, note }: HeadRow): Promise<number> =>
  db.run(
    sql`insert into ledger_heads (city_id, hash, size, at, note) values (${city}, ${hash}, ${size}, ${at}, ${note}) on conflict do nothing`,
  )

/** Signed heads, the last first; of trees with `from` to `to` facts. */
export const listHeads = (
  db: Db,
  city: CityId,
  hash: HashName,
  {
    from = 0,
    to = Number.MAX_SAFE_INTEGER,
    after,
    limit,
  }: { from?: number; to?: number; after?: readonly [number, string] | undefined; limit: number },
): Promise<HeadRow[]> =>
  db.all(
    HeadRow,
    sql`select size, at, note from ledger_heads where ${all(
      sql`city_id = ${city} and hash = ${hash} and size between ${from} and ${to}`,
      after && sql`(size, at) < (${after[0]}, ${after[1]}::timestamptz)`,
    )} order by size desc, at desc limit ${limit}`,
  )

/** Signed heads of trees with `from` to `to` facts, smallest first: for a file that is read once. */
export const listHeadsUpwards = (db: Db, city: CityId, hash: HashName, from: number, to: number): Promise<HeadRow[]> =>
  db.all(
    HeadRow,
    sql`select size, at, note from ledger_heads where city_id = ${city} and hash = ${hash} and size between ${from} and ${to} order by size, at`,
  )

/** The smallest signed tree that holds a fact. */
export const findHeadOver = (db: Db, city: CityId, hash: HashName, seq: number): Promise<HeadRow | undefined> =>
  db.find(
    HeadRow,
    sql`select size, at, note from ledger_heads where city_id = ${city} and hash = ${hash} and size >= ${seq} order by size, at limit 1`,
  )

/** An event with the post that acted, where the database knows posts. */
export const EventRow = Event.extend({ post: z.uuid().nullish() })
export type EventRow = z.infer<typeof EventRow>

/** The events with numbers `from` to `to`, as facts. */
export const readEvents = async (db: Db, city: CityId, { from, to }: { from: number; to: number }): Promise<Fact[]> =>
  (await db.all(EventRow, sql`select * from events where city_id = ${city} and seq between ${from} and ${to}`)).map(factOfEvent)

const Kind = z.object({ kind: z.string() })

/** Every kind of event that a city has, by jumping from one to the next in the index. */
export const listKinds = (db: Db, city: CityId): Promise<{ kind: string }[]> =>
  db.all(
    Kind,
    sql`with recursive k as (
          (select kind from events where city_id = ${city} order by kind limit 1)
          union all
          select (select e.kind from events e where e.city_id = ${city} and e.kind > k.kind order by e.kind limit 1) from k where k.kind is not null
        ) select kind from k where kind is not null`,
  )

const Seq = z.object({ seq: z.int() })

/** The number of the last event about a thing, or of an event by its id. */
export const findSeqOf = (db: Db, city: CityId, id: string): Promise<{ seq: number } | undefined> =>
  db.find(Seq, sql`select seq from events where city_id = ${city} and (thing = ${id}::uuid or id = ${id}::uuid) order by seq desc limit 1`)
