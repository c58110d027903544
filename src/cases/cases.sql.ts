/** SQL of cases: rows that are folds of events, their numbers, lists and queues. */
import { z } from 'zod'
import { AreaId, CaseId, EvidenceId, PersonId, UnitId, type CityId, type ObservationId, type PointId } from '../base/ids.ts'
import { Day } from '../base/time.ts'
import { all, type Db, json, raw, rows, type Sql, sql } from '../base/sql.ts'
import { PointColumns, pointColumns, toPointHead } from '../city/pointHead.sql.ts'
import { Case, caseLight, isOverdue } from './case.ts'
import { findState, findStep } from './procedure/procedure.ts'
import { type Procedures, readProcedures } from './procedure/procedures.sql.ts'
import type { CaseHead } from './cases.api.ts'
import { cellOf } from '../base/place.ts'

const CaseRow = Case.omit({ place: true }).extend({ lng: z.number().nullable(), lat: z.number().nullable() })

const toCase = ({ lng, lat, ...row }: z.infer<typeof CaseRow>): Case => ({
  ...row,
  place: lng === null || lat === null ? null : [lng, lat],
})

/** What lists show; the rest of a case's life is for its own page. */
const headColumns = sql`c.id, c.no, c.procedure, c.state, c.stage, c.ball, c.ball_at, c.asked, c.outcome, c.exempt, c.resumes_at,
  c.text, c.class, c.point_id, c.observation_id, c.fact, c.lng, c.lat, c.street_id, c.unit_id, c.reported_at, c.reported_by, c.due_at,
  c.warn_at, c.rectified_by, c.closed_at, c.reopened, c.version, c.changed_at, c.source, c.address, c.external_id`
const caseColumns = sql`${headColumns}, c.life`

/** A case as the procedure sees it; locked until the transaction ends when `lock` is given. */
export async function findCase(db: Db, city: CityId, id: CaseId, lock = false): Promise<Case | undefined> {
  const row = await db.find(
    CaseRow,
    sql`select ${caseColumns} from cases c where c.city_id = ${city} and c.id = ${id} ${lock ? sql`for update` : sql``}`,
  )
  return row && toCase(row)
}

/** Cases by their ids, in no order. */
export const listCasesOf = async (db: Db, city: CityId, ids: readonly CaseId[]): Promise<Case[]> =>
  (await db.all(CaseRow, sql`select ${caseColumns} from cases c where c.city_id = ${city} and c.id = any(${[...ids]}::uuid[])`)).map(toCase)

const Known = z.object({ id: CaseId })

/** Which of these cases there are. */
export const listKnownCases = async (db: Db, city: CityId, ids: readonly CaseId[]): Promise<Set<CaseId>> =>
  new Set((await db.all(Known, sql`select id from cases where city_id = ${city} and id = any(${[...ids]}::uuid[])`)).map(({ id }) => id))

/** Cases in the order of their ids, for the nightly check. */
export const listCasesAfter = async (db: Db, city: CityId, after: CaseId | undefined, limit: number): Promise<Case[]> =>
  (
    await db.all(
      CaseRow,
      sql`select ${caseColumns} from cases c where ${all(sql`c.city_id = ${city}`, after && sql`c.id > ${after}`)} order by c.id limit ${limit}`,
    )
  ).map(toCase)

const shape = {
  id: 'uuid',
  no: 'text',
  procedure: 'int',
  state: 'text',
  stage: 'text',
  ball: 'text',
  ballAt: 'timestamptz',
  asked: 'text',
  outcome: 'text',
  exempt: 'boolean',
  resumesAt: 'timestamptz',
  life: 'jsonb',
  text: 'text',
  class: 'text',
  pointId: 'uuid',
  observationId: 'uuid',
  fact: 'text',
  lng: 'double precision',
  lat: 'double precision',
  cell: 'bigint',
  streetId: 'uuid',
  unitId: 'uuid',
  reportedAt: 'timestamptz',
  reportedBy: 'uuid',
  dueAt: 'timestamptz',
  warnAt: 'timestamptz',
  rectifiedBy: 'uuid',
  closedAt: 'timestamptz',
  reopened: 'int',
  version: 'int',
  changedAt: 'timestamptz',
  source: 'text',
  address: 'text',
  externalId: 'text',
}

const columns = raw(
  Object.keys(shape)
    .map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))
    .join(', '),
)

