/**
 * What a new OpenAPI document takes away from those who rely on the old one: a call that is gone, an input that is no longer
 * accepted, an answer that no longer holds what it held. Additions are silent.
 */
type Json = Readonly<Record<string, unknown>>

const object = (value: unknown): Json => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {})
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : [])
const methods = ['get', 'post', 'put', 'delete', 'patch']

/** One line for each thing taken away; empty when the new document serves everyone whom the old one served. */
export function narrowings(before: unknown, after: unknown): string[] {
  const found: string[] = []
  const walk: Walk = { before: object(before), after: object(after), tell: (line) => void found.push(line), seen: new Set() }
  const [olds, news] = [object(walk.before['paths']), object(walk.after['paths'])]
  for (const [path, old] of Object.entries(olds)) {
    for (const method of methods) {
      const was = object(old)[method]
      if (was === undefined) continue
      const now = object(news[path])[method]
      const name = `${method.toUpperCase()} ${path}`
      if (now === undefined) found.push(`${name}: the call is gone`)
      else compareCalls(walk, name, object(was), object(now))
    }
  }
  return found
}

interface Walk {
  readonly before: Json
  readonly after: Json
  readonly tell: (line: string) => void
  /** Pairs of references already walked: shapes may hold themselves. */
  readonly seen: Set<string>
}

function compareCalls(walk: Walk, name: string, was: Json, now: Json): void {
  const key = (parameter: unknown) => `${String(object(parameter)['in'])} ${String(object(parameter)['name'])}`
  const news = new Map(list(now['parameters']).map((parameter) => [key(parameter), object(parameter)]))
  const olds = new Map(list(was['parameters']).map((parameter) => [key(parameter), object(parameter)]))
  for (const [id, old] of olds) {
    const next = news.get(id)
    if (!next) walk.tell(`${name}: parameter ${id} is gone`)
    else compareShapes(walk, `${name}: parameter ${id}`, old['schema'], next['schema'], 'in')
  }
  for (const [id, next] of news)
    if (next['required'] === true && olds.get(id)?.['required'] !== true) walk.tell(`${name}: parameter ${id} must now be given`)
  compareBodies(walk, `${name}: body`, was['requestBody'], now['requestBody'], 'in')
  compareBodies(walk, `${name}: answer`, object(was['responses'])['200'], object(now['responses'])['200'], 'out')
}

function compareBodies(walk: Walk, name: string, was: unknown, now: unknown, way: Way): void {
  if (was === undefined && now !== undefined && way === 'in' && object(now)['required'] === true) walk.tell(`${name} must now be given`)
  if (was === undefined) return
  const [olds, news] = [object(object(was)['content']), object(object(now)['content'])]
  for (const [type, old] of Object.entries(olds)) {
    if (news[type] === undefined) walk.tell(`${name}: ${type} is gone`)
    else compareShapes(walk, name, object(old)['schema'], object(news[type])['schema'], way)
  }
}

/** `in`: what the server accepts may only grow. `out`: what it answers may only gain fields. */
type Way = 'in' | 'out'

function compareShapes(walk: Walk, name: string, was: unknown, now: unknown, way: Way): void {
  const refs = `${name.split(':')[0]} ${way} ${String(object(was)['$ref'])} ${String(object(now)['$ref'])}`
  if (object(was)['$ref'] !== undefined) {
    if (walk.seen.has(refs)) return
    walk.seen.add(refs)
  }
  const [old, next] = [resolved(walk.before, was), resolved(walk.after, now)]
  if (compareChoices(walk, name, old, next, way)) return
  compareTypes(walk, name, old, next, way)
  compareFields(walk, name, old, next, way)
  if (old['items'] !== undefined) compareShapes(walk, `${name}[]`, old['items'], next['items'], way)
  if (way === 'in') compareLimits(walk, name, old, next)
}

function resolved(document: Json, shape: unknown): Json {
  const ref = object(shape)['$ref']
  if (typeof ref !== 'string') return object(shape)
  return object(
    ref
      .split('/')
      .slice(1)
      .reduce<unknown>((at, part) => object(at)[part.replace(/~1/g, '/').replace(/~0/g, '~')], document),
  )
}

