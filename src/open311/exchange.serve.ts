/**
 * The client side: another city's requests become cases, each once by its number there, from where the last look ended; what becomes
 * of them is told back. What was closed before we ever saw it is left out.
 */
import { seal, unseal } from '../access/secrets.serve.ts'
import { handlers, whoOf } from '../api/api.serve.ts'
import type { CaseId, CityId } from '../base/ids.ts'
import { Place } from '../base/place.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { nothingKnown } from '../cases/case.ts'
import { open311 as source } from '../cases/sources/open311.ts'
import { caseIdOf, openCase } from '../cases/opening.serve.ts'
import { asProblem, type Say } from '../api/problems.serve.ts'
import { findCaseRow } from '../participation/participation.sql.ts'
import { isOver, publicStage } from '../participation/view.ts'
import { type Endpoint, type Exchange, open311Api, type Trial } from './open311.api.ts'
import { type EndpointRow, findEndpoint, listEndpoints, listUntold, markAsked, markTold, putEndpoint, putRequest } from './open311.sql.ts'
import { timeOf } from './geoReport.ts'
import { type Reach, reach } from './reach.serve.ts'
import { itemsOf, readXml } from './xml.serve.ts'

/** What exchanges need of the house. */
export interface ExchangeHouse {
  readonly say: Say
  /** Seals the keys of other cities. */
  readonly key: Uint8Array
  readonly reach: Reach
}

const pageSize = 200
const mostPages = 50
const usualDays = 90

type Foreign = Readonly<Record<string, unknown>>
/** What they wrote in a field, without what no database keeps. */
const textOf = (it: Foreign, name: string): string => {
  const value = it[name]
  return typeof value === 'string' ? value.replaceAll('\u0000', '').toWellFormed().trim() : typeof value === 'number' ? String(value) : ''
}

/** What they offer, or one page of their requests, in whichever of the two formats they speak. */
async function readList(
  house: ExchangeHouse,
  endpoint: EndpointRow,
  what: 'services' | 'requests',
  query: Readonly<Record<string, string>> = {},
): Promise<Foreign[]> {
  const jurisdiction = endpoint.jurisdiction === '' ? {} : { jurisdiction_id: endpoint.jurisdiction }
  const parameters = new URLSearchParams({ ...jurisdiction, ...query }).toString()
  for (const format of ['json', 'xml'] as const) {
    const { status, text } = await reach(`${endpoint.url.replace(/\/+$/, '')}/${what}.${format}?${parameters}`, house.reach)
    // A page behind the last one: to some that is an empty list, to others nothing.
    if (status === 404 && Number(query['page'] ?? 1) > 1) return []
    if (status !== 200) continue
    if (format === 'xml') return itemsOf(readXml(text), what === 'services' ? 'services' : 'service_requests')
    try {
      const list: unknown = JSON.parse(text)
      if (Array.isArray(list)) return list.filter((it): it is Foreign => typeof it === 'object' && it !== null)
    } catch {
      // Not what it says it is; perhaps their XML is.
    }
  }
  throw new Problem('open311.badAnswer', 422)
}

/** With whom, and when. */
interface Meeting {
  readonly db: Db
  readonly city: CityId
  readonly endpoint: EndpointRow
  readonly at: string
  readonly house: ExchangeHouse
}
type Counts = Omit<Exchange, 'problem'>

/**
 * Takes in what changed over there since the last look. Their pages may be shorter than we ask for, or all the same: the last one is the
 * one that brings nothing new. How far we have seen is never later than now, whatever their clock says.
 */
