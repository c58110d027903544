/**
 * What became of a complaint or suggestion, for who sent it without an account: one page by its number, written by the server,
 * so that any phone shows it without scripts. Who has the number is who sent it; nothing else is asked, and nothing is kept.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { languageOf } from '../api/parse.serve.ts'
import type { Db } from '../base/sql.ts'
import { type Language, languages, read } from '../base/text.ts'
import { dayOf } from '../base/time.ts'
import { findCity, listCities } from '../city/session.sql.ts'
import { type ComplaintRow, findComplaint } from '../privacy/complaints.sql.ts'
import { say } from './say.ts'

/** Where the page stands; the number is in the query, which no log holds. */
const answerPath = '/answer'

const style = `:root{color-scheme:light dark;--ink:#1a1f2b;--face:#fff;--edge:#6b7280;--deep:#0b4a9e}
@media(prefers-color-scheme:dark){:root{--ink:#e8ebf0;--face:#14181f;--edge:#9aa4b2;--deep:#8ab6ff}}
body{margin:0;background:var(--face);color:var(--ink);font:1.125rem/1.7 system-ui,sans-serif}
main{max-width:40rem;margin:0 auto;padding:1rem}
h1{font-size:1.5rem;line-height:1.3}
label{display:block;margin-top:1rem;font-weight:600}
input,select,button{box-sizing:border-box;width:100%;min-height:3rem;padding:.5rem .75rem;border:1px solid var(--edge);border-radius:.375rem;background:var(--face);color:inherit;font:inherit}
button{margin-top:1rem;border-color:var(--deep);background:var(--deep);color:var(--face);font-weight:600}
a{color:var(--deep)}
dt{font-weight:600}dd{margin:0 0 1rem;white-space:pre-wrap;overflow-wrap:anywhere}
nav{display:flex;gap:1rem;margin-top:2rem}
`

/** Puts the page on the app. */
export function serveAnswerPage(app: FastifyInstance, db: Db): void {
  app.get('/answer.css', (_request, reply) => reply.type('text/css; charset=utf-8').header('cache-control', 'max-age=3600').send(style))
  app.get(answerPath, (request, reply) => answer(db, request, reply))
}

const number = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i

async function answer(db: Db, request: FastifyRequest, reply: FastifyReply) {
  const asked = request.query as { no?: unknown; city?: unknown }
  const text = typeof asked.no === 'string' ? asked.no : ''
  // A whole link may be pasted: the number is found in it.
  const no = number.exec(text)?.[0]?.toLowerCase()
  const code = typeof asked.city === 'string' ? asked.city.slice(0, 64) : ''
  const city = no === undefined ? undefined : await findCity(db, code)
  const found = city && (await findComplaint(db.of(city.cityId), city.cityId, no!))
  const looked = text.trim() === '' ? 'no' : found ? 'found' : 'missing'
  const page = { language: languageOf(request), cities: await listCities(db), code, text: text.slice(0, 300), found, looked } as const
  return reply
    .code(looked === 'missing' ? 404 : 200)
    .type('text/html; charset=utf-8')
    .headers({ 'cache-control': 'private, no-store', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' })
    .send(pageOf(page))
}

interface AnswerPage {
  readonly language: Language
  readonly cities: readonly { readonly code: string; readonly nameZh: string; readonly nameEn: string }[]
  readonly code: string
  readonly text: string
  readonly found: ComplaintRow | undefined
  readonly looked: 'no' | 'found' | 'missing'
}

const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const safe = (text: string): string => text.replace(/[&<>"']/g, (sign) => signs[sign]!)

function pageOf({ language, cities, code, text, found, looked }: AnswerPage): string {
  const t = (key: string, values?: Record<string, unknown>) => safe(say(language, key, values))
  const other = languages.find((one) => one !== language)!
  const query = (lang: string) =>
    safe(new URLSearchParams({ ...(code ? { city: code } : {}), ...(text ? { no: text } : {}), lang }).toString())
  const title = t('complaints.answerPage')
  const city =
    cities.length === 1
      ? `<input type="hidden" name="city" value="${safe(cities[0]!.code)}">`
      : `<label for="city">${t('signIn.city')}</label><select id="city" name="city">${cities
          .map(
            (it) =>
              `<option value="${safe(it.code)}"${it.code === code ? ' selected' : ''}>${safe(read({ zh: it.nameZh, en: it.nameEn }, language))}</option>`,
          )
          .join('')}</select>`
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><link rel="stylesheet" href="/answer.css"></head>
<body><main><h1>${title}</h1>
${looked === 'found' ? shown(found!, t) : ''}${looked === 'missing' ? `<p role="alert"><strong>${t('complaints.answerMissing')}</strong></p>` : ''}
<form method="get" action="${answerPath}">
<input type="hidden" name="lang" value="${language}">
${city}<label for="no">${t('complaints.number')}</label>
<input id="no" name="no" required maxlength="300" autocomplete="off" spellcheck="false" value="${looked === 'missing' ? safe(text) : ''}" aria-describedby="help">
<p id="help">${t('complaints.answerHelp')}</p>
<button type="submit">${t('complaints.lookUp')}</button></form>
<nav aria-label="${t('ui.product')}"><a href="/sign-in">${t('ui.product')}</a> <a href="${answerPath}?${query(other)}" lang="${other}">${safe(say(language, 'shell.otherLanguage'))}</a></nav>
</main></body></html>
`
}

function shown({ at, answer, answeredAt }: ComplaintRow, t: (key: string, values?: Record<string, unknown>) => string): string {
  const line = (term: string, text: string) => `<dt>${term}</dt><dd>${text}</dd>`
  return `<dl>${line(t('complaints.at'), safe(dayOf(at)))}${line(
    t('complaints.answer'),
    answer === null ? t('complaints.notYet') : safe(answer),
  )}${answeredAt === null ? '' : line(t('complaints.answeredOn'), safe(dayOf(answeredAt)))}</dl>`
}
