import { expect, it } from 'vitest'
import { bookSheets, inFile, readRows, rowsOf } from './book.ts'
import { Procedure, type Step } from './procedure.ts'
import { readProcedure } from './read.ts'
import { shipped } from './shipped.ts'

type Book = { -readonly [Sheet in keyof typeof bookSheets]: string[][] }
type Column = (typeof bookSheets.step)[number]

const bookOf = (procedure: Procedure): Book => structuredClone(rowsOf(procedure)) as Book
const column = (name: Column) => bookSheets.step.indexOf(name)
/** Row of the file, the head included. */
const rowIn = ({ step: rows }: Book, step: string) => rows.findIndex(([code]) => code === step) + 2
const cells = (book: Book, step: string) => book.step[rowIn(book, step) - 2]!
const stepIn = (procedure: Procedure | null, step: string): Step => procedure!.steps.find((one) => one.step === step)!

/** The shipped procedure as somebody filled its book in otherwise. */
const filledIn = (change: (book: Book) => void) => {
  const book = bookOf(shipped)
  change(book)
  const said = readRows(book)
  const { procedure, faults } = readProcedure(said.document)
  return {
    procedure,
    says: inFile(faults, said).map(({ sheet, row, at }) => [sheet, row, at].filter((part) => part !== undefined).join(' ')),
  }
}
const put = (step: string, name: Column, text: string) => (book: Book) => void (cells(book, step)[column(name)] = text)
const again = (change: (draft: Procedure) => void) => {
  const draft = structuredClone(shipped) as Procedure
  change(draft)
  return [readProcedure(readRows(rowsOf(draft)).document).procedure, draft] as const
}

it('what is written is read again word for word', () => {
  expect(readProcedure(readRows(rowsOf(shipped)).document)).toEqual({ procedure: shipped, faults: [] })
  const [read, written] = again((draft) => {
    draft.title = { zh: '本市流程', en: '' }
    draft.states[0]!.name = { zh: '待受理', en: '' }
    stepIn(draft, 'check').another = ['handler', 'approver']
    stepIn(draft, 'file').help = { zh: '先看照片', en: '' }
    delete stepIn(draft, 'refuse').help
    stepIn(draft, 'dispatch').who = [{ roles: ['street', 'office'], ofUnit: true }, { may: 'cases.dispatch' }]
  })
  expect(read).toEqual(written)
})

it('yes and no may be named in Chinese alone', () => {
  const [read, written] = again(
    (draft) => void (stepIn(draft, 'check').verdict = { yes: { zh: '通过', en: '' }, no: { zh: '退回', en: '' } }),
  )
  expect(read).toEqual(written)
})

it('words of yes and no may hold a slash', () => {
  const verdict = { yes: { zh: '通过/结案', en: 'Pass/close' }, no: { zh: '退回', en: 'Back/again' } }
  const [read, written] = again((draft) => void (stepIn(draft, 'check').verdict = verdict))
  expect(read).toEqual(written)
})

it('a row is a way of a step, and further ways stand below it with the head left empty', () => {
  const book = bookOf(shipped)
  const at = rowIn(book, 'verify') - 2
  const { name } = stepIn(shipped, 'verify')
  expect(book.step[at]!.slice(0, 3)).toEqual(['verify', name.zh, name.en])
  expect(book.step[at]!.slice(13, 17)).toEqual(['passed', 'closed', 'close', 'done'])
  expect(book.step[at + 1]!.slice(0, 13).join('')).toBe('')
  expect(book.step[at + 1]!.slice(13, 17)).toEqual(['failed', 'dispatched', 'rework', ''])
  for (const cellsOfRow of book.step) expect(cellsOfRow).toHaveLength(bookSheets.step.length)
})

it('writes what a step asks for in one cell each', () => {
  const book = bookOf(shipped)
  const cell = (step: string, name: Column) => cells(book, step)[column(name)]
  expect(cell('confirm', 'needs')).toBe('passed, note!, photos?')
  expect(cell('confirm', 'who')).toBe('operator|office|inspector|checker')
  expect(cell('askSuspension', 'who')).toBe('cases.rectify@unit; cases.dispatch')
  expect(cell('askExtension', 'request')).toBe('extend 0/1')
  expect(cell('askExtension', 'bounds')).toBe('granted=2, beforeDue=true, percentOfLimit=100')
})

