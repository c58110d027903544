/**
 * The form in the language of the engine (ODK XForms). Structure only: which question is where, of what type, in which words.
 * Beside the text stand all expressions with the cell they came from, so that what the engine refuses is told by row and column.
 */
import { type Form, type FormField, type FormPart, type FormQuestion, type FormWord, partsOf, type Said } from './form.ts'
import { parametersOf, type QuestionKind, questionKinds, rangeBind } from './questions.ts'
import { namesIn, pathOf, resolved, type Spots, spotsOf } from './references.ts'

/** An expression as the engine gets it, and the cell it was written in. */
export interface Placed {
  readonly xpath: string
  readonly row: number
  readonly column: FormField | FormWord | 'instance_name'
}

/** The document and its expressions. */
export interface XForm {
  readonly xml: string
  readonly expressions: readonly Placed[]
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const esc = (text: string): string => text.replace(/[&<>"]/g, (mark) => escapes[mark]!)
const attributes = (values: Readonly<Record<string, string | undefined>>): string =>
  Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${esc(value!)}"`)
    .join('')

interface Writing {
  readonly form: Form
  readonly spots: Spots
  readonly expressions: Placed[]
  /** Texts by id and language. */
  readonly texts: Map<string, Said>
}

/** A part with where it stands. */
interface At {
  readonly part: FormPart
  readonly path: string
  readonly steps: readonly string[]
}

/** Writes a form that has no faults of its own. */
export function xformOf(form: Form): XForm {
  const writing: Writing = { form, spots: spotsOf(form), expressions: [], texts: new Map() }
  const all = partsOf(form.parts).map(({ part, path }) => ({
    part,
    path: pathOf(part.name, path),
    steps: [...path.map(({ name }) => name), part.name],
  }))
  const binds = all.map((at) => bindOf(writing, at)).join('')
  const values = all.map((at) => setValueOf(writing, at)).join('')
  const body = form.parts.map((part) => bodyOf(writing, { part, path: `/data/${part.name}`, steps: [part.name] })).join('')
  const lists = form.lists.map((list) => listOf(writing, list)).join('')
  const meta = metaOf(writing)
  const root = attributes({ id: form.formId, version: form.version })
  const xml = `<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms" xmlns:orx="http://openrosa.org/xforms" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><h:head><h:title>${esc(form.title)}</h:title><model odk:xforms-version="1.0.0">${itextOf(writing)}<instance><data${root}>${form.parts.map((part) => nodeOf(part)).join('')}${meta.nodes}</data></instance>${lists}${binds}${meta.binds}${values}</model></h:head><h:body>${body}</h:body></h:html>
`
  return { xml, expressions: writing.expressions }
}

/** Every form names its answers; some give them a title. */
function metaOf({ form, spots, expressions }: Writing) {
  const uid = '<bind nodeset="/data/meta/instanceID" type="string" readonly="true()" jr:preload="uid"/>'
  if (form.instanceName === undefined) return { nodes: '<meta><instanceID/></meta>', binds: uid }
  const xpath = resolved(form.instanceName, { steps: ['meta', 'instanceName'] }, spots)
  expressions.push({ xpath, row: 2, column: 'instance_name' })
  const name = `<bind${attributes({ nodeset: '/data/meta/instanceName', type: 'string', calculate: xpath })}/>`
  return { nodes: '<meta><instanceID/><instanceName/></meta>', binds: uid + name }
}

/** The empty answer of a part; a repeat begins as a template, with its first turn. */
function nodeOf(part: FormPart): string {
  if (part.is === 'question')
    return fixedDefault(part) === undefined ? `<${part.name}/>` : `<${part.name}>${esc(fixedDefault(part)!)}</${part.name}>`
  const count = part.is === 'repeat' && countName(part) !== undefined ? `<${countName(part)}/>` : ''
  const inner = part.parts.map(nodeOf).join('')
  return `${count}<${part.name}${part.is === 'repeat' ? ' jr:template=""' : ''}>${inner}</${part.name}>`
}

/** A count that is more than one name is worked out in a node of its own. */
function countName(part: FormPart): string | undefined {
  const count = part.cells.repeat_count
  return count === undefined || /^\$\{[^}]+\}$/.test(count.trim()) ? undefined : `${part.name}_count`
}

const isExpression = (text: string): boolean => namesIn(text).length > 0 || /[a-z-]\s*\(/i.test(text)

/** A default that stands as it is; one that is worked out is set when the form is begun. */
const fixedDefault = ({ cells }: FormQuestion): string | undefined =>
  cells.default === undefined || isExpression(cells.default) ? undefined : cells.default

/** An expression of a part with its names resolved, and noted. */
function expression({ spots, expressions }: Writing, { part, steps }: At, column: FormField, inFilter = false): string | undefined {
  const text = part.cells[column]
  if (text === undefined) return undefined
  const xpath = resolved(text, { steps, inFilter }, spots)
  expressions.push({ xpath, row: part.row, column })
  return xpath
}

const yes = new Set(['yes', 'true', 'true()'])
const no = new Set(['no', 'false', 'false()'])

/** Yes and no as the sheet says them, or the condition. */
function condition(writing: Writing, at: At, column: 'required' | 'readonly'): string | undefined {
  const text = at.part.cells[column]?.trim().toLowerCase()
  if (text === undefined || no.has(text)) return undefined
  return yes.has(text) ? 'true()' : expression(writing, at, column)
}

function bindOf(writing: Writing, at: At): string {
  const { part, path } = at
  if (part.is !== 'question') return groupBind(writing, at)
  const kind = questionKinds[part.type]!
  const isNote = part.type === 'note' && part.cells.calculation === undefined
  const [preload, preloadParams] = kind.preload ?? []
  return `<bind${attributes({
    nodeset: path,
    type: typeOf(part, kind),
    relevant: expression(writing, at, 'relevant'),
    required: condition(writing, at, 'required'),
    'jr:requiredMsg': textRef(writing, at, 'required_message'),
    readonly: isNote ? 'true()' : condition(writing, at, 'readonly'),
    constraint: expression(writing, at, 'constraint'),
    'jr:constraintMsg': textRef(writing, at, 'constraint_message'),
    calculate: expression(writing, at, 'calculation'),
    'jr:preload': preload,
    'jr:preloadParams': preloadParams,
    'orx:max-pixels': kind.media === undefined ? undefined : parametersOf(part.cells.parameters)['max-pixels'],
  })}/>`
}

const typeOf = (part: FormQuestion, kind: QuestionKind): string => (part.type === 'range' ? rangeBind(part.cells.parameters) : kind.bind)

function groupBind(writing: Writing, at: At): string {
  const relevant = expression(writing, at, 'relevant')
  const own = relevant === undefined ? '' : `<bind${attributes({ nodeset: at.path, relevant })}/>`
  const name = countName(at.part)
  if (name === undefined) return own
  const nodeset = at.path.replace(/[^/]+$/, name)
  return `${own}<bind${attributes({ nodeset, type: 'int', readonly: 'true()', calculate: expression(writing, at, 'repeat_count') })}/>`
}

function setValueOf(writing: Writing, at: At): string {
  const text = at.part.cells.default
  if (at.part.is !== 'question' || text === undefined || !isExpression(text)) return ''
  const value = expression(writing, at, 'default')
  return `<setvalue${attributes({ event: 'odk-instance-first-load', ref: at.path, value })}/>`
}

/** The message of a bind: in place, or by its id where there are translations. */
function textRef(writing: Writing, { part, path }: At, word: FormWord): string | undefined {
  const said = part.words[word]
  if (said === undefined) return undefined
  if (writing.form.languages.length === 0) return Object.values(said)[0]
  writing.texts.set(`${path}:${word}`, said)
  return `jr:itext('${path}:${word}')`
}

/** A label or hint; names in it become what was answered. */
function words(writing: Writing, at: At, word: 'label' | 'hint'): string {
  const said = at.part.words[word]
  if (said === undefined) return ''
  if (writing.form.languages.length === 0) return `<${word}>${rich(writing, Object.values(said)[0]!, at, word)}</${word}>`
  const id = `${at.path}:${word}`
  writing.texts.set(
    id,
    Object.fromEntries(Object.entries(said).map(([language, text]) => [language, `\u0000${rich(writing, text, at, word)}`])),
  )
  return `<${word} ref="jr:itext('${id}')"/>`
}

function rich({ spots, expressions }: Writing, text: string, { part, steps }: At, column: 'label' | 'hint'): string {
  return text
    .split(/(\$\{[^{}]*\})/)
    .map((piece) => {
      if (!piece.startsWith('${')) return esc(piece)
      const xpath = resolved(piece, { steps }, spots)
      expressions.push({ xpath, row: part.row, column })
      return `<output value="${esc(xpath)}"/>`
    })
    .join('')
}

function bodyOf(writing: Writing, at: At): string {
  const { part } = at
  if (part.is === 'question') return controlOf(writing, { ...at, part })
  const inner = part.parts.map((it) => bodyOf(writing, { part: it, path: `${at.path}/${it.name}`, steps: [...at.steps, it.name] })).join('')
  const look = { ref: at.path, appearance: part.cells.appearance }
  if (part.is === 'group') return `<group${attributes(look)}>${words(writing, at, 'label')}${inner}</group>`
  const name = countName(part)
  const count = name === undefined ? expression(writing, at, 'repeat_count') : at.path.replace(/[^/]+$/, name)
  const repeat = `<repeat${attributes({ nodeset: at.path, 'jr:count': count })}>${inner}</repeat>`
  return `<group${attributes(look)}>${words(writing, at, 'label')}${repeat}</group>`
}

function controlOf(writing: Writing, at: At & { readonly part: FormQuestion }): string {
  const { part, path } = at
  const { control, media } = questionKinds[part.type]!
  if (control === undefined) return ''
  const range = control === 'range' ? parametersOf(part.cells.parameters) : {}
  const look = attributes({
    ref: path,
    mediatype: media,
    appearance: part.cells.appearance,
    start: range['start'],
    end: range['end'],
    step: range['step'],
  })
  return `<${control}${look}>${words(writing, at, 'label')}${words(writing, at, 'hint')}${choicesOf(writing, at)}</${control}>`
}

function choicesOf(writing: Writing, at: At & { readonly part: FormQuestion }): string {
  if (at.part.list === undefined) return ''
  const filter = expression(writing, at, 'choice_filter', true)
  const seeded = parametersOf(at.part.cells.parameters)['randomize'] === 'true'
  const items = `instance('${at.part.list}')/root/item${filter === undefined ? '' : `[${filter}]`}`
  const label = writing.form.languages.length === 0 ? 'label' : 'jr:itext(itextId)'
  const nodeset = esc(seeded ? `randomize(${items})` : items)
  return `<itemset nodeset="${nodeset}"><value ref="name"/><label ref="${label}"/></itemset>`
}

function listOf(writing: Writing, { name, choices }: Form['lists'][number]): string {
  const items = choices.map((choice, index) => {
    const more = Object.entries(choice.more).map(([column, text]) => `<${column}>${esc(text)}</${column}>`)
    const id = `${name}-${index}`
    const isTranslated = writing.form.languages.length > 0
    if (isTranslated) writing.texts.set(id, choice.label)
    const label = isTranslated ? `<itextId>${id}</itextId>` : `<label>${esc(Object.values(choice.label)[0] ?? choice.name)}</label>`
    return `<item>${label}<name>${esc(choice.name)}</name>${more.join('')}</item>`
  })
  return `<instance id="${name}"><root>${items.join('')}</root></instance>`
}

/** What stands for a word that a language lacks, as in the standard. */
const lacking = '-'

function itextOf({ form, texts }: Writing): string {
  if (form.languages.length === 0) return ''
  const translations = form.languages.map((language) => {
    const isDefault = language === (form.defaultLanguage ?? form.languages[0])
    const each = [...texts].map(([id, said]) => {
      const text = said[language] ?? said[''] ?? lacking
      return `<text id="${id}"><value>${text.startsWith('\u0000') ? text.slice(1) : esc(text)}</value></text>`
    })
    return `<translation${attributes({ lang: language === '' ? 'default' : language, default: isDefault ? 'true()' : undefined })}>${each.join('')}</translation>`
  })
  return `<itext>${translations.join('')}</itext>`
}
