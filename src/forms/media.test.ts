import { expect, it } from 'vitest'
import { bookOfSheets, patrol, type Sheets } from '../../test/xlsforms.ts'
import { filesIn, fitAnswers, linesOf } from './answers.ts'
import { fileIdOf, fileNameOf, fits, wishesOf } from './media.ts'
import { readForm } from './read-form.ts'
import { tablesOf, turnsIn } from './tables.ts'

const form = readForm(bookOfSheets(patrol), 'patrol.xlsx').form!
const [one, two] = ['019aa000-0000-7000-8000-000000000001', '019aa000-0000-7000-8000-000000000002'] as const

it('calls a file by its id and ending, and nothing else', () => {
  expect(fileIdOf(fileNameOf(one, 'jpg'))).toBe(one)
  for (const text of ['', 'a.jpg', one, `${one}.`, `../${one}.jpg`, `${one}.jpg.exe`, `x${one}.jpg`]) expect(fileIdOf(text)).toBeUndefined()
  const given = fitAnswers(form, { front: 'a.jpg', spot: [{ close: `${one}.jpg` }] })
  expect(given.faults.map(({ at, says }) => `${at} ${says}`)).toEqual(['answers.front fault.form.answerFile'])
})

it('finds the files of an answer in all turns, with the questions that they answer', () => {
  const answers = { front: `${one}.jpg`, spot: [{ what: '一' }, { what: '二', close: `${two}.png` }] }
  expect(filesIn(form, answers).map(({ question, id, called }) => [question.name, id, called])).toEqual([
    ['front', one, `${one}.jpg`],
    ['close', two, `${two}.png`],
  ])
  expect(linesOf(form, answers, 'zh-CN')).toEqual([
    { question: '门头照片', said: '', files: [one] },
    { question: '什么问题', said: '一\n二', files: [] },
    { question: '近照', said: '', files: [two] },
  ])
})

it('knows what answers a question, and what is wished of a photo', () => {
  expect([fits({ type: 'image' }, 'image/png'), fits({ type: 'image' }, 'audio/mp4'), fits({ type: 'file' }, 'application/pdf')]).toEqual([
    true,
    false,
    true,
  ])
  expect(wishesOf(undefined, undefined)).toEqual({ isNew: false, isFront: false, maxPixels: undefined })
  expect(wishesOf('new', 'max-pixels=640')).toEqual({ isNew: true, isFront: false, maxPixels: 640 })
  expect(['new-rear', 'new-front', 'selfie'].map((look) => wishesOf(look, '').isFront)).toEqual([false, true, true])
})

it('puts each repeat into a table of its own, its turns named within the answer and within the turn around', () => {
  const sheets: Sheets = {
    survey: [
      ['type', 'name', 'label'],
      ['begin_group', 'g'],
      ['text', 'a', '甲'],
      ['begin_repeat', 'house', '户'],
      ['note', 'said', '说明'],
      ['text', 'b', '乙'],
      ['begin_group', 'in'],
      ['begin_repeat', 'pet', '宠物'],
      ['text', 'c', '丙'],
      ['end_repeat'],
      ['end_group'],
      ['end_repeat'],
      ['end_group'],
    ],
  }
  const nested = readForm(bookOfSheets(sheets), 'n.xlsx').form!
  const { once, turns } = tablesOf(nested)
  expect(once.map(({ path }) => path)).toEqual([['g', 'a']])
  expect(turns.map(({ group, columns }) => [group.name, columns.map(({ path }) => path.join('/'))])).toEqual([
    ['house', ['b']],
    ['pet', ['c']],
  ])
  const answers = { g: { a: 'x', house: [{ b: '1' }, { b: '2', in: { pet: [{ c: 'p' }, { c: 'q' }] } }] } }
  const keysOf = (index: number) => turnsIn(answers, turns[index]!.steps).map(({ key, around }) => `${key} in ${around}`)
  expect(keysOf(0)).toEqual(['house[1] in ', 'house[2] in '])
  expect(keysOf(1)).toEqual(['house[2]/pet[1] in house[2]', 'house[2]/pet[2] in house[2]'])
  expect(turnsIn({ g: 'odd' }, turns[0]!.steps)).toEqual([])
  expect(turnsIn({ g: { house: { b: '1' } } }, turns[0]!.steps).map(({ key }) => key)).toEqual(['house[1]'])
})
