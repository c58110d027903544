/**
 * The procedure as sheets of text, for Excel, and back: one row a state, a clock, or a way of a step; further ways of a step
 * stand below it with the first columns left empty. What is written can be read again, word for word.
 */
import type { Fault } from '../../base/problem.ts'
import { conditions, type Procedure, type Step, type Taker, type Way } from './procedure.ts'

/** Names of the sheets, and of their columns; columns are known by their place. */
export const bookSheets = {
  step: [
    'step',
    'nameZh',
    'nameEn',
    'helpZh',
    'helpEn',
    'who',
    'another',
    'from',
    'needs',
    'request',
    'bounds',
    'verdict',
    'event',
    'when',
    'to',
    'does',
    'outcome',
    'clocks',
  ],
  state: ['state', 'nameZh', 'nameEn', 'stage', 'ball', 'next'],
  clock: ['clock', 'nameZh', 'nameEn', 'minutes', 'counts'],
  title: ['zh', 'en'],
} as const
export type BookSheet = keyof typeof bookSheets

type Rows = Readonly<Record<BookSheet, readonly (readonly string[])[]>>

const takerText = ({ may, roles, ofUnit }: Taker): string => `${roles ? roles.join('|') : (may ?? '')}${ofUnit ? '@unit' : ''}`
const marks = { must: '', ifFailed: '!', may: '?' } as const
const pairs = (record: Readonly<Record<string, unknown>>): string =>
  Object.entries(record)
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(', ')

/** The rows of every sheet, heads aside. */
export function rowsOf(procedure: Procedure): Rows {
  return {
    title: [[procedure.title.zh, procedure.title.en]],
    state: procedure.states.map(({ state, name, stage, ball, next }) => [state, name.zh, name.en, stage, ball, next ?? '']),
    clock: procedure.clocks.map(({ clock, name, minutes, counts }) => [
      clock,
      name.zh,
      name.en,
      minutes === null ? '' : String(minutes),
      counts,
    ]),
    step: procedure.steps.flatMap((step) =>
      step.ways.map((way, index) => [...(index === 0 ? headOf(step) : Array(13).fill('')), ...wayCells(way)] as string[]),
    ),
  }
}

const headOf = (step: Step): string[] => [
  step.step,
  step.name.zh,
  step.name.en,
  step.help?.zh ?? '',
  step.help?.en ?? '',
  step.who.map(takerText).join('; '),
  step.another.join(', '),
  step.from.join(', '),
  Object.entries(step.needs)
    .map(([field, need]) => `${field}${marks[need]}`)
    .join(', '),
  step.request ? `${step.request.kind} ${step.request.level}/${step.request.levels}` : '',
  pairs(step.bounds),
  step.verdict ? [step.verdict.yes.zh, step.verdict.yes.en, step.verdict.no.zh, step.verdict.no.en].map(marked).join(' / ') : '',
  step.event,
]

const wayCells = ({ when, to, does, outcome, clocks }: Way): string[] => [when, to, does.join(', '), outcome ?? '', pairs(clocks)]

/** What rows say, as a document still to be parsed, and the row of the file in which each thing stands. */
export interface Read {
  readonly document: unknown
  /** Row of the file, by sheet and index of the thing. */
  readonly rowOf: (sheet: string, index: number) => number
}

const list = (text: string, separator: RegExp = /[,，]/): string[] =>
  text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '')

const record = (text: string, value: (text: string) => unknown): Record<string, unknown> =>
  Object.fromEntries(
    list(text).map((part) => {
      const [key, ...rest] = part.split('=')
      return [key!.trim(), value(rest.join('=').trim())]
    }),
  )

const numberOr = (text: string): unknown => (text === 'true' ? true : /^\d+$/.test(text) ? Number(text) : text)

function takerOf(text: string): unknown {
  const [name, unit] = text.split('@')
  const who = name!.includes('.') ? { may: name!.trim() } : { roles: list(name!, /\|/) }
  return unit === undefined ? who : { ...who, ofUnit: true }
}

