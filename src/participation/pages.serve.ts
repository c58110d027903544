/** The ways through the public pages: load, ask the rule, answer a page. Forms, cookies and paths are the edge's business. */
import type { CaseId, EvidenceId } from '../base/ids.ts'
import type { Place } from '../base/place.ts'
import { Problem } from '../base/problem.ts'
import type { Language } from '../base/text.ts'
import { nothingKnown } from '../cases/case.ts'
import { resident } from '../cases/sources/resident.ts'
import { landOf } from '../city/land.serve.ts'
import { findEvidence } from '../evidence/evidence.sql.ts'
import { withoutFacts } from '../evidence/photo.serve.ts'
import { complaintKinds, ComplaintKind } from '../privacy/complaints.api.ts'
import { complain } from '../privacy/complaints.serve.ts'
import { Contact } from '../privacy/identity.ts'
import { type PublicKind, withZones, wrongAnswers } from './kinds.ts'
import { pathOf } from './page.ts'
import { citiesPage, complaintPage, type Entered, kindsPage, plainPage, reportPage, statusPage } from './pages.ts'
import { getFace, hashOfSecret, keepPhoto, takeReport } from './participation.serve.ts'
import { findGoesOn, findReport, getTold, hasShapes, isShown, listTakers } from './participation.sql.ts'
import { newTicket, readTicket, secretOf } from './tickets.serve.ts'
import { type Here, hereOf, kindOf, type PublicHouse, type SentForm, type Turned, type Visit } from './visit.serve.ts'

/** The way to the only city that takes reports, or a page to choose one from. */
export async function cities({ db, say }: Pick<PublicHouse, 'db' | 'say'>, language: Language): Promise<Turned> {
  const list = await listTakers(db)
  if (list.length === 1) return { to: pathOf(list[0]!.code) }
  const named = list.map(({ code, nameZh, nameEn }) => ({ code, name: { zh: nameZh, en: nameEn } }))
  return { status: 200, page: citiesPage(language, (key, values) => say(language, key, values), named) }
}

/** What can be reported. */
export async function home(house: PublicHouse, visit: Visit): Promise<Turned> {
  const { setting, kinds } = await hereOf(house, visit)
  return { status: 200, page: kindsPage(setting, kinds) }
}

const nothing: Entered = { text: '', address: '', name: '', phone: '', answers: {} }

/** The form. */
export async function report(house: PublicHouse, visit: Visit): Promise<Turned> {
  const it = await hereOf(house, visit)
  const kind = kindOf(it, visit.query('kind'))
  if (!kind) return { to: pathOf(it.setting.city.code) }
  const ticket = newTicket(house.key, visit.at)
  return { status: 200, page: reportPage(it.setting, { kind, place: placeOf(visit.query), ticket, entered: nothing, wrong: [] }) }
}

function placeOf(field: (name: string) => string | undefined): Place | undefined {
  const [lng, lat] = [Number(field('lng') ?? Number.NaN), Number(field('lat') ?? Number.NaN)]
  return Math.abs(lng) <= 180 && Math.abs(lat) <= 90 ? [lng, lat] : undefined
}

