/** The public pages: what can be reported, where it is, in which words, and what became of it. */
import type { EvidenceId } from '../base/ids.ts'
import type { Place } from '../base/place.ts'
import { type Language, read, type Text } from '../base/text.ts'
import { html, type Html } from './html.ts'
import type { PublicKind } from './kinds.ts'
import { isInView, side, spans, type View } from './mapPicture.ts'
import { page, pathOf, type Setting, type W, wrongs } from './page.ts'
import type { PublicFace } from './participation.api.ts'
import type { PublicStage } from './view.ts'

const wordsOf = (text: { zh: string; en: string }, { language }: Setting) => (text.zh === '' ? text.en : read(text, language))

/** The door without a city: which one it is, of those that take reports. */
export function citiesPage(language: Language, w: W, cities: readonly { readonly code: string; readonly name: Text }[]): string {
  const item = ({ code, name }: (typeof cities)[number]) =>
    html`<li><a href="${pathOf(code)}"><strong>${read(name, language)}</strong></a></li>`
  const body = html`<p class="lead">${w('participation.whichCityHelp')}</p><ul class="kinds">${cities.map(item)}</ul>`
  return page({ language, w, here: '/public/', city: undefined }, w('participation.whichCity'), body)
}

/** What can be reported, by family. */
export function kindsPage(setting: Setting, kinds: readonly PublicKind[]): string {
  const { w, city } = setting
  const names = [...new Set(kinds.map(({ family }) => wordsOf(family, setting)))]
  const families = names.map((name) => [name, kinds.filter(({ family }) => wordsOf(family, setting) === name)] as const)
  const item = (kind: PublicKind) =>
    html`<li><a href="${pathOf(city.code, '/place', { kind: kind.code })}"><strong>${read(kind.title, setting.language)}</strong><span>${wordsOf(kind.about, setting)}</span></a></li>`
  return page(
    setting,
    w('participation.what'),
    html`<p class="lead">${w('participation.whatHelp')}</p>${families.map(([family, list]) => html`<section>${family !== '' && html`<h2>${family}</h2>`}<ul class="kinds">${list.map(item)}</ul></section>`)}`,
  )
}

/** Where it is: a map that can be pointed at, or words on the next page. The script adds the reader's own place, and is needed for nothing. */
export function placePage(setting: Setting, kind: PublicKind, view: View | undefined): string {
  const { w, city } = setting
  const next = (place?: Place) => pathOf(city.code, '/report', { kind: kind.code, lng: place?.[0], lat: place?.[1] })
  const skip = html`<p><a href="${next()}">${w('participation.noMap')}</a></p>`
  if (!view) return page(setting, w('participation.where'), html`<p class="lead">${read(kind.title, setting.language)}</p>${skip}`)
  const [lng, lat] = view.centre
  const { pin } = view
  const at = { lng, lat, z: view.zoom, pin: pin?.join(',') }
  const move = (to: Partial<{ lng: number; lat: number; z: number }>, label: string) =>
    html`<a href="${pathOf(city.code, '/place', { kind: kind.code, ...at, ...to })}">${label}</a>`
  const step = spans[view.zoom]! / 3 / 111_320
  const wide = step / Math.cos((lat * Math.PI) / 180)
  const isAway = pin !== undefined && !isInView(view, pin)
  const body = html`<p class="lead">${read(kind.title, setting.language)}<br>${w(pin ? 'participation.pinIsRight' : 'participation.point')}</p>
<form class="map" method="get" action="${pathOf(city.code, '/place')}">
<input type="hidden" name="kind" value="${kind.code}"><input type="hidden" name="lng" value="${lng}"><input type="hidden" name="lat" value="${lat}"><input type="hidden" name="z" value="${view.zoom}">
<input class="picture" type="image" name="at" width="${side}" height="${side}" alt="${w('participation.mapAlt')}" src="${pathOf(city.code, '/map.svg', { ...at, lang: setting.language })}">
</form>
<nav class="moves" aria-label="${w('participation.mapMoves')}">${view.zoom < spans.length - 1 ? move({ z: view.zoom + 1 }, w('participation.nearer')) : ''}${view.zoom > 0 ? move({ z: view.zoom - 1 }, w('participation.farther')) : ''}${move({ lat: lat + step }, w('participation.north'))}${move({ lat: lat - step }, w('participation.south'))}${move({ lng: lng - wide }, w('participation.west'))}${move({ lng: lng + wide }, w('participation.east'))}${isAway ? move({ lng: pin[0], lat: pin[1] }, w('participation.toPin')) : ''}<button class="mine" type="button" hidden data-to="${pathOf(city.code, '/place', { kind: kind.code, z: spans.length - 2 })}">${w('participation.mine')}</button></nav>
<p class="help" id="mine-said" role="status" hidden>${w('participation.mineUnknown')}</p>
${pin ? html`<p><a class="button" href="${next(pin)}">${w('participation.hereItIs')}</a></p>` : ''}${skip}`
  return page(setting, w('participation.where'), body, 'place.js')
}

