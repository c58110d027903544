/**
 * What a phone shows first: the list as it stood when it was last seen, drawn from a small record before anything else is loaded. A few
 * tenths of a second later the app takes its place, with what the device's disk says. Its rows are links: a thumb need not wait.
 * This file stands alone and imports nothing: it is drawn before there is anything to import.
 */
import type { FirstList } from './firstList.ts'

type Child = Element | string
const element = <Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] => {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.append(...children)
  return made
}

const svg = 'http://www.w3.org/2000/svg'
const drawn = {
  class: 'icon icon-first',
  viewBox: '0 0 20 20',
  'aria-hidden': 'true',
  fill: 'none',
  stroke: 'currentColor',
  'stroke-width': '1.5',
  'stroke-linecap': 'round',
  'stroke-linejoin': 'round',
}

function icon(d: string): Element {
  const [whole, path] = [document.createElementNS(svg, 'svg'), document.createElementNS(svg, 'path')]
  for (const [key, value] of Object.entries(drawn)) whole.setAttribute(key, value)
  path.setAttribute('d', d)
  whole.append(path)
  return whole
}

const row = ({ path, name, about, state, tag }: FirstList['rows'][number]) =>
  element(
    'a',
    { class: 'field-row', href: path },
    element(
      'span',
      { class: 'grow' },
      element('span', { class: 'field-row-name' }, name),
      element('span', { class: 'field-row-about' }, about),
    ),
    element('span', { class: `field-tag field-tag-${state}` }, tag),
  )

const tools = ({ sums, done, all, search, onlyLeft, icons }: FirstList) =>
  element(
    'div',
    { class: 'field-tools' },
    element(
      'div',
      { class: 'field-done' },
      element('span', {}, element('strong', {}, sums.text), `/${sums.of}`),
      element('progress', { max: String(Math.max(1, all)), value: String(done), 'aria-label': sums.label }),
    ),
    element(
      'label',
      { class: 'field-search' },
      icon(icons.search),
      element('input', { type: 'search', readonly: '', placeholder: search, 'aria-label': search }),
    ),
    element('span', { class: 'field-chip' }, onlyLeft),
  )

function draw(first: FirstList): Element {
  const head = element(
    'header',
    { class: 'field-head' },
    element('p', { class: 'field-title' }, first.title),
    element('span', { class: `field-state field-state-${first.state.tone}` }, first.state.text),
  )
  const note = element('p', { class: 'field-note field-note-wait' }, icon(first.icons.note), first.note)
  const list = element('ul', { class: 'field-list field-list-first' }, ...first.rows.map((one) => element('li', {}, row(one))))
  const foot = element(
    'nav',
    { class: 'field-foot' },
    ...first.ways.map(({ path, icon: d, word }, index) =>
      element('a', { href: path, ...(index === 0 ? { 'aria-current': 'page' } : {}) }, icon(d), word),
    ),
  )
  const main = element('main', { class: 'field-main' }, tools(first), list)
  return element('div', { class: 'field-app', 'data-first': '' }, head, ...(first.note === '' ? [] : [note]), main, foot)
}

/** The record of this device, when there is one and it is whole. */
function findFirst(): FirstList | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem('mc_field_first') ?? 'null') as FirstList | null
    return kept?.version === 1 ? kept : undefined
  } catch {
    return undefined
  }
}

const first = location.pathname === '/field' ? findFirst() : undefined
if (first) {
  const root = document.documentElement
  root.lang = first.language
  root.dataset['theme'] = first.theme
  root.dataset['size'] = first.size
  document.getElementById('field')!.append(draw(first))
}