/** Takes a report in and leads to its page; or shows the form again with what is wrong. */
export async function send(house: PublicHouse, visit: Visit, form: SentForm): Promise<Turned> {
  const it = await hereOf(house, visit)
  const { setting, city } = it
  const kind = kindOf(it, form.field('kind'))
  if (!kind) return { to: pathOf(setting.city.code) }
  const entered: Entered = {
    text: form.field('text') ?? '',
    address: form.field('address') ?? '',
    name: (form.field('name') ?? '').slice(0, 60),
    phone: form.field('phone') ?? '',
    answers: form.answers,
  }
  const place = placeOf(form.field)
  const { w } = setting
  const again = (status: number, wrong: readonly string[]): Turned => ({
    status,
    page: reportPage(setting, { kind, place, ticket: newTicket(house.key, visit.at), entered, wrong }),
  })
  const ticket = ticketOf(house, visit, form)
  if ('why' in ticket) return again(422, [w(`participation.ticket.${ticket.why}`)])
  const wrong = await wrongOf(it, kind, { place, entered })
  if (wrong.length > 0) return again(422, wrong)
  if (!house.gate.pass(visit.network, visit.at)) return again(429, [w('problem.participation.tooMany')])
  const secret = secretOf(house.key, ticket.id)
  try {
    await take(house, visit, it, { kind, place, entered, form, id: ticket.id as CaseId, secret })
  } catch (error) {
    if (!(error instanceof Problem) || error.status >= 500) throw error
    return again(error.status, [house.say(setting.language, `problem.${error.code}`, error.details)])
  }
  return { to: pathOf(setting.city.code, `/status/${secret}`, { new: 1 }), city }
}

/** The ticket of a form; a filled trap is a machine's. */
const ticketOf = ({ key }: PublicHouse, { at }: Visit, { field }: SentForm) =>
  field('website') === undefined ? readTicket(key, field('ticket') ?? '', at) : { why: 'bad' as const }

async function wrongOf(
  { db, city, setting: { w } }: Here,
  kind: PublicKind,
  it: { place: Place | undefined; entered: Entered },
): Promise<string[]> {
  const { entered, place } = it
  const read = resident.input.safeParse({
    text: entered.text,
    class: kind.class,
    place: place ?? null,
    address: entered.address,
    photos: [],
  })
  const isOutside = place !== undefined && (await hasShapes(db, city)) && !(await landOf(db, city)).has(place)
  return [
    ...(read.success ? [] : [w('participation.textWanted')]),
    ...(place === undefined && entered.address === '' ? [w('participation.placeWanted')] : []),
    ...(isOutside ? [w('open311.outside')] : []),
    ...wrongAnswers(kind, withZones(kind, entered.answers)).map(({ code, why }) => w(`participation.wrong.${why}`, { code })),
    ...(entered.phone !== '' && !Contact.safeParse(contactOf(entered)).success ? [w('participation.phoneWanted')] : []),
  ]
}

const contactOf = ({ name, phone }: Entered) => ({ name, phone })

interface Taken {
  readonly kind: PublicKind
  readonly place: Place | undefined
  readonly entered: Entered
  readonly form: SentForm
  readonly id: CaseId
  readonly secret: string
}

async function take(
  house: PublicHouse,
  { at }: Visit,
  { city, db }: Here,
  { kind, place, entered, form, id, secret }: Taken,
): Promise<void> {
  const photos: Awaited<ReturnType<typeof keepPhoto>>[] = []
  for (const { name, bytes } of form.files) photos.push(await keepPhoto(house.files, bytes, name))
  const input = resident.input.parse({ text: entered.text, class: kind.class, place: place ?? null, address: entered.address, photos: [] })
  const answers = Object.fromEntries(
    Object.entries(withZones(kind, entered.answers)).map(([code, values]) => [code, values.filter(Boolean).join(', ')]),
  )
  const origin = Object.keys(answers).length === 0 ? null : { externalId: null, link: null, outlet: '', on: null, answers }
  const report = resident.toReport(input, { ...nothingKnown, origin })
  const contact = Contact.safeParse(contactOf(entered))
  await db.tx((tx) =>
    takeReport(
      tx,
      { city, person: null },
      at,
      { id, report, kind: kind.code, secret, contact: contact.success ? contact.data : undefined, photos },
      house.vault,
    ),
  )
}