async function pull({ db, city, endpoint, at, house }: Meeting, counts: Counts): Promise<void> {
  const since = endpoint.seenAt ?? new Date(Date.parse(at) - usualDays * 86_400_000).toISOString()
  const seen = new Set<string>()
  let newest = endpoint.seenAt === null ? Number.NaN : Date.parse(endpoint.seenAt)
  for (let page = 1; page <= mostPages; page++) {
    const items = await readList(house, endpoint, 'requests', {
      updated_after: timeOf(since),
      page: String(page),
      page_size: String(pageSize),
    })
    const fresh = items.filter((it) => !seen.has(textOf(it, 'service_request_id')))
    for (const it of fresh) {
      seen.add(textOf(it, 'service_request_id'))
      counts[await takeAlone({ db, city, endpoint, at, house }, it)]++
      const changed = Date.parse(textOf(it, 'updated_datetime') || textOf(it, 'requested_datetime'))
      if (!Number.isNaN(changed) && !(changed <= newest)) newest = Math.min(changed, Date.parse(at))
    }
    if (fresh.length === 0) break
  }
  const seenAt = Number.isNaN(newest) || newest < 0 ? null : new Date(newest).toISOString()
  await markAsked(db, city, endpoint.id, { seenAt, at, problem: null })
}

type Taken = 'opened' | 'known' | 'leftOut'

/** One request in a transaction of its own: what the database refuses of it is left out, and keeps nothing else from coming in. */
async function takeAlone({ db, city, endpoint, at }: Meeting, it: Foreign): Promise<Taken> {
  try {
    return await db.tx((tx) => takeOne(tx, city, endpoint, it, at))
  } catch (error) {
    if (asProblem(error as Problem).status >= 500) throw error
    return 'leftOut'
  }
}

async function takeOne(db: Db, city: CityId, endpoint: EndpointRow, it: Foreign, at: string): Promise<Taken> {
  const requestId = textOf(it, 'service_request_id')
  const status = textOf(it, 'status').toLowerCase() === 'closed' ? 'closed' : 'open'
  if (requestId === '' || requestId.length > 100) return 'leftOut'
  const externalId = `${endpoint.id}/${requestId}`
  const id: CaseId = caseIdOf(city, 'open311', externalId)
  const isKnown = (await findCaseRow(db, city, id)) !== undefined
  if (!isKnown) {
    const input = source.input.safeParse(inputOf(it, endpoint, externalId))
    if (status === 'closed' || !input.success) return 'leftOut'
    await openCase(db, { city, person: null }, at, id, source.toReport(input.data, nothingKnown))
  }
  await putRequest(db, city, { endpointId: endpoint.id, requestId, caseId: id, status, at })
  return isKnown ? 'known' : 'opened'
}

function inputOf(it: Foreign, endpoint: EndpointRow, externalId: string) {
  const link = textOf(it, 'media_url')
  const hasPlace = textOf(it, 'lat') !== '' && textOf(it, 'long') !== ''
  const place = Place.safeParse([Number(textOf(it, 'long')), Number(textOf(it, 'lat'))])
  return {
    text: (textOf(it, 'description') || textOf(it, 'service_name') || textOf(it, 'service_code')).slice(0, 4000),
    class: Object.hasOwn(endpoint.classes, textOf(it, 'service_code')) ? endpoint.classes[textOf(it, 'service_code')]! : null,
    place: hasPlace && place.success ? place.data : null,
    address: textOf(it, 'address').slice(0, 300),
    photos: [],
    origin: { externalId, outlet: endpoint.title, link: URL.canParse(link) && /^https?:/.test(link) ? link : null },
  }
}

/** These are about us, and not about the request that was told of: nobody else would be let in either. */
const aboutUs = new Set([401, 403, 407, 429])

/**
 * Tells the other city how its requests stand here; each change once, by its mark. One that they know no more is not told again, and
 * one that they refuse keeps the others from nothing.
 */