function needsOf(text: string): Record<string, unknown> {
  return Object.fromEntries(
    list(text).map((part) => {
      const mark = part.at(-1)
      if (mark === '?') return [part.slice(0, -1), 'may']
      return mark === '!' ? [part.slice(0, -1), 'ifFailed'] : [part, 'must']
    }),
  )
}

function requestOf(text: string): unknown {
  const [kind, levels = ''] = text.trim().split(/\s+/)
  const [level, of] = levels.split('/')
  return { kind, level: Number(level), levels: Number(of) }
}

/** A slash within a word is written `\/`: the bare one parts the words. */
const marked = (word: string): string => word.replaceAll('/', '\\/')

/** Words of yes and no; the English ones may be empty, so every place counts. */
function verdictOf(text: string): unknown {
  const [yesZh, yesEn, noZh, noEn] = text.split(/(?<!\\)\//).map((part) => part.trim().replaceAll('\\/', '/'))
  return { yes: { zh: yesZh, en: yesEn }, no: { zh: noZh, en: noEn } }
}

/** A step as said, whose further ways may still follow. */
type StepRead = { readonly ways: unknown[] } & Readonly<Record<string, unknown>>

function stepOf(cells: readonly string[]): StepRead {
  const [step, zh, en, helpZh, helpEn, who, another, from, needs, request, bounds, verdict, event] = cells.map((text) => text.trim())
  return {
    step,
    name: { zh, en },
    ...(helpZh ? { help: { zh: helpZh, en: helpEn } } : {}),
    who: list(who!, /[;；]/).map(takerOf),
    another: list(another!),
    from: list(from!),
    needs: needsOf(needs!),
    ...(request ? { request: requestOf(request) } : {}),
    bounds: record(bounds!, numberOr),
    ...(verdict ? { verdict: verdictOf(verdict) } : {}),
    ...(event ? { event } : {}),
    ways: [],
  }
}

function wayOf(cells: readonly string[]): unknown {
  const [when, to, does, outcome, clocks] = cells.slice(13).map((text) => text.trim())
  return {
    when: when === '' ? conditions[0] : when,
    to,
    does: list(does!),
    ...(outcome ? { outcome } : {}),
    clocks: record(clocks!, (text) => text),
  }
}

/** Reads sheets of text, heads aside. */
export function readRows({ title, state, clock, step }: Rows): Read {
  const steps: StepRead[] = []
  const rows: number[] = []
  step.forEach((given, index) => {
    const cells = bookSheets.step.map((_, column) => given[column] ?? '')
    // A way above every step is taken for a step without a code, and refused with its row.
    if (index === 0 || cells[0]!.trim() !== '') {
      steps.push(stepOf(cells))
      rows.push(index + 2)
    }
    steps.at(-1)!.ways.push(wayOf(cells))
  })
  const text = (cells: readonly string[], column: number) => (cells[column] ?? '').trim()
  return {
    document: {
      title: { zh: text(title[0] ?? [], 0), en: text(title[0] ?? [], 1) },
      states: state.map((cells) => ({
        state: text(cells, 0),
        name: { zh: text(cells, 1), en: text(cells, 2) },
        stage: text(cells, 3),
        ball: text(cells, 4),
        next: text(cells, 5) || null,
      })),
      clocks: clock.map((cells) => ({
        clock: text(cells, 0),
        name: { zh: text(cells, 1), en: text(cells, 2) },
        minutes: text(cells, 3) === '' ? null : Number(text(cells, 3)),
        counts: text(cells, 4),
      })),
      steps,
    },
    rowOf: (sheet, index) => (sheet === 'step' ? rows[index]! : index + 2),
  }
}

/** Faults of a document as the rows of the file that it was read from. */
export const inFile = (faults: readonly Fault[], { rowOf }: Pick<Read, 'rowOf'>): Fault[] =>
  faults.map((fault) =>
    fault.sheet === undefined || fault.row === undefined ? fault : { ...fault, row: rowOf(fault.sheet, fault.row - 2) },
  )