const flat = ({ place, ...it }: Case) => ({ ...it, lng: place?.[0] ?? null, lat: place?.[1] ?? null, cell: place ? cellOf(place) : null })

/** Writes rows of cases that are new. Also for bulk loading. */
export async function addCases(db: Db, city: CityId, cases: readonly Case[]): Promise<void> {
  await db.run(sql`insert into cases (city_id, ${columns}) select ${city}, ${columns} from ${rows(cases.map(flat), shape)}`)
}

/** Brings a row to its newest fold. Only what steps can change is written. */
export async function saveCase(db: Db, city: CityId, it: Case): Promise<void> {
  await db.run(
    sql`update cases set procedure = ${it.procedure}, state = ${it.state}, stage = ${it.stage}, ball = ${it.ball}, ball_at = ${it.ballAt},
          asked = ${it.asked}, outcome = ${it.outcome}, exempt = ${it.exempt}, resumes_at = ${it.resumesAt}, life = ${json(it.life)},
          class = ${it.class}, unit_id = ${it.unitId}, due_at = ${it.dueAt}, warn_at = ${it.warnAt}, rectified_by = ${it.rectifiedBy}, closed_at = ${it.closedAt}, reopened = ${it.reopened}, version = ${it.version}, changed_at = ${it.changedAt}
        where city_id = ${city} and id = ${it.id} and version = ${it.version - 1}`,
  )
}

const Taken = z.object({ last: z.int() })

/** Takes `count` numbers of a day, 1, 2, 3 …, or gives some back; gives the first. The transaction holds the day until it ends. */
export async function takeNumbers(db: Db, city: CityId, day: string, count: number): Promise<number> {
  const taken = await db.find(
    Taken,
    sql`insert into case_numbers (city_id, on_day, last) values (${city}, ${day}, ${count})
        on conflict (city_id, on_day) do update set last = case_numbers.last + ${count} returning last`,
  )
  return taken!.last - count + 1
}

const HeadRow = CaseRow.omit({ life: true }).extend(PointColumns.shape).extend({
  streetZh2: z.string().nullable(),
  streetEn2: z.string().nullable(),
  unitZh: z.string().nullable(),
  unitEn: z.string().nullable(),
  reporterName: z.string().nullable(),
  rectifierName: z.string().nullable(),
  photo: EvidenceId.nullable(),
  ownStreetId: AreaId.nullable(),
  stamp: z.string(),
})
/** A row of a list. `stamp`: the transaction that wrote the case last; the same stamp is the same row. */
export type HeadRow = z.infer<typeof HeadRow>

/** A state as its procedure calls it; a state that no version knows any more goes by its code. */
const nameOf = ({ of }: Procedures, { procedure, state }: { procedure: number; state: string }) =>
  findState(of(procedure).procedure, state)?.name ?? { zh: state, en: '' }

/** The expected step of a case, as its procedure calls it. */
function nextOf(procedures: Procedures, it: { procedure: number; state: string }) {
  const { procedure } = procedures.for(it)
  const step = findStep(procedure, findState(procedure, it.state)?.next ?? '')
  return step ? { step: step.step, name: step.name } : null
}

/** A row of a list as the calls show it. */
export const toHead =
  (at: string, procedures: Procedures) =>
  (row: Omit<HeadRow, 'stamp'>): CaseHead => ({
    id: row.id,
    no: row.no,
    procedure: row.procedure,
    state: row.state,
    stateName: nameOf(procedures, row),
    next: nextOf(procedures, row),
    stage: row.stage,
    ball: row.ball,
    ballAt: row.ballAt,
    asked: row.asked,
    outcome: row.outcome,
    exempt: row.exempt,
    resumesAt: row.resumesAt,
    text: row.text,
    class: row.class,
    observationId: row.observationId,
    fact: row.fact,
    place: row.lng === null || row.lat === null ? null : [row.lng, row.lat],
    point: toPointHead(row),
    street: row.ownStreetId === null ? null : { id: row.ownStreetId, title: { zh: row.streetZh2 ?? '', en: row.streetEn2 ?? '' } },
    unit: row.unitId === null ? null : { id: row.unitId, title: { zh: row.unitZh ?? '', en: row.unitEn ?? '' } },
    reportedAt: row.reportedAt,
    reportedBy: row.reportedBy === null ? null : { id: row.reportedBy as PersonId, name: row.reporterName ?? '' },
    rectifiedBy: row.rectifiedBy === null ? null : { id: row.rectifiedBy as PersonId, name: row.rectifierName ?? '' },
    dueAt: row.dueAt,
    warnAt: row.warnAt,
    light: caseLight(row, at),
    closedAt: row.closedAt,
    reopened: row.reopened,
    version: row.version,
    changedAt: row.changedAt,
    source: row.source,
    address: row.address,
    externalId: row.externalId,
    overdue: isOverdue(row, at),
    photo: row.photo,
  })