async function push({ db, city, endpoint, at, house: { say, key, reach: way } }: Meeting, counts: Counts): Promise<void> {
  const secret = endpoint.apiKey === null ? undefined : unseal(key, `${city} ${endpoint.id}`, endpoint.apiKey)
  if (!secret) throw new Problem('open311.noKey', 422)
  let refused: number | undefined
  for (const { requestId, caseId, version, ...stands } of await listUntold(db, city, endpoint.id, 500)) {
    const stage = publicStage(stands)
    const form = {
      api_key: Buffer.from(secret).toString('utf8'),
      ...(endpoint.jurisdiction === '' ? {} : { jurisdiction_id: endpoint.jurisdiction }),
      service_request_id: requestId,
      update_id: `${caseId}-${version}`,
      updated_datetime: timeOf(at),
      status: isOver(stage) ? 'CLOSED' : 'OPEN',
      description: say('zh-CN', `participation.stage.${stage}`),
    }
    const { status } = await reach(`${endpoint.url.replace(/\/+$/, '')}/servicerequestupdates.json`, way, form)
    const isTold = status === 200 || status === 201
    if (!isTold && (status < 400 || status >= 500 || aboutUs.has(status))) throw new Problem('open311.refused', 502, { status })
    if (isTold || status === 404 || status === 410) await markTold(db, city, endpoint.id, requestId, version)
    if (isTold) counts.told++
    else refused = status
  }
  if (refused !== undefined) throw new Problem('open311.refused', 502, { status: refused })
}

/** One exchange with one endpoint. What was done before something went wrong stays done. */
export async function exchange(db: Db, city: CityId, endpoint: EndpointRow, at: string, house: ExchangeHouse): Promise<Exchange> {
  const done = { opened: 0, known: 0, leftOut: 0, told: 0 }
  const meeting: Meeting = { db, city, endpoint, at, house }
  try {
    if (endpoint.pulls) await pull(meeting, done)
    if (endpoint.pushes) await push(meeting, done)
    return { ...done, problem: null }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    await markAsked(db, city, endpoint.id, { seenAt: null, at, problem: error.code })
    return { ...done, problem: error.code }
  }
}

/** Looks whether an endpoint answers, and what it offers. */
async function tryOut(endpoint: EndpointRow, at: string, house: ExchangeHouse): Promise<Trial> {
  try {
    const services = (await readList(house, endpoint, 'services')).slice(0, 500).flatMap((it) => {
      const code = textOf(it, 'service_code')
      return code === '' ? [] : [{ code, name: textOf(it, 'service_name') }]
    })
    const since = timeOf(new Date(Date.parse(at) - usualDays * 86_400_000).toISOString())
    const requests = await readList(house, endpoint, 'requests', { updated_after: since, page_size: '20' })
    return { services, requests: requests.length, problem: null }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { services: [], requests: 0, problem: error.code }
  }
}

const shown = ({ apiKey, ...it }: EndpointRow): Endpoint => ({ ...it, hasKey: apiKey !== null })

/** Handlers for the city's people. */
export const exchangeHandlers = (house: ExchangeHouse) =>
  handlers(open311Api, {
    list: async (ask) => ({ items: (await listEndpoints(ask.db, whoOf(ask).city)).map(shown) }),
    put: async (ask) => {
      const { city } = whoOf(ask)
      const { apiKey, ...wish } = ask.body
      const { id } = ask.params
      const sealed = apiKey === undefined ? null : seal(house.key, `${city} ${id}`, Buffer.from(apiKey))
      await ask.db.tx((tx) => putEndpoint(tx, city, { ...wish, id, apiKey: sealed, at: ask.at }))
      return { items: (await listEndpoints(ask.db, city)).map(shown) }
    },
    test: async (ask) => {
      const endpoint = await findEndpoint(ask.db, whoOf(ask).city, ask.params.id)
      if (!endpoint) throw new Problem('api.notFound', 404)
      return tryOut(endpoint, ask.at, house)
    },
    exchange: async (ask) => {
      const { city } = whoOf(ask)
      const endpoint = await findEndpoint(ask.db, city, ask.params.id)
      if (!endpoint) throw new Problem('api.notFound', 404)
      return exchange(ask.db, city, endpoint, ask.at, house)
    },
  })
