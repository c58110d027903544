/**
 * The server side of GeoReport v2. Any civic app may read; who posts comes with a key. Nothing that is answered here says who
 * reported. How an answer is written (JSON or XML) is the edge's business.
 */
import type { Say } from '../api/problems.serve.ts'
import type { Who } from '../api/who.ts'
import type { CaseId, CityId, EvidenceId } from '../base/ids.ts'
import type { Place } from '../base/place.ts'
import type { Db } from '../base/sql.ts'
import type { Language } from '../base/text.ts'
import { nothingKnown } from '../cases/case.ts'
import { caseIdOf } from '../cases/opening.serve.ts'
import { open311 as source } from '../cases/sources/open311.ts'
import { landOf } from '../city/land.serve.ts'
import { findCity, listCities } from '../city/session.sql.ts'
import type { NewPiece } from '../evidence/keeping.serve.ts'
import { type PublicKind, wrongAnswers } from '../participation/kinds.ts'
import { answerCase, facesOf, getFace, hashOfSecret, kindsOf, takeReport } from '../participation/participation.serve.ts'
import {
  findCaseRow,
  findPublicByNo,
  findReport,
  hasShapes,
  listAnswers,
  listPublicCases,
  listUpdates,
} from '../participation/participation.sql.ts'
import { publicStage } from '../participation/view.ts'
import { Contact } from '../privacy/identity.ts'
import type { Vault } from '../privacy/vault.serve.ts'
import { v5, v7 } from 'uuid'
import {
  definitionOf,
  instantOf,
  type Parameters,
  type Question,
  questionOf,
  Refused,
  requestOf,
  serviceOf,
  type Telling,
  timeOf,
  updateOf,
} from './geoReport.ts'

/** What the composition on top hands in. */
export interface Open311House {
  /** Without a city. */
  readonly db: Db
  readonly say: Say
  readonly vault: Vault
  /** The secret of the link to a case: the same for the same case, so that who posts twice is led to one page. */
  readonly secretOf: (id: CaseId) => string
  /** Who a key belongs to; undefined for none that is good. */
  readonly whoOfKey: (key: string) => Promise<Who | undefined>
}

/** A question as the edge read it. */
export interface Asked {
  readonly parameter: Parameters
  readonly language: Language
  readonly at: string
  /** `https://host:port` of this server, for addresses in answers. */
  readonly origin: string
}

/** A document: the name of its root, and what it holds. */
export interface Document {
  readonly root: string
  readonly value: unknown
}

/** A posted form. */
export interface Posted extends Asked {
  readonly answers: Readonly<Record<string, readonly string[]>>
  /** Keeps the photos on disk; asked for when nothing else is wrong. */
  readonly photos: () => Promise<readonly NewPiece[]>
  readonly key: string | undefined
  /** The sender's own mark against posting twice. */
  readonly once: string | undefined
}

interface City {
  readonly city: CityId
  readonly code: string
  readonly db: Db
  readonly kinds: readonly PublicKind[]
}

/**
 * The city that is asked. Where none is named: the one whose key was sent, else the first of the installation; each other city has an
 * endpoint of its own, which discovery lists. *Refuses:* 404 for one nobody knows, 400 where there is none yet.
 */
async function cityOf({ db }: Open311House, { parameter }: Asked, ofKey?: CityId): Promise<City> {
  const code = parameter('jurisdiction_id')
  const cities = code === undefined ? await listCities(db) : []
  const found = code === undefined ? (cities.find(({ cityId }) => cityId === ofKey) ?? cities[0]) : await findCity(db, code)
  if (!found)
    throw code === undefined ? new Refused(400, 'open311.noJurisdiction') : new Refused(404, 'open311.badJurisdiction', { id: code })
  const own = db.of(found.cityId)
  return { city: found.cityId, code: found.code, db: own, kinds: await kindsOf(own, found.cityId) }
}

/** A kind of the city. *Refuses:* 404. */
function getKind({ kinds }: City, code: string): PublicKind {
  const kind = kinds.find((it) => it.code === code)
  if (!kind) throw new Refused(404, 'open311.badService', { code })
  return kind
}

/** The photo's address for everybody. */
const photoPath = (code: string, id: EvidenceId): string => `/public/${encodeURIComponent(code)}/photos/${id}.jpg`

const telling = ({ say }: Open311House, { language, origin }: Asked, { code, kinds }: City): Telling => ({
  language,
  say: (key, values) => say(language, key, values),
  kinds: new Map(kinds.map((kind) => [kind.code, kind])),
  photo: (id) => `${origin}${photoPath(code, id)}`,
})

