/** The title cycle as a full grid, its fold, and what the rules advise. */
import { describe, expect, it } from 'vitest'
import { adviceFor, type NewTitleStep, refusal, type StepName, stepNames, stepsFrom, titleOf, TitleRules, titleStates } from './title.ts'

let number = 0
const took = (step: StepName, onDay: string, more: Partial<NewTitleStep> = {}): NewTitleStep => ({
  id: `00000000-0000-7000-8000-${String(++number).padStart(12, '0')}`,
  step,
  onDay,
  untilOn: null,
  reason: '',
  corrects: null,
  ...more,
})
const path = [took('apply', '2020-01-10'), took('nominate', '2020-03-01'), took('award', '2020-11-20'), took('recheck', '2021-12-01')]

describe('the title cycle', () => {
  it('is this table', () => {
    const grid = titleStates.map((state) => `${state.padEnd(15)} ${stepsFrom(state).join(' ')}`).join('\n')
    expect(grid).toMatchInlineSnapshot(`
      "none            apply bar
      applied         decline nominate bar
      nominee         stopNominee miss award bar
      nomineeStopped  resumeNominee miss bar
      title           recheck warn stop cancel
      warned          recheck stop cancel
      stopped         restore cancel
      barred          release"
    `)
  })

  it('allows exactly what the table says, in every state', () => {
    for (const state of titleStates)
      for (const step of stepNames) {
        const title = { state, since: '2020-01-01', until: null, last: undefined }
        const refused = refusal(title, took(step, '2021-01-01', { untilOn: '2022-01-01' }))
        expect(refused === null).toBe(stepsFrom(state).includes(step))
      }
  })

  it('folds a history: the state, since when, until when', () => {
    expect(titleOf([])).toEqual({ state: 'none', since: null, until: null, last: undefined })
    expect(titleOf(path)).toMatchObject({ state: 'title', since: '2020-11-20', until: null })
    const stopped = [...path, took('stop', '2022-06-22', { untilOn: '2023-06-22' })]
    expect(titleOf(stopped)).toMatchObject({ state: 'stopped', since: '2022-06-22', until: '2023-06-22' })
    expect(titleOf([...stopped, took('restore', '2022-09-22')])).toMatchObject({ state: 'title', since: '2022-09-22', until: null })
    expect(titleOf([took('apply', '2020-01-10')])).toMatchObject({ state: 'applied', since: '2020-01-10' })
    expect(titleOf([took('recheck', '2020-01-10'), took('recheck', '2021-01-10')])).toMatchObject({ since: '2020-01-10' })
    expect(titleOf([took('decline', '2020-01-10')])).toMatchObject({ state: 'none', since: '2020-01-10' })
  })

  it('takes a corrected step back, and only the last one', () => {
    const wrong = took('stop', '2022-06-22', { untilOn: '2023-06-22' })
    const corrected = [...path, wrong, took('stop', '2022-06-23', { corrects: wrong.id })]
    expect(titleOf(corrected)).toMatchObject({ state: 'title', since: '2020-11-20' })
    expect(refusal(titleOf([...path, wrong]), took('stop', '2022-06-23', { corrects: wrong.id }))).toBeNull()
    expect(refusal(titleOf([...path, wrong]), took('stop', '2022-06-23', { corrects: path[0]!.id }))?.code).toBe('title.notTheLast')
  })

  it('refuses steps out of time', () => {
    const title = titleOf(path)
    expect(refusal(title, took('warn', '2020-01-01'))?.code).toBe('title.beforeTheLast')
    expect(refusal(title, took('stop', '2022-01-01'))?.code).toBe('title.untilMissing')
    expect(refusal(title, took('stop', '2022-01-01', { untilOn: '2022-01-01' }))?.code).toBe('title.untilMissing')
    const barred = titleOf([...path, took('cancel', '2022-01-01', { untilOn: '2024-12-31' })])
    expect(refusal(barred, took('release', '2024-12-31'))?.code).toBe('title.tooEarly')
    expect(refusal(barred, took('release', '2025-01-01'))).toBeNull()
    expect(refusal(barred, took('apply', '2025-01-01'))?.details).toEqual({ step: 'apply', state: 'barred' })
  })
})

describe('advice', () => {
  const rules = TitleRules.parse({})
  const place = (year: number, at: number) => ({ year, place: at, of: 113, source: '' })
  const advised = (...places: [number, number][]) =>
    adviceFor(
      titleOf(path),
      places.map(([year, at]) => place(year, at)),
      rules,
      '2022-01-01',
    ).map(({ step }) => step)
  it('counts consecutive years among the last places', () => {
    expect(advised([2020, 112], [2021, 111])).toEqual(['cancel'])
    expect(advised([2020, 112], [2021, 110])).toEqual([])
    expect(advised([2019, 112], [2021, 113])).toEqual([])
    expect(advised()).toEqual([])
    expect(adviceFor(titleOf([]), [place(2020, 113), place(2021, 113)], rules, '2022-01-01')).toEqual([])
    expect(adviceFor(titleOf(path), [place(2020, 113), place(2021, 113)], TitleRules.parse({ lastPlaces: null }), '2022-01-01')).toEqual([])
  })
  it('reminds before a limit and when it is reached', () => {
    const stopped = titleOf([...path, took('stop', '2022-06-22', { untilOn: '2023-06-22' })])
    const on = (day: string) => adviceFor(stopped, [], rules, day).map(({ because, step }) => `${because} ${step}`)
    expect(on('2023-05-22')).toEqual([])
    expect(on('2023-05-23')).toEqual(['limitNear restore'])
    expect(on('2023-06-23')).toEqual(['limitReached restore'])
    expect(adviceFor({ ...stopped, until: null }, [], rules, '2023-06-23')).toEqual([])
  })
})
