/** Answers to the questions of a kind, as programs and people send them. */
import { expect, it } from 'vitest'
import { Attribute, type datatypes, withZones, wrongAnswers } from './kinds.ts'

const ask = (datatype: (typeof datatypes)[number]) =>
  Attribute.parse({
    code: 'a',
    datatype,
    required: true,
    title: { zh: '问', en: 'Q' },
    values: ['x', 'y'].map((key) => ({ key, title: { zh: key, en: key } })),
  })
const whyOf = (datatype: (typeof datatypes)[number], ...given: string[]) =>
  wrongAnswers({ attributes: [ask(datatype)] }, { a: given }).map(({ why }) => why)[0]

it.each<[(typeof datatypes)[number], string[], string[]]>([
  ['number', ['3', '-3.5', ' 2 ', '1e3'], ['0x10', 'Infinity', '1,5', '三']],
  ['datetime', ['2026-01-01T08:00:00+08:00', '2026-01-01T08:00Z', '2026-01-01T08:00:00.5Z'], ['2026-02-30T00:00:00Z', '2026-01-01', 'now']],
  ['string', ['one line'], ['two\nlines']],
  ['text', ['two\nlines'], []],
  ['singlevaluelist', ['x'], ['z']],
  ['multivaluelist', ['y'], ['x,y']],
])('of a %s', (datatype, right, wrong) => {
  for (const answer of right) expect([answer, whyOf(datatype, answer)]).toEqual([answer, undefined])
  for (const answer of wrong) expect([answer, whyOf(datatype, answer) !== undefined]).toEqual([answer, true])
  expect([whyOf(datatype), whyOf(datatype, ''), whyOf(datatype, ' \t')]).toEqual(['missing', 'missing', 'missing'])
})

it('a time that a person gives on the page is a time of the city', () => {
  const kind = { attributes: [ask('datetime')] }
  const given = { a: ['2026-01-01T08:00'], b: ['2026-01-01T08:00'] }
  expect(withZones(kind, given)).toEqual({ a: ['2026-01-01T00:00:00.000Z'], b: given.b })
  expect(wrongAnswers(kind, { a: withZones(kind, { a: ['soon'] })['a']! })).toEqual([{ code: 'a', why: 'datetime' }])
})
