/**
 * A draft edition out of the requirements of a task table. What the table does not say is taken from the edition before
 * (same requirement, same method) or made in the plainest form, and said as a hint: a person finishes the draft.
 */
import { hundredths } from '../../base/points.ts'
import type { Text } from '../../base/text.ts'
import { type Tell, told } from '../../sheets/sheet.ts'
import {
  type Branch,
  type Criterion,
  Edition,
  isCriterion,
  type Node,
  type PointType,
  pointsOf,
  type Question,
  type Way,
} from '../edition.ts'
import { type EvidenceNeed, type Method } from '../terms.ts'
import { type Known, bareName, codeFor, likeBefore } from './known.ts'
import { bareUnit, evidenceKind, type NamedMethod, readThreshold } from './read-words.ts'
import { divide, type Heading, type Note, type TaskLine, type TaskLines } from './task-lines.ts'
import words from './words.json' with { type: 'json' }

/** Head of the draft, the edition before it (if any), and where names are looked up. */
export interface BuildBasis {
  readonly standard: string
  readonly edition: string
  readonly title: string
  readonly official: boolean
  readonly before: Edition | undefined
  readonly known: Known
  readonly hint: Note
  readonly tell?: Tell | undefined
}

interface Build extends BuildBasis {
  readonly unitKinds: Map<string, Edition['unitKinds'][number]>
  readonly pointTypes: Map<string, PointType>
  /** The checks on the list of each kind of place. */
  readonly listed: Map<string, Set<string>>
  readonly madePlaces: Map<string, string>
  readonly checks: Map<string, Edition['checks'][number]>
  readonly questions: Map<string, Question>
  readonly statistics: Map<string, Edition['statistics'][number]>
  readonly scales: Set<string>
  readonly populations: Set<string>
}

const text = (zh: string): Text => ({ zh, en: '' })

/** The draft, and the criteria as they stand in it, in the order of the lines. */
export function buildEdition(
  { lines, total }: Pick<TaskLines, 'lines' | 'total'>,
  basis: BuildBasis,
): { edition: Edition; criteria: readonly Criterion[] } {
  const build: Build = {
    ...basis,
    unitKinds: new Map(),
    pointTypes: new Map(),
    listed: new Map(),
    madePlaces: new Map(),
    checks: new Map(),
    questions: new Map(),
    statistics: new Map(),
    scales: new Set(),
    populations: new Set(),
  }
  const before = likeBefore(
    lines.map(({ title }) => title),
    basis.before,
  )
  const tree: Node[] = []
  const criteria = Array.from(told(lines, basis.tell), (line, index) => {
    const { parts, prefix } = branchFor(tree, line.path)
    const criterion = criterionOf(line, line.id ?? `${prefix}S${two(parts.filter(isCriterion).length + 1)}`, before.get(index), build)
    parts.push(criterion)
    return criterion
  })
  const sum = tree.reduce((points, node) => points + pointsOf(node), 0)
  return { edition: finish(tree, hundredths(total ?? sum), build), criteria }
}

const two = (count: number): string => count.toString().padStart(2, '0')

/** The list a requirement belongs in, made on the way down where a heading is new. A heading is known by its words below its parent. */
function branchFor(tree: Node[], path: readonly Heading[]): { parts: Node[]; prefix: string } {
  let parts = tree
  let prefix = ''
  for (const { level, title } of path) {
    const branches = parts.filter((node): node is Branch => !isCriterion(node))
    let branch = branches.find((known) => known.title.zh === title)
    if (!branch) {
      branch = { id: `${prefix}${words.tree[level]}${two(branches.length + 1)}`, title: text(title), provenance: 'own', level, parts: [] }
      parts.push(branch)
    }
    parts = branch.parts
    prefix = `${branch.id}.`
  }
  return { parts, prefix }
}

function criterionOf(line: TaskLine, id: string, before: Criterion | undefined, build: Build): Criterion {
  const same = before && bareName(before.title.zh) === bareName(line.title)
  const unit = (name: string) => unitOf(name, line, build)
  return {
    id,
    title: { zh: line.title, en: same ? before.title.en : '' },
    provenance: 'own',
    ...(line.no > 0 ? { no: line.no } : {}),
    ways: waysOf(line, before, build),
    ...(line.lead === undefined ? {} : { lead: unit(line.lead) }),
    support: [...new Set(line.support.map(unit))].filter((code) => line.lead === undefined || code !== unit(line.lead)),
    bonus: false,
  }
}

function unitOf(name: string, line: TaskLine, build: Build): string {
  const bare = bareUnit(name)
  const known = build.unitKinds.get(bare) ?? build.known.unit(name)
  if (!known) build.hint(line, 'lead', 'newUnit', { unit: name })
  const unit = known ?? { id: codeFor('U', bare), title: text(bare), provenance: 'own' as const }
  build.unitKinds.set(bare, unit)
  return unit.id
}

