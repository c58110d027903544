import { expect, it } from 'vitest'
import { bookOfSheets, stalls } from '../../test/xlsforms.ts'
import { answerColumns, Answers, fitAnswers, isSameAnswer, textsAt } from './answers.ts'
import { readForm } from './read-form.ts'

const form = readForm(bookOfSheets(stalls), 'stalls.xlsx').form!
const fit = (given: Record<string, unknown>) => {
  const { answers, faults } = fitAnswers(form, Answers.parse(given))
  return { answers, faults: faults.map(({ at, says }) => `${at} ${says.replace('fault.form.', '')}`) }
}

it('keeps answers in the order of the form, and nothing that is empty', () => {
  const { answers, faults } = fit({
    meta: { instanceID: 'uuid:1' },
    mark: '3',
    d: 'a',
    s: '',
    n: '1',
    stall: [{ who: { name: '王' }, t: 'litter other', c: '2' }, {}],
    day: '2026-11-22',
    place: '39.1 116.2 0 5',
  })
  expect(faults).toEqual([])
  expect(answers).toEqual({
    d: 'a',
    n: '1',
    stall: [{ who: { name: '王' }, t: 'litter other', c: '2' }, {}],
    mark: '3',
    day: '2026-11-22',
    place: '39.1 116.2 0 5',
  })
  expect(fit({ stall: { t: 'litter' } }).answers).toEqual({ stall: [{ t: 'litter' }] })
})

it('says which answers do not belong to the form, or not to their question', () => {
  const given = { x: '1', d: 'z', n: 'two', stall: [{ who: '王' }, { t: 'litter moon' }], day: '22.11.2026', mark: [{}], total: '4' }
  expect(fit(given).faults).toEqual([
    'answers.x answerUnknown',
    'answers.d answerChoice',
    'answers.n answerType',
    'answers.stall.0.who answerShape',
    'answers.stall.1.t answerChoice',
    'answers.mark answerShape',
    'answers.day answerType',
  ])
})

it('gives a column for each question that is answered, with one text for each turn', () => {
  expect(answerColumns(form).map(({ path }) => path.join('/'))).toEqual(
    'start d s n stall/who/name stall/t stall/other stall/c total mark day place seen'.split(' '),
  )
  const answers = { d: 'a', stall: [{ t: 'litter' }, { t: 'other' }, {}], who: { name: 'x' } }
  expect([textsAt(answers, ['d']), textsAt(answers, ['stall', 't']), textsAt(answers, ['who', 'name']), textsAt(answers, ['q'])]).toEqual([
    ['a'],
    ['litter', 'other'],
    ['x'],
    [],
  ])
})

it('is the same answer in another order and with what the engine wrote by itself, and another when a person’s answer differs', () => {
  const kept = { d: 'a', n: '1', stall: [{ t: 'litter', c: '1' }], total: '1' }
  expect(isSameAnswer(form, kept, { total: '9', stall: [{ c: '2', t: 'litter' }], n: '1', d: 'a', mark: '', meta: {} })).toBe(true)
  for (const other of [{ n: '2' }, { stall: [{ t: 'other' }] }, { stall: [{ t: 'litter' }, {}] }, { day: '2026-11-22' }, { x: '1' }])
    expect(isSameAnswer(form, kept, { ...kept, ...other })).toBe(false)
})