const headRows = (where: Sql, page: Sql, order: Sql) => sql`
  select page.*, ${pointColumns}, page.own_street_id, own.name_zh as street_zh2, own.name_en as street_en2, u.name_zh as unit_zh, u.name_en as unit_en,
    reporter.name as reporter_name, rectifier.name as rectifier_name,
    (select f.evidence_id from case_photos f where f.city_id = page.city_id and f.case_id = page.id and f.step = 'report' order by f.evidence_id limit 1) as photo
  from (select c.city_id, ${headColumns}, c.street_id as own_street_id, c.xmin::text as stamp from cases c where ${where} ${page}) page
  left join points p on p.city_id = page.city_id and p.id = page.point_id
  left join areas s on s.city_id = p.city_id and s.id = p.street_id
  left join areas own on own.city_id = page.city_id and own.id = page.own_street_id
  left join units u on u.city_id = page.city_id and u.id = page.unit_id
  left join people reporter on reporter.city_id = page.city_id and reporter.id = page.reported_by
  left join people rectifier on rectifier.city_id = page.city_id and rectifier.id = page.rectified_by
  ${order}`

/** How many there are, every one counted. */
export const countAll = async (db: Db, city: CityId, where: Sql): Promise<number> =>
  (await db.find(z.object({ n: z.int() }), sql`select count(*) as n from cases c where c.city_id = ${city} and ${where}`))!.n

/** Rows of a list with their names, in no order. */
export const listHeadRows = (db: Db, city: CityId, ids: readonly CaseId[]): Promise<HeadRow[]> =>
  db.all(HeadRow, headRows(sql`c.city_id = ${city} and c.id = any(${[...ids]}::uuid[])`, sql``, sql``))

/** Cases with their names, in no order. */
export const listCaseHeads = async (
  db: Db,
  city: CityId,
  ids: readonly CaseId[],
  at: string,
  procedures: Procedures,
): Promise<CaseHead[]> => (await listHeadRows(db, city, ids)).map(toHead(at, procedures))

/** Open cases about the same observation, or the same fact at the same point: perhaps no new one is needed. */
export async function listSimilar(
  db: Db,
  city: CityId,
  about: { observationId: ObservationId | null; pointId: PointId | null; fact: string | null },
  at: string,
): Promise<CaseHead[]> {
  if (about.pointId === null && about.observationId === null) return []
  const where = sql`c.city_id = ${city} and (c.observation_id = ${about.observationId}
    or (c.stage <> 'closed' and c.point_id = ${about.pointId} and c.fact is not distinct from ${about.fact}))`
  const found = await db.all(HeadRow, headRows(where, sql`order by c.reported_at desc limit 5`, sql`order by page.reported_at desc`))
  return found.map(toHead(at, await readProcedures(db, city)))
}

const Named = z.object({ id: z.string(), zh: z.string(), en: z.string() })

/** Names of people, units and areas by id, for a history. */
export async function listNames(db: Db, city: CityId, people: readonly string[], units: readonly string[], areas: readonly string[] = []) {
  const found = await db.all(
    Named,
    sql`select id, name as zh, '' as en from people where city_id = ${city} and id = any(${people}::uuid[])
        union all select id, name_zh, name_en from units where city_id = ${city} and id = any(${units}::uuid[])
        union all select id, name_zh, name_en from areas where city_id = ${city} and id = any(${areas}::uuid[])`,
  )
  return new Map(found.map(({ id, zh, en }) => [id, { zh, en }]))
}

const PointRow = z.object({
  id: z.custom<PointId>(),
  nameZh: z.string(),
  nameEn: z.string(),
  lng: z.number(),
  lat: z.number(),
  districtId: AreaId.nullable(),
  streetId: AreaId.nullable(),
  communityId: AreaId.nullable(),
  unitId: UnitId.nullable(),
})

