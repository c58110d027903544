/** What all public pages are made of: head, language, foot. None needs a script, an account or anything from any other host. */
import { type Language, read, type Text } from '../base/text.ts'
import { html, type Html } from './html.ts'

/** Says a key in the reader's language. */
export type W = (key: string, values?: Record<string, unknown>) => string

/** Where a page stands. */
export interface Setting {
  readonly language: Language
  readonly w: W
  readonly city: { readonly code: string; readonly name: Text }
  /** Path and query of this page, for the switch of language. */
  readonly here: string
}

/** The address of a page of the city. */
export const pathOf = (code: string, rest = '', query: Readonly<Record<string, string | number | undefined>> = {}): string => {
  const list = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [`${name}=${encodeURIComponent(value)}`],
  )
  return `/public/${encodeURIComponent(code)}${rest}${list.length === 0 ? '' : `?${list.join('&')}`}`
}

/** The same page in the other language. */
function otherLanguage({ here, language }: Pick<Setting, 'here' | 'language'>): string {
  const [path = '', query = ''] = here.split('?')
  const rest = query.split('&').filter((part) => part !== '' && !part.startsWith('lang='))
  return `${path}?${[...rest, `lang=${language === 'en' ? 'zh-CN' : 'en'}`].join('&')}`
}

/** A whole page; one that belongs to no city yet leads home to all of them, and takes no complaint. */
export function page(
  setting: Omit<Setting, 'city'> & { readonly city: Setting['city'] | undefined },
  title: string,
  body: Html,
  script?: 'place.js',
): string {
  const { language, w, city } = setting
  const name = city ? `${read(city.name, language)} · ${w('participation.title')}` : w('participation.title')
  const home = city ? pathOf(city.code) : '/public/'
  const other = language === 'en' ? 'zh-CN' : 'en'
  return `<!doctype html>${
    html`<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<meta name="robots" content="noindex">
<title>${title} · ${city ? read(city.name, language) : name}</title>
<link rel="icon" type="image/svg+xml" href="/public/mark.svg">
<link rel="stylesheet" href="/public/style.css">${script && html`<script src="/public/${script}" defer></script>`}
</head>
<body>
<a class="skip" href="#main">${w('participation.skip')}</a>
<header><a class="home" href="${home}">${name}</a><a class="language" lang="${other}" hreflang="${other}" href="${otherLanguage(setting)}">${w('participation.otherLanguage')}</a></header>
<main id="main"><h1>${title}</h1>${body}</main>
<footer><p>${w('participation.urgent')}</p><p>${w('participation.privacy')}</p>${city && html`<p><a href="${pathOf(city.code, '/complaint')}">${w('participation.complain')}</a></p>`}</footer>
</body>
</html>`.markup
  }`
}

/** What is wrong with what was entered, above the form. */
export const wrongs = (w: W, list: readonly string[]): Html =>
  list.length === 0
    ? html``
    : html`<div class="wrong" role="alert"><p>${w('participation.wrong')}</p><ul>${list.map((it) => html`<li>${it}</li>`)}</ul></div>`
