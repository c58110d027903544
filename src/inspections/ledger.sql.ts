/** Observations as the ledger takes them in: each row is a fact of its own, with the content of its photos. */
import { v7 } from 'uuid'
import { z } from 'zod'
import type { CityId } from '../base/ids.ts'
import { type Db, raw, type Sql, sql } from '../base/sql.ts'
import { Instant } from '../base/time.ts'
import { type Fact, hidden, type Leaf, type Source, type Span, textOfLeaf, type Hashed } from '../ledger/fact.ts'
import { leafHash } from '../ledger/merkle.ts'
import { Erased, type Hashing, type Held } from '../ledger/personal.ts'

const Row = z.object({
  seq: z.int(),
  id: z.uuid(),
  kind: z.string(),
  fact: z.string(),
  pointId: z.uuid().nullable(),
  areaId: z.uuid().nullable(),
  visitId: z.uuid().nullable(),
  roundId: z.uuid().nullable(),
  surveyId: z.uuid().nullable(),
  grade: z.string().nullable(),
  factor: z.int().nullable(),
  times: z.int(),
  value: z.int().nullable(),
  observedAt: Instant,
  by: z.uuid().nullable(),
  note: z.string(),
  noteSalt: z.string().nullable(),
  noteHash: Erased.nullable(),
  supersedes: z.uuid().nullable(),
  data: z.record(z.string(), z.unknown()).nullable(),
})
type Row = z.infer<typeof Row>

const Photo = z.object({ seq: z.int(), sha256: z.string() })

/** A note stands beside its salt, or as its hash; what was written before there were salts stands as it was. */
const noteOf = ({ note, noteSalt, noteHash }: Row): Held | Erased | undefined =>
  noteHash ?? (noteSalt === null ? undefined : { salt: noteSalt, value: note })

/** What is absent stays out: most observations have half of this. Keys in order, so that the ledger need not sort them. */
function factOf(row: Row, photos: readonly string[] | undefined): Fact {
  const note = noteOf(row)
  const data = note === undefined ? row.data : { ...row.data, personal: { note } }
  const leaf = {
    ...(row.areaId === null ? {} : { area: row.areaId }),
    by: row.by,
    ...(data === null ? {} : { data }),
    fact: row.fact,
    factor: row.factor,
    grade: row.grade,
    id: row.id,
    kind: row.kind,
    ...(row.note === '' || note !== undefined ? {} : { note: row.note }),
    observedAt: row.observedAt,
    ...(photos === undefined ? {} : { photos }),
    ...(row.pointId === null ? {} : { point: row.pointId }),
    ...(row.roundId === null ? {} : { round: row.roundId }),
    ...(row.supersedes === null ? {} : { supersedes: row.supersedes }),
    ...(row.surveyId === null ? {} : { survey: row.surveyId }),
    times: row.times,
    type: 'observation',
    ...(row.value === null ? {} : { value: row.value }),
    ...(row.visitId === null ? {} : { visit: row.visitId }),
  }
  return { seq: row.seq, leaf }
}

/** The observations with numbers `from` to `to`. */
async function read(db: Db, city: CityId, { from, to }: Span): Promise<Fact[]> {
  const found = await db.all(
    Row,
    sql`select seq, id, kind, fact, point_id, area_id, visit_id, round_id, survey_id, grade, factor, times, value, observed_at, by, note,
          note_salt, note_hash, supersedes, data
        from observations where city_id = ${city} and seq between ${from} and ${to}`,
  )
  if (found.length === 0) return []
  const photos = await photosOf(db, city, { from, to })
  return found.map((row) => factOf(row, photos.get(row.seq)))
}

/** The content of the photos of each number that has any. */
async function photosOf(db: Db, city: CityId, { from, to }: Span): Promise<Map<number, string[]>> {
  const photos = new Map<number, string[]>()
  const found = await db.all(
    Photo,
    sql`select o.seq, e.sha256 from observations o
        join observation_photos f on f.city_id = o.city_id and f.observation_id = o.id
        join evidence e on e.city_id = f.city_id and e.id = f.evidence_id
        where o.city_id = ${city} and o.seq between ${from} and ${to} order by o.seq, e.sha256, e.id`,
  )
  for (const { seq, sha256 } of found) photos.set(seq, [...(photos.get(seq) ?? []), sha256])
  return photos
}