it('reads what people type: Chinese commas, blanks around words, nothing where nothing is needed', () => {
  const { procedure, says } = filledIn((book) => {
    put('dispatch', 'from', ' reported，filed ， dispatched, handling ')(book)
    put('askSuspension', 'who', 'cases.rectify @unit；cases.dispatch')(book)
    put('askExtension', 'bounds', 'granted = 3')(book)
    put('file', 'when', '')(book)
    put('file', 'event', '')(book)
    put('check', 'verdict', '通过/Pass/退回/Send back')(book)
  })
  expect(says).toEqual([])
  expect(stepIn(procedure, 'dispatch').from).toEqual(['reported', 'filed', 'dispatched', 'handling'])
  expect(stepIn(procedure, 'askSuspension').who).toEqual([{ may: 'cases.rectify', ofUnit: true }, { may: 'cases.dispatch' }])
  expect(stepIn(procedure, 'askExtension').bounds).toEqual({ granted: 3 })
  expect(stepIn(procedure, 'file')).toMatchObject({ event: 'case.moved', ways: [{ when: 'always' }] })
  expect(stepIn(procedure, 'check').verdict).toEqual({ yes: { zh: '通过', en: 'Pass' }, no: { zh: '退回', en: 'Send back' } })
})

it('rows that end early are read as if their last cells were empty', () => {
  const { procedure, says } = filledIn((book) => {
    for (const sheet of ['step', 'state', 'clock'] as const)
      book[sheet] = book[sheet].map((row) => row.slice(0, row.findLastIndex((text) => text !== '') + 1))
  })
  expect(says).toEqual([])
  expect(procedure).toEqual(shipped)
})

it('a taker that lets nobody through is left out', () => {
  const [read] = again((draft) => void stepIn(draft, 'file').who.push({}))
  expect(read).toEqual(shipped)
})

it.each<[Column, string, string]>([
  ['nameZh', '', 'name.zh'],
  ['who', 'mayor', 'who.0.roles.0'],
  ['who', 'cases.dream', 'who.0.may'],
  ['who', '', 'who'],
  ['another', 'neighbour', 'another.0'],
  ['from', '', 'from'],
  ['needs', 'passed, note!, money?', 'needs'],
  ['request', 'extend', 'request.levels'],
  ['request', 'extend first/1', 'request.level'],
  ['request', 'holiday 1/1', 'request.kind'],
  ['bounds', 'granted=often', 'bounds.granted'],
  ['verdict', '通过', 'verdict.no.zh'],
  ['event', 'case.vanished', 'event'],
  ['when', 'sometimes', 'ways.0.when'],
  ['does', 'vanish', 'ways.0.does.0'],
  ['outcome', 'perhaps', 'ways.0.outcome'],
  ['clocks', 'file=hurry', 'ways.0.clocks.file'],
  ['to', 'nowhere', 'to'],
])('%s “%s” is refused with the row of its step in the file', (name, text, at) => {
  // Below steps of two rows, so that the row of the file is not that of the step in the table.
  const row = rowIn(bookOf(shipped), 'decideAppeal')
  expect(row).toBeGreaterThan(shipped.steps.findIndex(({ step }) => step === 'decideAppeal') + 2)
  expect(filledIn(put('decideAppeal', name, text)).says).toContain(`step ${row} ${at}`)
})

it('refuses a state and a clock with their rows', () => {
  expect(filledIn((book) => void (book.state[3]![3] = 'asleep')).says).toEqual(['state 5 stage'])
  expect(filledIn((book) => void (book.state[3]![5] = 'finish')).says).toEqual(['state 5 next'])
  expect(filledIn((book) => void (book.clock[1]![3] = 'an hour')).says).toEqual(['clock 3 minutes'])
})

it('refuses a way that stands above every step', () =>
  expect(filledIn((book) => void book.step.unshift(['', ...Array<string>(13).fill(''), 'reported'])).says).toContain('step 2 step'))

it('refuses a book without sheets by their names, as there are no rows', () => {
  const { procedure, says } = filledIn((book) => void Object.assign(book, { title: [], state: [], clock: [], step: [] }))
  expect(procedure).toBeNull()
  expect(says).toEqual(['title.zh', 'states', 'steps'])
})