/** What is offered here, for who looks for it: an endpoint for each city, so that a client that knows none of them finds its own. */
export async function discovery({ db, say }: Open311House, { language, origin, parameter }: Asked, since: string): Promise<Document> {
  const cities = await listCities(db)
  const named = parameter('jurisdiction_id')
  const paths = cities.length < 2 ? ['v2'] : cities.map(({ code }) => code).filter((code) => named === undefined || code === named)
  if (paths.length === 0) throw new Refused(404, 'open311.badJurisdiction', { id: named! })
  const endpoints = paths.map((path) => ({
    specification: 'http://wiki.open311.org/GeoReport_v2',
    url: `${origin}/open311/${path === 'v2' ? path : `${encodeURIComponent(path)}/v2`}`,
    changeset: timeOf(since),
    type: 'production',
    formats: ['text/xml', 'application/json'],
  }))
  const [contact, key] = [say(language, 'open311.contact'), say(language, 'open311.keyService')]
  return { root: 'discovery', value: { changeset: timeOf(since), contact, key_service: key, endpoints } }
}

/** What can be reported. */
export async function services(house: Open311House, asked: Asked): Promise<Document> {
  const { kinds } = await cityOf(house, asked)
  return { root: 'services', value: kinds.map((kind) => serviceOf(kind, asked.language)) }
}

/** What a service asks for. *Refuses:* 404. */
export async function definition(house: Open311House, asked: Asked, code: string): Promise<Document> {
  return { root: 'service_definition', value: definitionOf(getKind(await cityOf(house, asked), code), asked.language) }
}

/** The requests of a question. */
export async function requests(house: Open311House, asked: Asked): Promise<Document> {
  const city = await cityOf(house, asked)
  return listOf(house, asked, city, questionOf(asked.parameter, asked.at))
}

async function listOf(house: Open311House, asked: Asked, city: City, question: Question): Promise<Document> {
  const { numbers, codes: kinds, isClosed, from, to, changedAfter, changedBefore, page, size, extended } = question
  for (const code of kinds ?? []) getKind(city, code)
  const checked = city.kinds.filter((kind) => kind.checked).map(({ code }) => code)
  const filter = { numbers, kinds, isClosed, from, to, changedAfter, changedBefore, checked }
  const rows = await listPublicCases(city.db, city.city, filter, { limit: size, offset: (page - 1) * size })
  const faces = await facesOf(city.db, city.city, rows)
  const ids = faces.flatMap(({ id, goesOn }) => (goesOn ? [id, goesOn.id] : [id]))
  const answers = extended ? Map.groupBy(await listAnswers(city.db, city.city, ids), ({ caseId }): string => caseId) : undefined
  const tell = { ...telling(house, asked, city), answers }
  return { root: 'service_requests', value: faces.map((face) => requestOf(face, tell)) }
}

/** One request. *Refuses:* 404. */
export async function request(house: Open311House, asked: Asked, no: string): Promise<Document> {
  const city = await cityOf(house, asked)
  const extended = asked.parameter('extensions') === 'true'
  const document = await listOf(house, asked, city, { numbers: [no], page: 1, size: 1, extended })
  if ((document.value as unknown[]).length === 0) throw new Refused(404, 'open311.noRequest', { id: no })
  return document
}

/** What a token has become: a request's number, once somebody has looked. *Refuses:* 404. */
export async function token(house: Open311House, asked: Asked, secret: string): Promise<Document> {
  const city = await cityOf(house, asked)
  const report = await findReport(city.db, city.city, hashOfSecret(secret))
  const row = report && (await findCaseRow(city.db, city.city, report.caseId))
  if (!row) throw new Refused(404, 'open311.noToken', { token: secret.slice(0, 60) })
  const waits = row.stage === 'reported' && city.kinds.some(({ code, checked }) => checked && code === row.kind)
  return { root: 'service_requests', value: [{ service_request_id: waits ? null : row.no, token: secret }] }
}

/** Who posts, and to which city. *Refuses:* 403 for no key, a bad one, one of another city, and one that may not report. */
async function posterOf(house: Open311House, posted: Posted): Promise<{ who: Who; city: City }> {
  const who = posted.key === undefined ? undefined : await house.whoOfKey(posted.key)
  const city = await cityOf(house, posted, who?.city)
  if (!who || who.city !== city.city || !who.may.has('cases.report')) throw new Refused(403, 'open311.badKey')
  return { who, city }
}