/** Fields of a leaf in the order of its text, as the database writes them; an empty one is absent, or null where `orNull` says so. */
const fields: readonly { readonly key: string; readonly from: string; readonly quoted?: true; readonly orNull?: true }[] = [
  { key: 'area', from: 'area_id', quoted: true },
  { key: 'by', from: 'by', quoted: true, orNull: true },
  { key: 'data', from: 'data' },
  { key: 'fact', from: 'to_json(fact)' },
  { key: 'factor', from: 'factor', orNull: true },
  { key: 'grade', from: 'to_json(grade)', orNull: true },
  { key: 'id', from: 'id', quoted: true },
  { key: 'kind', from: 'to_json(kind)' },
  { key: 'note', from: "case when note <> '' and note_salt is null and note_hash is null then to_json(note) end" },
  { key: 'observedAt', from: 'observed_at', quoted: true },
  { key: 'photos', from: 'null' },
  { key: 'point', from: 'point_id', quoted: true },
  { key: 'round', from: 'round_id', quoted: true },
  { key: 'supersedes', from: 'supersedes', quoted: true },
  { key: 'survey', from: 'survey_id', quoted: true },
  { key: 'times', from: 'times' },
  { key: 'type', from: `'"observation"'` },
  { key: 'value', from: 'value' },
  { key: 'visit', from: 'visit_id', quoted: true },
]
const at = (key: string) => fields.findIndex((field) => field.key === key)
const [dataAt, kindAt, timeAt, photosAt] = [at('data'), at('kind'), at('observedAt'), at('photos')]
const written = fields.map(({ key, quoted, orNull }) => ({
  before: `,"${key}":${quoted ? '"' : ''}`,
  after: quoted ? '"' : '',
  without: orNull ? `,"${key}":null` : '',
}))

/** Neither can stand in what is written: JSON escapes them, and the rest are numbers, ids and times. */
const [between, behind] = ['\u001f', '\u001e']
const beside = ['seq', 'case when note_salt is not null then to_json(note) end', 'note_salt', 'note_hash']
const asText = raw(`string_agg(concat(${[...fields.map(({ from }) => from), ...beside].join(`, '${between}', `)}), '${behind}') as text`)
const Text = z.object({ text: z.string().nullable() })

/**
 * The text of a leaf as the database puts it together, where nothing in it must be sorted or hidden. `concat` leaves out what is
 * null, and so do the pieces with `||`.
 */
const plainText = `concat('{', '"area":"' || area_id || '",', '"by":', coalesce('"' || by || '"', 'null'), ',"fact":', to_json(fact),
  ',"factor":', coalesce(factor::text, 'null'), ',"grade":', coalesce(to_json(grade)::text, 'null'), ',"id":"', id, '","kind":"', kind, '"',
  case when note <> '' then ',"note":' || to_json(note) end,
  ',"observedAt":"', to_char(observed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), '"', ',"point":"' || point_id || '"',
  ',"round":"' || round_id || '"', ',"supersedes":"' || supersedes || '"', ',"survey":"' || survey_id || '"', ',"times":', times,
  ',"type":"observation"', ',"value":' || value, ',"visit":"' || visit_id || '"', '}')`
const isPlain = "data is null and note_salt is null and note_hash is null and observed_at between '0001-01-01' and '9999-12-31'"
const Leaves = z.object({
  seqs: z.string().nullable(),
  kinds: z.string().nullable(),
  leaves: z.custom<Uint8Array>().nullable(),
  others: z.int(),
})