/** What became of a report, for who has its link; where it was merged, what became of the other one. */
export async function status(house: PublicHouse, visit: Visit, secret: string): Promise<Turned> {
  const it = await hereOf(house, visit)
  const tied = await findReport(it.db, it.city, hashOfSecret(secret))
  if (!tied)
    return { status: 404, page: plainPage(it.setting, it.setting.w('participation.status'), it.setting.w('participation.noStatus')) }
  const [own, goesOn] = [await getFace(it.db, it.city, tied.caseId), await findGoesOn(it.db, it.city, tied.caseId)]
  const kind = kindOf(it, tied.kind)
  // The address may be kept with its `new`: what was received is news only until something becomes of it.
  const isNew = visit.query('new') === '1' && own.face.stage === 'received'
  const link = `${visit.origin}${pathOf(it.setting.city.code, `/status/${secret}`)}`
  const { handled, reworked } = await getTold(it.db, it.city, goesOn)
  const known = { kind, isNew, link, handled, reworked, sent: (await getTold(it.db, it.city, tied.caseId)).sent }
  if (goesOn === tied.caseId) return { status: 200, page: statusPage(it.setting, { ...own, ...known, into: null }) }
  const other = await getFace(it.db, it.city, goesOn)
  // Their own words and number; how it stands, and what was answered, of the case it goes on in.
  const { no, text, address, reportedAt, before } = own.face
  const face = { ...other.face, no, text, address, reportedAt, before }
  const answers = [...own.answers, ...other.answers].toSorted((a, b) => (a.at < b.at ? -1 : 1))
  return { status: 200, page: statusPage(it.setting, { face, answers, ...known, into: other.face.no }) }
}

/** A photo that everybody may see. *Refuses:* 404 for every other. */
export async function photo(house: PublicHouse, visit: Visit, id: EvidenceId): Promise<{ content: Uint8Array; mediaType: string }> {
  const { db, city } = await hereOf(house, visit)
  const it = (await isShown(db, city, id)) ? await findEvidence(db, city, id) : undefined
  if (!it || it.erasedAt !== null) throw new Problem('api.notFound', 404)
  const { files } = house
  return { content: await files.view(it.sha256, 'plain', async () => withoutFacts(await files.get(it.sha256))), mediaType: it.mediaType }
}

/** The form of a complaint. */
export async function complaint(house: PublicHouse, visit: Visit): Promise<Turned> {
  const { setting } = await hereOf(house, visit)
  // Who comes from a case that is closed and yet not solved finds its number written down already.
  const no = /^[\w-]{1,40}$/.exec(visit.query('case') ?? '')?.[0]
  const text = no === undefined ? '' : setting.w('participation.unsolvedText', { no })
  return {
    status: 200,
    page: complaintPage(setting, { ticket: newTicket(house.key, visit.at), kinds: complaintKinds, kind: no && 'other', text, wrong: [] }),
  }
}

/** Keeps a complaint. */
export async function sendComplaint(house: PublicHouse, visit: Visit, form: SentForm): Promise<Turned> {
  const { setting, db, city } = await hereOf(house, visit)
  const { w } = setting
  const text = (form.field('text') ?? '').slice(0, 4000)
  const again = (status: number, wrong: string): Turned => ({
    status,
    page: complaintPage(setting, {
      ticket: newTicket(house.key, visit.at),
      kinds: complaintKinds,
      kind: form.field('kind'),
      text,
      wrong: [wrong],
    }),
  })
  const ticket = ticketOf(house, visit, form)
  if ('why' in ticket) return again(422, w(`participation.ticket.${ticket.why}`))
  if (text.length < 2) return again(422, w('participation.textWanted'))
  if (!house.gate.pass(visit.network, visit.at)) return again(429, w('problem.participation.tooMany'))
  const kind = ComplaintKind.catch('other').parse(form.field('kind'))
  const it = { id: ticket.id, kind, text, page: pathOf(setting.city.code), unitId: null }
  await db.tx((tx) => complain(tx, city, visit.at, it, house.vault))
  return { status: 200, page: plainPage(setting, w('participation.complain'), w('participation.complaintSent', { id: ticket.id })) }
}