/** Takes a request in. *Refuses:* 400 with what is missing or wrong, 403, 404 for a service nobody knows. */
export async function post(house: Open311House, posted: Posted): Promise<Document> {
  const { who, city } = await posterOf(house, posted)
  const { parameter, language, at, origin } = posted
  const code = parameter('service_code')
  if (code === undefined) throw new Refused(400, 'open311.noService')
  const kind = getKind(city, code)
  const { place, address } = await locationOf(city, parameter)
  const [wrong] = wrongAnswers(kind, posted.answers)
  if (wrong) throw new Refused(400, `participation.wrong.${wrong.why}`, { code: wrong.code })
  const read = source.input.safeParse({
    text: parameter('description') ?? serviceOf(kind, language).service_name,
    class: kind.class,
    place,
    address,
    photos: [],
    origin: {
      link: parameter('media_url') ?? null,
      answers: Object.fromEntries(Object.entries(posted.answers).map(([name, values]) => [name, values.join(', ')])),
    },
  })
  if (!read.success)
    throw new Refused(400, read.error.issues.some(({ path }) => path[0] === 'text') ? 'open311.badDescription' : 'open311.badMedia')
  const id = posted.once === undefined ? (v7() as CaseId) : caseIdOf(city.city, 'open311', `${who.account}/${posted.once}`)
  const secret = house.secretOf(id)
  const report = source.toReport(read.data, nothingKnown)
  const photos = await posted.photos()
  await house.db
    .of(city.city, who)
    .tx((tx) => takeReport(tx, who, at, { id, report, kind: code, secret, contact: contactOf(parameter), photos }, house.vault))
  const { face } = await getFace(city.db, city.city, id)
  const link = `${origin}/public/${encodeURIComponent(city.code)}/status/${secret}`
  const notice = { service_notice: house.say(language, 'open311.notice', { link }), account_id: null }
  return { root: 'service_requests', value: [kind.checked ? { token: secret, ...notice } : { service_request_id: face.no, ...notice }] }
}

/** Both degrees, or words. *Refuses:* 400 for neither, for degrees that are none, and for a place outside the city. */
async function locationOf({ db, city }: City, parameter: Parameters): Promise<{ place: Place | null; address: string }> {
  const [latText, lngText] = [parameter('lat'), parameter('long')]
  const address = (parameter('address_string') ?? parameter('address_id') ?? '').slice(0, 300)
  if (latText === undefined && lngText === undefined) {
    if (address === '') throw new Refused(400, 'open311.noLocation')
    return { place: null, address }
  }
  const place: Place = [Number(lngText ?? Number.NaN), Number(latText ?? Number.NaN)]
  if (!(Math.abs(place[0]) <= 180 && Math.abs(place[1]) <= 90)) throw new Refused(400, 'open311.badLocation')
  if ((await hasShapes(db, city)) && !(await landOf(db, city)).has(place)) throw new Refused(400, 'open311.outside')
  return { place, address }
}

/** How the sender can be reached, for the vault. What is no telephone number is left out. */
function contactOf(parameter: Parameters): Contact | undefined {
  const name = [parameter('first_name'), parameter('last_name'), parameter('email')].filter(Boolean).join(' ').slice(0, 60)
  for (const phone of [parameter('phone') ?? '', '']) {
    const contact = Contact.safeParse({ name, phone })
    if (contact.success) return contact.data
  }
  return undefined
}

/** What was answered in public, oldest first: the documented extension. */
export async function updates(house: Open311House, asked: Asked): Promise<Document> {
  const city = await cityOf(house, asked)
  const from = instantOf(asked.parameter, 'start_date') ?? new Date(Date.parse(asked.at) - 90 * 86_400_000).toISOString()
  const to = instantOf(asked.parameter, 'end_date') ?? asked.at
  const rows = await listUpdates(city.db, city.city, { from, to, limit: 1000 })
  return {
    root: 'service_requests_updates',
    // One answer may speak to several reports; each of them has it under a number of its own.
    value: rows.map(({ stage, outcome, id, ...row }, index) => {
      const isFirst = rows.findIndex((one) => one.id === id) === index
      return updateOf({ ...row, id: isFirst ? id : `${id}/${row.no}`, stage: publicStage({ stage, outcome }) })
    }),
  }
}

/** What another city, which works on one of our requests, says about it. Once by its `update_id`. */
export async function postUpdate(house: Open311House, posted: Posted): Promise<Document> {
  const { who, city } = await posterOf(house, posted)
  const { parameter, at } = posted
  const no = parameter('service_request_id')
  const text = parameter('description')
  if (no === undefined) throw new Refused(400, 'open311.noRequestId')
  if (text === undefined || text.length > 2000) throw new Refused(400, 'open311.badDescription')
  const row = await findPublicByNo(city.db, city.city, no)
  if (!row) throw new Refused(404, 'open311.noRequest', { id: no })
  const theirs = parameter('update_id')
  const id = theirs === undefined ? v7() : v5(`${city.city}/${who.account}/${theirs}`, namespace)
  await house.db.of(city.city, who).tx((tx) => answerCase(tx, city.city, { id, caseId: row.id, text, at, by: who.person }))
  return { root: 'service_requests_updates', value: [{ update_id: id }] }
}

const namespace = '0f5c2d5e-41b1-5c1e-9a53-6a9d2f0a7c11'