/** Members that are told apart by a constant are compared each with its like; others as a whole. "This or nothing" has one member only. */
function compareChoices(walk: Walk, name: string, old: Json, next: Json, way: Way): boolean {
  const [was, is] = [orNothing(old), orNothing(next)]
  if (was !== undefined && is !== undefined) {
    compareShapes(walk, name, was, is, way)
    return true
  }
  const [olds, news] = [membersOf(old), membersOf(next)]
  if (olds.size === 0 && news.size === 0) return false
  if (way === 'in' && ![...olds.keys()].every((key) => news.has(key))) walk.tell(`${name}: accepts fewer choices`)
  if (way === 'out' && ![...news.keys()].every((key) => olds.has(key))) walk.tell(`${name}: answers with other choices`)
  for (const [key, member] of olds) if (news.has(key)) compareShapes(walk, name, member, news.get(key), way)
  return true
}

/** The members of a choice by what tells them apart: a constant field where each has its own, else their whole text. */
function membersOf(shape: Json): Map<string, unknown> {
  const members = list(shape['anyOf'] ?? shape['oneOf'])
  const constants = members.map((member) =>
    Object.entries(object(object(member)['properties']))
      .flatMap(([field, value]) => (object(value)['const'] === undefined ? [] : [`${field}=${String(object(value)['const'])}`]))
      .join(' '),
  )
  const isTold = !constants.includes('') && new Set(constants).size === members.length
  return new Map(members.map((member, index) => [isTold ? constants[index]! : JSON.stringify(member), member]))
}

/** The one member beside null. */
function orNothing(shape: Json): unknown {
  const members = list(shape['anyOf'])
  const rest = members.filter((member) => object(member)['type'] !== 'null')
  return members.length === 2 && rest.length === 1 ? rest[0] : undefined
}

function compareTypes(walk: Walk, name: string, old: Json, next: Json, way: Way): void {
  const types = (shape: Json) => (shape['type'] === undefined ? undefined : [shape['type']].flat().map(String))
  const [olds, news] = [types(old), types(next)]
  const widened = (wide: string[], narrow: string[]) =>
    narrow.every((type) => wide.includes(type) || (type === 'integer' && wide.includes('number')))
  if (way === 'in' && news && !(olds && widened(news, olds))) walk.tell(`${name}: accepts another type`)
  if (way === 'out' && olds && !(news && widened(olds, news))) walk.tell(`${name}: answers with another type`)
  const values = (shape: Json) => (shape['const'] === undefined ? list(shape['enum']) : [shape['const']])
  const [oldValues, newValues] = [values(old), values(next)]
  if (way === 'in' && newValues.length > 0)
    for (const value of oldValues.length > 0 ? oldValues : ['anything'])
      if (!newValues.includes(value)) walk.tell(`${name}: no longer accepts ${String(value)}`)
}

function compareFields(walk: Walk, name: string, old: Json, next: Json, way: Way): void {
  const [olds, news] = [object(old['properties']), object(next['properties'])]
  const [oldNeeds, newNeeds] = [list(old['required']), list(next['required'])]
  for (const [field, shape] of Object.entries(olds)) {
    if (news[field] === undefined) walk.tell(`${name}.${field} is gone`)
    else compareShapes(walk, `${name}.${field}`, shape, news[field], way)
    if (way === 'out' && oldNeeds.includes(field) && !newNeeds.includes(field)) walk.tell(`${name}.${field} may now be absent`)
  }
  if (way === 'in') for (const field of newNeeds) if (!oldNeeds.includes(field)) walk.tell(`${name}.${String(field)} must now be given`)
}

/** Limits where a larger number means stricter, and where a smaller one does. */
const floors = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems']
const ceilings = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems']

function compareLimits(walk: Walk, name: string, old: Json, next: Json): void {
  const number = (shape: Json, key: string, none: number) => (typeof shape[key] === 'number' ? shape[key] : none)
  for (const key of floors) if (number(next, key, -Infinity) > number(old, key, -Infinity)) walk.tell(`${name}: ${key} is stricter`)
  for (const key of ceilings) if (number(next, key, Infinity) < number(old, key, Infinity)) walk.tell(`${name}: ${key} is stricter`)
  if (next['pattern'] !== undefined && next['pattern'] !== old['pattern']) walk.tell(`${name}: pattern has changed`)
}
