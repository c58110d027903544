/** SQL of other cities' endpoints and of what was taken from them. */
import { z } from 'zod'
import { CaseId, type CityId } from '../base/ids.ts'
import { type Db, json, sql } from '../base/sql.ts'
import { goesOnIn } from '../participation/participation.sql.ts'
import { Instant } from '../base/time.ts'

const Row = z.object({
  id: z.uuid(),
  title: z.string(),
  url: z.string(),
  jurisdiction: z.string(),
  apiKey: z.string().nullable(),
  classes: z.record(z.string(), z.string()),
  pulls: z.boolean(),
  pushes: z.boolean(),
  seenAt: Instant.nullable(),
  askedAt: Instant.nullable(),
  problem: z.string().nullable(),
})
/** An endpoint as it is kept; its key is sealed. */
export type EndpointRow = z.infer<typeof Row>

const columns = sql`id, title, url, jurisdiction, api_key, classes, pulls, pushes, seen_at, asked_at, problem`

/** The endpoints of a city, by title. Nobody has a thousand. */
export const listEndpoints = (db: Db, city: CityId) =>
  db.all(Row, sql`select ${columns} from open311_endpoints where city_id = ${city} order by title, id limit 1000`)

/** One endpoint. */
export const findEndpoint = (db: Db, city: CityId, id: string) =>
  db.find(Row, sql`select ${columns} from open311_endpoints where city_id = ${city} and id = ${id}`)

/** Adds an endpoint, or changes it; without a key the one it has stays. */
export const putEndpoint = (db: Db, city: CityId, it: Omit<EndpointRow, 'seenAt' | 'askedAt' | 'problem'> & { at: string }) =>
  db.run(sql`insert into open311_endpoints (city_id, id, title, url, jurisdiction, api_key, classes, pulls, pushes, changed_at)
    values (${city}, ${it.id}, ${it.title}, ${it.url}, ${it.jurisdiction}, ${it.apiKey}, ${json(it.classes)}, ${it.pulls}, ${it.pushes}, ${it.at})
    on conflict (city_id, id) do update set title = excluded.title, url = excluded.url, jurisdiction = excluded.jurisdiction,
      api_key = coalesce(excluded.api_key, open311_endpoints.api_key), classes = excluded.classes, pulls = excluded.pulls,
      pushes = excluded.pushes, changed_at = excluded.changed_at`)

/** How an exchange ended: how far their changes were seen, and what went wrong. */
export const markAsked = (db: Db, city: CityId, id: string, it: { seenAt: string | null; at: string; problem: string | null }) =>
  db.run(sql`update open311_endpoints set seen_at = coalesce(${it.seenAt}, seen_at), asked_at = ${it.at}, problem = ${it.problem}
    where city_id = ${city} and id = ${id}`)

/** Keeps how a request stands over there; its case stays the one it has. */
export const putRequest = (
  db: Db,
  city: CityId,
  it: { endpointId: string; requestId: string; caseId: CaseId; status: string; at: string },
) =>
  db.run(sql`insert into open311_requests (city_id, endpoint_id, request_id, case_id, status, updated_at, told_version)
    values (${city}, ${it.endpointId}, ${it.requestId}, ${it.caseId}, ${it.status}, ${it.at}, 1)
    on conflict (city_id, endpoint_id, request_id) do update set status = excluded.status, updated_at = excluded.updated_at`)

const Untold = z.object({ requestId: z.string(), caseId: CaseId, version: z.int(), stage: z.string(), outcome: z.string().nullable() })

/**
 * Requests whose case changed since the other city was told, oldest change first. Of a merged one the case that it goes on in counts:
 * versions are added, so that they only grow.
 */
export const listUntold = (db: Db, city: CityId, endpointId: string, limit: number) =>
  db.all(
    Untold,
    sql`select r.request_id, r.case_id, c.version + coalesce(g.version, 0) as version, coalesce(g.stage, c.stage) as stage,
          case when g.id is null then c.outcome else g.outcome end as outcome
        from open311_requests r join cases c on c.city_id = r.city_id and c.id = r.case_id ${goesOnIn(city)}
        where r.city_id = ${city} and r.endpoint_id = ${endpointId} and c.version + coalesce(g.version, 0) > r.told_version
        order by c.changed_at, r.request_id limit ${limit}`,
  )

/** Notes how far the other city was told. */
export const markTold = (db: Db, city: CityId, endpointId: string, requestId: string, version: number) =>
  db.run(sql`update open311_requests set told_version = ${version}
    where city_id = ${city} and endpoint_id = ${endpointId} and request_id = ${requestId}`)