/** Ways of a requirement, one per method, with their points: as written, else in equal parts. */
function waysOf(line: TaskLine, before: Criterion | undefined, build: Build): Way[] {
  const amounts = new Map<Method, number>()
  for (const { methods, points } of line.asked) {
    const named: readonly NamedMethod[] =
      methods.length > 0 ? methods : (before?.ways.map(({ method }) => ({ method })) ?? [{ method: 'materials' as const }])
    const own = named.every((it) => it.points !== undefined)
    const shares = own ? named.map((it) => it.points!) : divide(points ?? 0, named.length)
    if (!own && named.length > 1 && (points ?? 0) > 0) build.hint(line, 'method', 'methodsShared', { count: named.length })
    named.forEach(({ method }, index) => amounts.set(method, (amounts.get(method) ?? 0) + shares[index]!))
  }
  return [...amounts].map(([method, points]) => {
    const old = before?.ways.find((way) => way.method === method)
    return { ...emptyWay(method, points), ...(old ? wayFrom(old, build) : {}), ...wayIn[method](line, old, build) }
  })
}

const emptyWay = (method: Method, points: number) => ({
  method,
  points: hundredths(points),
  provenance: 'own' as const,
  checks: [] as string[],
  pointTypes: [] as string[],
  questions: [] as string[],
  evidence: [] as EvidenceNeed[],
})

/** What the same way of the edition before looked at, with everything it names. */
function wayFrom(
  old: Way,
  build: Build,
): Pick<Way, 'rule' | 'checks' | 'pointTypes' | 'questions' | 'evidence'> & Partial<Pick<Way, 'statistic' | 'scale'>> {
  old.checks.forEach((check) => keepCheck(check, build))
  for (const id of old.pointTypes) keepPlace(build.known.place(id)!, build)
  for (const id of old.questions) keepQuestion(build.known.questionById(id)!, build)
  const statistic = old.statistic === undefined ? undefined : build.known.statisticById(old.statistic)
  if (statistic) build.statistics.set(statistic.id, statistic)
  if (old.scale !== undefined) build.scales.add(old.scale)
  const { rule, checks, pointTypes, questions, evidence } = old
  return {
    rule,
    checks,
    pointTypes,
    questions,
    evidence,
    ...(statistic ? { statistic: statistic.id } : {}),
    ...(old.scale === undefined ? {} : { scale: old.scale }),
  }
}

type MakeWay = (line: TaskLine, old: Way | undefined, build: Build) => Pick<Way, 'rule'> & Partial<Way>
const graded: MakeWay = (_line, old, build) => {
  const scale = old?.scale ?? (old?.statistic === undefined ? 'gradeABC' : undefined)
  if (scale !== undefined) build.scales.add(scale)
  return { rule: old?.rule ?? { name: 'gradeFactor', take: 'latest' }, ...(scale === undefined ? {} : { scale }) }
}

/** What each method adds of its own. */
const wayIn: Record<Method, MakeWay> = {
  materials: (line, old, build) => ({
    ...graded(line, old, build),
    ...(line.evidence.length > 0 ? { evidence: line.evidence.map(needOf) } : {}),
  }),
  opinion: graded,
  observation: graded,
  onsite: (line, old, build) => ({ rule: old?.rule ?? { name: 'conformityRate' }, ...lookedAt(line, old, build) }),
  survey: (line, old, build) => ({ rule: old?.rule ?? { name: 'surveyMean' }, ...asking(line, old, build) }),
  statistics: (line, old, build) => counting(line, old, build),
}

const needOf = (line: string): EvidenceNeed => ({ kind: evidenceKind(line), title: text(line), min: 1, max: 10, provenance: 'own' })

/** Checks and places of a field inspection. Without words for the checks, the requirement itself is what is looked at. */
function lookedAt(line: TaskLine, old: Way | undefined, build: Build): Partial<Way> {
  const places = line.places.map((name) => placeOf(name, line, build))
  const named = line.checks.length > 0 ? line.checks : old ? [] : [line.title]
  const checks = named.length > 0 ? named.map((name) => checkOf(name, build)) : [...(old?.checks ?? [])]
  const pointTypes = places.length > 0 ? [...new Set(places)] : [...(old?.pointTypes ?? [])]
  if (pointTypes.length === 0) build.hint(line, 'pointTypes', 'noPlaces')
  for (const type of pointTypes) listOn(type, checks, pointTypes, build)
  return { checks: [...new Set(checks)], pointTypes }
}

function checkOf(name: string, build: Build): string {
  const made = build.checks.get(bareName(name))
  if (made) return made.id
  const known = build.known.check(name)
  if (known) return keepCheck(known.id, build)
  build.scales.add('conform2')
  const id = codeFor('K', name)
  const check = {
    id,
    title: text(name),
    provenance: 'own' as const,
    kind: 'presence' as const,
    scale: 'conform2',
    severity: 1,
    photo: 'optional' as const,
  }
  build.checks.set(bareName(name), check)
  return id
}