/** The same as `read`, hashed where it lies: to hand over a row in its columns costs more than its hash. */
async function hash(db: Db, city: CityId, hashing: Hashing, span: Span): Promise<Hashed[]> {
  const photos = await photosOf(db, city, span)
  // The database knows one of the two hashes.
  if (hashing.name !== 'sha256') return hashHere(db, city, hashing, span, { photos, where: sql`true` })
  const plain = sql`(${raw(isPlain)} and seq <> all(${[...photos.keys()]}::bigint[]))`
  const found = await db.find(
    Leaves,
    sql`select string_agg(seq::text, ',') filter (where plain) as seqs, string_agg(kind, ',') filter (where plain) as kinds,
          string_agg(leaf, ''::bytea) filter (where plain) as leaves, count(*) filter (where not plain) as others
        from (select seq, kind, plain, case when plain then sha256('\\x00'::bytea || convert_to(${raw(plainText)}, 'UTF8')) end as leaf
              from (select *, ${plain} as plain from observations where city_id = ${city} and seq between ${span.from} and ${span.to}) o) l`,
  )
  const { seqs, kinds, leaves, others } = found!
  const kindList = kinds?.split(',') ?? []
  const list = (seqs?.split(',') ?? []).map((seq, at): Hashed => {
    return { seq: Number(seq), kind: `observation.${kindList[at]}`, leaf: leaves!.subarray(at * 32, at * 32 + 32) }
  })
  return others === 0 ? list : [...list, ...(await hashHere(db, city, hashing, span, { photos, where: sql`not ${plain}` }))]
}

/** What the database cannot hash comes over as one long text. */
async function hashHere(
  db: Db,
  city: CityId,
  hashing: Hashing,
  { from, to }: Span,
  { photos, where }: { photos: ReadonlyMap<number, string[]>; where: Sql },
): Promise<Hashed[]> {
  const found = await db.find(
    Text,
    sql`select ${asText} from observations where city_id = ${city} and seq between ${from} and ${to} and ${where}`,
  )
  if (!found?.text) return []
  let [times, instant] = ['', '']
  return found.text.split(behind).map((row) => {
    const cells = row.split(between)
    const [seq = '', note = '', salt = '', hash = ''] = cells.slice(fields.length)
    // In bulk many are of one moment.
    if (cells[timeAt] !== times) [times, instant] = [cells[timeAt]!, new Date(cells[timeAt]!).toISOString()]
    cells[timeAt] = instant
    const own = photos.get(Number(seq))
    if (own) cells[photosAt] = JSON.stringify(own)
    const personal = hash === '' ? salt !== '' && { salt, value: JSON.parse(note) as string } : Erased.parse(JSON.parse(hash))
    if (personal || cells[dataAt] !== '') cells[dataAt] = dataText(hashing, cells[dataAt]!, personal)
    return { seq: Number(seq), kind: `observation.${JSON.parse(cells[kindAt]!) as string}`, leaf: leafHash(hashing.hash, textOf(cells)) }
  })
}

function dataText(hashing: Hashing, data: string, note: Held | Erased | false): string {
  const known = data === '' ? {} : (JSON.parse(data) as object)
  const leaf = hidden(hashing, { type: 'observation', data: { ...known, ...(note ? { personal: { note } } : {}) } })
  return textOfLeaf(leaf['data'] as Leaf)
}

function textOf(cells: readonly string[]): string {
  let text = ''
  for (let index = 0; index < written.length; index++) {
    const { before, after, without } = written[index]!
    const cell = cells[index]!
    text += cell === '' ? without : before + cell + after
  }
  return `{${text.slice(1)}}`
}

const Seq = z.object({ seq: z.int() })
const find = (db: Db, city: CityId, id: string) => db.find(Seq, sql`select seq from observations where city_id = ${city} and id = ${id}`)

const Note = z.object({ note: z.string(), noteSalt: z.string() })
const Told = z.object({ seq: z.int().nullable() })

/**
 * Erases the note of an observation; its hash stays, so that every proof stays good (migration 0012). `sm3` hashes by SM3, for
 * ledgers that are made with it. Gives the number of the fact that tells of it; null when there was nothing to erase.
 */
export async function eraseNote(
  db: Db,
  city: CityId,
  { id, at, by, reason }: { id: string; at: string; by: string | null; reason: string },
  sm3: (salt: string, value: string) => string,
): Promise<number | null> {
  const found = await db.find(
    Note,
    sql`select note, note_salt from observations where city_id = ${city} and id = ${id} and note_salt is not null`,
  )
  if (!found) return null
  const hash = sm3(found.noteSalt, found.note)
  return (await db.find(Told, sql`select house.erase_note(${city}, ${id}, ${hash}, ${v7()}, ${at}, ${by}, ${reason}) as seq`))!.seq
}

/** For the composition on top. */
export const observationSource: Source = { read, hash, find }