/** A point with its owner and the areas around it. */
export const findCasePoint = (db: Db, city: CityId, id: PointId) =>
  db.find(
    PointRow,
    sql`select id, name_zh, name_en, lng, lat, district_id, street_id, community_id, unit_id from points where city_id = ${city} and id = ${id}`,
  )

const UnitRow = z.object({ id: UnitId, kind: z.string(), areaId: AreaId.nullable() })

/** Units of some kinds, by code. */
export const listUnitsOfKinds = (db: Db, city: CityId, kinds: readonly string[]) =>
  db.all(UnitRow, sql`select id, kind, area_id from units where city_id = ${city} and kind = any(${kinds}::text[]) order by code`)

/** A unit, if it was closed by that day. */
export const findClosedUnit = (db: Db, city: CityId, unit: UnitId, day: string) =>
  db.find(
    z.object({ nameZh: z.string(), nameEn: z.string() }),
    sql`select name_zh, name_en from units where city_id = ${city} and id = ${unit} and closed_on <= ${day}::date`,
  )

const OpenCase = z.object({ id: CaseId, title: z.string(), dueOn: Day.nullable() })

/** Whether the city has such a unit, closed or not. */
export const hasUnit = async (db: Db, city: CityId, unit: UnitId): Promise<boolean> =>
  (await db.find(z.object({ id: UnitId }), sql`select id from units where city_id = ${city} and id = ${unit}`)) !== undefined

/** Cases that a unit still has to rectify, by number and text. */
export const listOpenOfUnit = (db: Db, city: CityId, unit: UnitId) =>
  db.all(
    OpenCase,
    sql`select c.id, c.no || ' ' || left(c.text, 80) as title, (c.due_at at time zone 'Asia/Shanghai')::date as due_on from cases c
        where c.city_id = ${city} and c.unit_id = ${unit} and c.stage = 'dispatched' order by c.due_at, c.id limit 5000`,
  )

/** Which of these cases are closed, and were so before a time. */
export const listClosedBefore = async (db: Db, city: CityId, ids: readonly string[], before: string): Promise<Set<string>> => {
  const found = await db.all(
    z.object({ id: CaseId }),
    sql`select id from cases where city_id = ${city} and id = any(${ids}::uuid[]) and stage = 'closed' and closed_at < ${before}`,
  )
  return new Set(found.map(({ id }) => id))
}

const LinkRow = z.object({ id: CaseId, no: z.string(), text: z.string(), procedure: z.int(), state: z.string(), stage: z.string() })

/** Cases by their ids, as another case names them. */
export const listLinked = (db: Db, city: CityId, ids: readonly string[]) =>
  db.all(LinkRow, sql`select id, no, text, procedure, state, stage from cases where city_id = ${city} and id = any(${[...ids]}::uuid[])`)

/** Several cases, locked in the order of their ids until the transaction ends, so that two merges cannot wait for each other. */
export async function lockCases(db: Db, city: CityId, ids: readonly CaseId[]): Promise<Case[]> {
  const found = await db.all(
    CaseRow,
    sql`select ${caseColumns} from cases c where c.city_id = ${city} and c.id = any(${[...ids]}::uuid[]) order by c.id for update`,
  )
  return found.map(toCase)
}

/** Suspended cases whose date has come. */
export const listResuming = (db: Db, city: CityId, at: string, limit: number) =>
  db.all(
    z.object({ id: CaseId }),
    sql`select id from cases where city_id = ${city} and resumes_at <= ${at} order by resumes_at, id limit ${limit}`,
  )

/** The names of a city, for its papers. */
export const getCityName = async (db: Db, city: CityId): Promise<{ zh: string; en: string }> =>
  (await db.find(
    z.object({ zh: z.string(), en: z.string() }),
    sql`select name_zh as zh, name_en as en from cities where city_id = ${city}`,
  ))!

/** What must be true before a case is closed, by the filing condition that was chosen for it. */
export const findClosing = async (db: Db, city: CityId, id: CaseId): Promise<string | undefined> =>
  (
    await db.find(
      z.object({ closes: z.string() }),
      sql`select k.closes from cases c join case_conditions k on k.city_id = c.city_id and k.id = (c.life ->> 'condition')::uuid
          where c.city_id = ${city} and c.id = ${id}`,
    )
  )?.closes