function keepCheck(id: string, build: Build): string {
  const check = build.known.checkById(id)!
  build.checks.set(bareName(check.title.zh), check)
  build.scales.add(check.scale)
  return id
}

function placeOf(name: string, line: TaskLine, build: Build): string {
  const known = build.known.place(name)
  if (known) return keepPlace(known, build)
  const made = build.madePlaces.get(bareName(name))
  if (made !== undefined) return made
  build.hint(line, 'pointTypes', 'newPlace', { place: name })
  const type: PointType = {
    id: codeFor('PT', name),
    title: text(name),
    provenance: 'own',
    group: 'other',
    checks: [],
    units: [],
  }
  build.pointTypes.set(type.id, type)
  build.madePlaces.set(bareName(name), type.id)
  return type.id
}

/** A known kind of place comes with its protocol, but only with the checks that this edition has. */
function keepPlace(type: PointType, build: Build): string {
  if (!build.pointTypes.has(type.id)) build.pointTypes.set(type.id, { ...type, checks: [], units: [] })
  return type.id
}

/** Puts the checks on the list of a place: those known to belong there, or all when none is. */
function listOn(type: string, checks: readonly string[], types: readonly string[], build: Build): void {
  const list = build.listed.get(type) ?? new Set<string>()
  build.listed.set(type, list)
  const usual = new Set(build.known.place(type)?.checks)
  const elsewhere = new Set(types.flatMap((other) => build.known.place(other)?.checks ?? []))
  const fitting = checks.filter((check) => usual.has(check) || !elsewhere.has(check))
  for (const check of fitting.length > 0 ? fitting : checks) list.add(check)
}

function asking(line: TaskLine, old: Way | undefined, build: Build): Partial<Way> {
  if (line.questions.length === 0 && old) return {}
  const names = line.questions.length > 0 ? line.questions : [line.title]
  if (line.questions.length === 0) build.hint(line, 'questions', 'questionMade', { text: line.title })
  const questions = names.map((name) => {
    const known = build.known.question(name)
    const made: Question = {
      id: codeFor('Q', name),
      title: text(name),
      provenance: 'own',
      scale: 'likert5',
      dimension: 'satisfaction',
      populations: [],
    }
    return keepQuestion(known ?? made, build)
  })
  return { questions: [...new Set(questions)] }
}

function keepQuestion(question: Question, build: Build): string {
  build.questions.set(question.id, question)
  build.scales.add(question.scale)
  question.populations.forEach((population) => build.populations.add(population))
  return question.id
}

/**
 * A number asked of a department, with the limit that the sentence states. Without a limit the way names no statistic, so
 * that the draft cannot be published before somebody says what is enough.
 */
function counting(line: TaskLine, old: Way | undefined, build: Build): Pick<Way, 'rule'> & Partial<Way> {
  const limit = readThreshold(line.title)
  if (!limit) {
    if (!old) build.hint(line, 'criterion', 'noLimit')
    return { rule: old?.rule ?? { name: 'thresholdShare', percent: '100', below: 'ratio' } }
  }
  const statistic = {
    id: codeFor('T', line.title),
    title: text(line.title),
    provenance: 'own' as const,
    unit: text(limit.unit === '' ? '-' : limit.unit),
  }
  build.statistics.set(statistic.id, statistic)
  return { rule: { name: 'numericThresholds', steps: [{ op: limit.op, value: limit.value, percent: '100' }] }, statistic: statistic.id }
}

function finish(tree: Node[], total: Edition['total'], build: Build): Edition {
  const { before, known } = build
  const base = before ?? undefined
  const listed = <Item>(ids: Iterable<string>, find: (id: string) => Item | undefined): Item[] => [...ids].map((id) => find(id)!)
  return Edition.parse({
    format: 'mingcheng.edition/1',
    standard: build.standard,
    edition: build.edition,
    title: text(build.title),
    programme: base?.programme ?? text(build.title),
    official: build.official,
    subjects: base?.subjects ?? ['district'],
    total,
    scales: listed(build.scales, known.scale),
    unitKinds: [...new Map([...build.unitKinds.values()].map((unit) => [unit.id, unit])).values()],
    pointTypes: [...build.pointTypes.values()].map((type) => ({ ...type, checks: [...(build.listed.get(type.id) ?? [])] })),
    checks: [...new Map([...build.checks.values()].map((check) => [check.id, check])).values()],
    questions: [...build.questions.values()],
    populations: listed(build.populations, known.population),
    statistics: [...build.statistics.values()],
    tree,
    gates: base?.gates ?? [],
    vetoes: base?.vetoes ?? [],
    weights: base?.weights,
  })
}