/** What was entered, to be shown again when something is wrong. */
export interface Entered {
  readonly text: string
  readonly address: string
  readonly name: string
  readonly phone: string
  readonly answers: Readonly<Record<string, readonly string[]>>
}

/** The form itself. `ticket` says when it was given out, and makes sending it twice one report. */
export interface ReportForm {
  readonly kind: PublicKind
  readonly place: Place | undefined
  readonly ticket: string
  readonly entered: Entered
  readonly wrong: readonly string[]
}

/** The page of the form. */
export function reportPage(setting: Setting, { kind, place, ticket, entered, wrong }: ReportForm): string {
  const { w, city } = setting
  const line = (name: string, label: string, value: string, more: Html = html``) =>
    html`<label for="${name}">${label}</label><input id="${name}" name="${name}" value="${value}" ${more}>`
  const where = place
    ? html`<input type="hidden" name="lng" value="${place[0]}"><input type="hidden" name="lat" value="${place[1]}"><p><img class="picture" width="${side}" height="${side}" alt="${w('participation.mapPinned')}" src="${pathOf(city.code, '/map.svg', { lng: place[0], lat: place[1], z: spans.length - 2, pin: 1, lang: setting.language })}"><br><a href="${pathOf(city.code, '/place', { kind: kind.code, lng: place[0], lat: place[1], z: spans.length - 3, pin: 1 })}">${w('participation.otherPlace')}</a></p>`
    : ''
  const body = html`${wrongs(w, wrong)}<form method="post" action="${pathOf(city.code, '/report')}" enctype="multipart/form-data">
<input type="hidden" name="kind" value="${kind.code}"><input type="hidden" name="ticket" value="${ticket}">
<p class="lead">${read(kind.title, setting.language)}</p>${where}
<label for="text">${w('participation.text')}</label><p class="help" id="text-help">${w('participation.textHelp')}</p><textarea id="text" name="text" rows="5" maxlength="4000" required aria-describedby="text-help">${entered.text}</textarea>
${line('address', w(place ? 'participation.address' : 'participation.addressMust'), entered.address, html`maxlength="300" ${place ? '' : html`required`}`)}
${kind.attributes.map((it) => question(setting, it, entered.answers[it.code] ?? []))}
<label for="photos">${w('participation.photos')}</label><p class="help" id="photos-help">${w('participation.photosHelp')}</p><input id="photos" name="photos" type="file" accept="image/jpeg,image/png,image/webp" multiple aria-describedby="photos-help">
<fieldset><legend>${w('participation.contact')}</legend><p class="help">${w('participation.contactHelp')}</p>${line('name', w('participation.name'), entered.name, html`maxlength="60" autocomplete="name"`)}${line('phone', w('participation.phone'), entered.phone, html`type="tel" maxlength="24" autocomplete="tel"`)}</fieldset>
<div class="trap" aria-hidden="true"><label for="website">Website</label><input id="website" name="website" tabindex="-1" autocomplete="off"></div>
<p><button type="submit">${w('participation.send')}</button></p></form>`
  return page(setting, w('participation.words'), body)
}

