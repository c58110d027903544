import { expect, it } from 'vitest'
import { readProcedure } from './read.ts'
import { shipped } from './shipped.ts'

const places = (given: unknown) => readProcedure(given).faults.map(({ sheet, row, at, says }) => [sheet, row, at, says])
const shape = 'fault.procedure.shape'

it('a document that can be worked by is given back', () =>
  expect(readProcedure(structuredClone(shipped))).toEqual({ procedure: shipped, faults: [] }))

it('a document of another shape is refused where it differs, by row where there is one', () => {
  expect(places('a letter')).toEqual([[undefined, undefined, '', shape]])
  expect(places({ ...shipped, title: { en: 'English alone' } })).toEqual([[undefined, undefined, 'title.zh', shape]])
  expect(places({ ...shipped, steps: 'none' })).toEqual([[undefined, undefined, 'steps', shape]])
  expect(places({ ...shipped, steps: shipped.steps.with(2, { ...shipped.steps[2]!, from: [] }) })).toEqual([['step', 4, 'from', shape]])
  expect(places({ ...shipped, states: [...shipped.states, 'lost'] })).toEqual([
    ['state', shipped.states.length + 2, `states.${shipped.states.length}`, shape],
  ])
  expect(places({ ...shipped, clocks: shipped.clocks.with(0, { ...shipped.clocks[0]!, minutes: 0 }) })).toEqual([
    ['clock', 2, 'minutes', shape],
  ])
})

it('says in what way the shape is wrong', () =>
  expect(readProcedure({ ...shipped, steps: 'none' }).faults[0]!.details!['message']).toMatch(/expected array/))

it('a document of the right shape that cannot be worked by is refused, and none is given', () => {
  const given = { ...shipped, states: shipped.states.with(0, { ...shipped.states[0]!, next: 'finish' }) }
  expect(readProcedure(given)).toMatchObject({ procedure: null, faults: [{ sheet: 'state', row: 2, says: 'fault.procedure.noNext' }] })
})