function question(setting: Setting, it: PublicKind['attributes'][number], given: readonly string[]): Html {
  const name = `attribute[${it.code}]`
  const label = read(it.title, setting.language)
  const must = it.required ? html`required` : ''
  if (it.datatype === 'singlevaluelist') {
    const choice = ({ key, title }: { key: string; title: { zh: string; en: string } }) =>
      html`<option value="${key}" ${given.includes(key) && html`selected`}>${read(title, setting.language)}</option>`
    return html`<label for="${it.code}">${label}</label><select id="${it.code}" name="${name}" ${must}><option value="">${setting.w('participation.choose')}</option>${it.values.map(choice)}</select>`
  }
  if (it.datatype === 'multivaluelist') {
    const choice = ({ key, title }: { key: string; title: { zh: string; en: string } }) =>
      html`<label class="check"><input type="checkbox" name="${name}[]" value="${key}" ${given.includes(key) && html`checked`}> ${read(title, setting.language)}</label>`
    return html`<fieldset><legend>${label}</legend>${it.values.map(choice)}</fieldset>`
  }
  const says = html`<label for="${it.code}">${label}</label>`
  if (it.datatype === 'text')
    return html`${says}<textarea id="${it.code}" name="${name}" rows="3" maxlength="2000" ${must}>${given[0] ?? ''}</textarea>`
  const kindOf = { number: html`inputmode="decimal"`, datetime: html`type="datetime-local"`, string: '' }[it.datatype]
  return html`${says}<input id="${it.code}" name="${name}" value="${given[0] ?? ''}" ${kindOf} ${must}>`
}

const way: readonly PublicStage[] = ['received', 'working', 'checking', 'done']

/** What the page of a report shows besides its case. */
export interface StatusOf extends PublicFace {
  readonly kind: PublicKind | undefined
  /** The number of the case that it goes on in, when it was merged. */
  readonly into: string | null
  /** Just sent, and nothing has become of it yet. */
  readonly isNew: boolean
  /** The whole address of the page, to be copied. */
  readonly link: string
  /** How many photos came with the report, shown or not. */
  readonly sent: number
  /** How many photos there are of handling it, shown or not. */
  readonly handled: number
  /** How often it was sent back because it was not done. */
  readonly reworked: number
}

/** What became of a report. */
export function statusPage(setting: Setting, { face, answers, kind, into, isNew, link, sent, handled, reworked }: StatusOf): string {
  const { w, city, language } = setting
  const reached = way.indexOf(face.stage)
  const photos = (ids: readonly EvidenceId[], label: string) =>
    ids.map(
      (id) =>
        html`<figure><img loading="lazy" alt="${label}" src="${pathOf(city.code, `/photos/${id}.jpg`)}"><figcaption>${label}</figcaption></figure>`,
    )
  const body = html`${isNew && html`<div class="good" role="status"><p><strong>${w('participation.sent', { no: face.no })}</strong></p>${sent > 0 && html`<p>${w('participation.photosCame', { count: sent })}</p>`}</div>`}
${into !== null && html`<p class="good">${w('participation.mergedInto', { no: into })}</p>`}
<dl><dt>${w('participation.no')}</dt><dd>${face.no}</dd>${kind && html`<dt>${w('participation.kind')}</dt><dd>${read(kind.title, language)}</dd>`}<dt>${w('participation.reportedAt')}</dt><dd>${cityTime(face.reportedAt)}</dd>${face.unit && html`<dt>${w('participation.unit')}</dt><dd>${read(face.unit, language)}</dd>`}${face.dueAt !== null && face.stage !== 'done' && html`<dt>${w('participation.due')}</dt><dd>${cityTime(face.dueAt)}</dd>`}${face.closedAt !== null && html`<dt>${w('participation.closedAt')}</dt><dd>${cityTime(face.closedAt)}</dd>`}${sent > 0 && html`<dt>${w('participation.pictures')}</dt><dd>${w('participation.photosSent', { count: sent })}</dd>`}${handled > face.after.length && html`<dt>${w('participation.after')}</dt><dd>${w('participation.photosSent', { count: handled })}</dd>`}</dl>
<h2>${w('participation.progress')}</h2>
${reached < 0 ? html`<p class="stage"><strong>${w(`participation.stage.${face.stage}`)}</strong></p>` : html`<ol class="way">${way.map((stage, index) => html`<li class="${index < reached ? 'past' : index === reached ? 'now' : 'later'}" ${index === reached && html`aria-current="step"`}>${w(`participation.stage.${stage}`)}</li>`)}</ol>`}
${reworked > 0 && html`<p>${w('participation.sentBack', { count: reworked })}</p>`}${(face.stage === 'done' || face.stage === 'refused') && html`<p><a class="button" href="${pathOf(city.code, '/complaint', { case: into ?? face.no })}">${w('participation.unsolved')}</a></p>`}
${answers.length > 0 && html`<h2>${w('participation.answers')}</h2>${answers.map(({ text, at }) => html`<blockquote><p>${text}</p><footer>${cityTime(at)}</footer></blockquote>`)}`}
<h2>${w('participation.whatWasSaid')}</h2><p class="said">${face.text}</p>${face.address !== '' && html`<p>${face.address}</p>`}
${face.before.length + face.after.length > 0 && html`<h2>${w('participation.pictures')}</h2><div class="pictures">${photos(face.before, w('participation.before'))}${photos(face.after, w('participation.after'))}</div>`}
<h2><label class="heading" for="link">${w('participation.link')}</label></h2><p class="help" id="link-help">${w('participation.keepLink')}</p><input id="link" readonly value="${link}" aria-describedby="link-help">`
  return page(setting, w('participation.status'), body)
}

/** A city's time (UTC+8): 2026-11-22 08:05. */
const cityTime = (at: string): string => new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')

/** Something that is not there, or cannot be done now. */
export const plainPage = (setting: Setting, title: string, text: string): string => page(setting, title, html`<p>${text}</p>`)

/** An address that leads nowhere, or a refusal without a page of its own: what is the matter, and the way home. */
export function refusalPage(setting: Omit<Setting, 'city'>, text: string): string {
  const { w } = setting
  const body = html`<p class="lead">${w('participation.nothingHelp')}</p><p><a class="button" href="/public/">${w('participation.toStart')}</a></p>`
  return page({ ...setting, city: undefined }, text, body)
}

/** A complaint or suggestion about the system, without an account. */
export function complaintPage(
  setting: Setting,
  it: { ticket: string; kinds: readonly string[]; kind: string | undefined; text: string; wrong: readonly string[] },
): string {
  const { w, city } = setting
  const body = html`<p class="lead">${w('participation.complaintIs')}</p>${wrongs(w, it.wrong)}<form method="post" action="${pathOf(city.code, '/complaint')}" enctype="multipart/form-data"><input type="hidden" name="ticket" value="${it.ticket}">
<label for="kind">${w('participation.complaintKind')}</label><select id="kind" name="kind">${it.kinds.map((kind) => html`<option value="${kind}" ${kind === it.kind && html`selected`}>${w(`complaints.kind.${kind}`)}</option>`)}</select>
<label for="text">${w('participation.complaintText')}</label><textarea id="text" name="text" rows="6" maxlength="4000" required>${it.text}</textarea>
<div class="trap" aria-hidden="true"><label for="website">Website</label><input id="website" name="website" tabindex="-1" autocomplete="off"></div>
<p><button type="submit">${w('participation.send')}</button></p></form>`
  return page(setting, w('participation.complain'), body)
}
