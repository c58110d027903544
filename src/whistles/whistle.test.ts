/** The rule of whistles: who may do what from where, what is owed, what goes up and when it stands nowhere again. */
import { describe, expect, it } from 'vitest'
import { newestShipped } from '../calendar/holidays.ts'
import { usualHours } from '../calendar/hours.ts'
import { asksGrassroots, findKind, WhistleKinds } from './kinds.ts'
import { shipped } from './shipped.ts'
import { callUnit } from './times.ts'
import {
  coming,
  evolve,
  heightOf,
  nextAt,
  owingsOf,
  partyOf,
  refusal,
  stepNames,
  type Taking,
  type Whistle,
  type WhistleEvent,
} from './whistle.ts'

const noon = '2026-11-20T04:00:00.000Z'
const by = { zone: 'Asia/Shanghai', hours: usualHours, holidays: newestShipped }
const [street, market, housing, office] = ['s', 'm', 'h', 'o'] as const
const kind = findKind(shipped, 'problem')!
const call = (unitId: string, role: 'lead' | 'helper') => callUnit(kind, { unitId: unitId as never, role }, noon, by).called

/** An event, with what a test says of it. */
const event = (name: string, data: object, at = noon): WhistleEvent =>
  ({ kind: `whistle.${name}`, id: `${name} ${at}`, thing: 'w', at, by: 'p', data }) as unknown as WhistleEvent
const raising = event('raised', {
  no: '1',
  kind: 'problem',
  text: '',
  unit: street,
  cases: ['c'],
  called: [call(market, 'lead'), call(housing, 'helper')],
  photos: [],
})
const fold = (...events: WhistleEvent[]): Whistle => events.reduce<Whistle | undefined>(evolve, undefined)!
const said = (unit: string) => ({ unit, note: '', photos: [] })
const replied = (unit: string) => event('replied', { unit, acceptedAt: noon, text: '老周', note: '清理', deadline: '2026-11-25' })
const signedIn = (unit: string) => event('signedIn', said(unit))
const finished = [raising, signedIn(market), replied(market), event('finished', said(market))]

const who = (unit: string | null, more: Partial<Taking> = {}): Taking => ({ unit, post: null, coordinates: false, ...more })
const codeOf = (it: Whistle, step: (typeof stepNames)[number], taking: Taking) => refusal(it, step, taking)?.code ?? null
const openTo = (it: Whistle, taking: Taking) => stepNames.filter((step) => codeOf(it, step, taking) === null)

describe('the steps of a whistle', () => {
  it('are open to each by where it stands', () => {
    const grid = (it: Whistle) => ({
      raiser: openTo(it, who(street)),
      lead: openTo(it, who(market)),
      helper: openTo(it, who(housing)),
      office: openTo(it, who(office, { coordinates: true })),
      other: openTo(it, who('x')),
      nobody: openTo(it, who(null)),
    })
    const none = { other: [], nobody: [] }
    expect(grid(fold(raising))).toEqual({
      ...none,
      raiser: ['record', 'withdraw'],
      lead: ['signIn', 'record'],
      helper: ['signIn', 'record'],
      office: ['record', 'coordinate'],
    })
    expect(grid(fold(raising, signedIn(market), replied(market)))).toMatchObject({
      lead: ['record', 'finish'],
      helper: ['signIn', 'record'],
    })
    expect(grid(fold(...finished))).toEqual({
      ...none,
      raiser: ['record', 'sendBack', 'rate'],
      lead: ['record', 'rateBack'],
      helper: ['record', 'rateBack'],
      office: ['record'],
    })
    const rated = [market, housing].map((unit) => event('rated', { unit, stars: 4, note: '' }))
    expect(openTo(fold(...finished, ...rated), who(street))).toContain('close')
    const closed = [...finished, ...rated, event('closed', { note: '' })]
    expect(grid(fold(...closed))).toEqual({ ...none, raiser: [], lead: ['rateBack'], helper: ['rateBack'], office: [] })
    expect(openTo(fold(...closed, event('ratedBack', { unit: market, stars: 5, note: '' })), who(market))).toEqual([])
  })

  it('say why not', () => {
    const it = fold(raising)
    expect(codeOf(it, 'signIn', who(street))).toBe('whistle.notYours')
    expect(codeOf(it, 'rate', who(street))).toBe('whistle.wrongState')
    expect(codeOf(it, 'reply', who(market))).toBe('whistle.signInFirst')
    expect(codeOf(it, 'finish', who(market))).toBe('whistle.replyFirst')
    expect(codeOf(fold(raising, signedIn(market)), 'reply', who(market))).toBeNull()
    const done = fold(raising, signedIn(market), replied(market))
    expect([codeOf(done, 'signIn', who(market)), codeOf(done, 'reply', who(market))]).toEqual(['whistle.signedIn', 'whistle.replied'])
    expect(codeOf(fold(...finished), 'close', who(street))).toBe('whistle.rateFirst')
    const back = fold(...finished, event('ratedBack', { unit: market, stars: 5, note: '' }))
    expect(codeOf(back, 'rateBack', who(market))).toBe('whistle.ratedAlready')
  })

  it('are open to whom it has gone to, unit or post', () => {
    const up = (more: object) =>
      event('escalated', { unit: housing, owing: 'signIn', step: 0, to: 'coordinator', toUnit: null, toPost: null, ...more })
    expect(codeOf(fold(raising, up({ toUnit: 'z' })), 'coordinate', who('z'))).toBeNull()
    expect(codeOf(fold(raising, up({ toPost: 'q' })), 'coordinate', who('x', { post: 'q' as never }))).toBeNull()
    expect(codeOf(fold(raising, up({})), 'coordinate', who(null))).toBe('whistle.notYours')
    expect(codeOf(fold(raising, up({})), 'record', who(null))).toBe('whistle.notYours')
  })
})

describe('what is owed', () => {
  const names = (it: Whistle, unit: string) => owingsOf(it, partyOf(it, unit)!)

  it('ends with what was done, and with the whistle', () => {
    expect(names(fold(raising), market)).toEqual(['signIn', 'reply', 'finish'])
    expect(names(fold(raising), housing)).toEqual(['signIn', 'reply'])
    expect(names(fold(raising, signedIn(market), replied(market)), market)).toEqual(['finish'])
    expect(names(fold(...finished), housing)).toEqual([])
    expect(names(fold(raising, event('withdrawn', { note: '' })), market)).toEqual([])
  })

  it('goes up in its order, each step once', () => {
    const it = fold(raising, signedIn(market))
    expect(coming(it).slice(0, 3)).toEqual([
      { unitId: housing, owing: 'signIn', step: 0, to: 'coordinator', at: '2026-11-20T07:00:00.000Z' },
      { unitId: market, owing: 'reply', step: 0, to: 'coordinator', at: '2026-11-21T04:00:00.000Z' },
      { unitId: housing, owing: 'reply', step: 0, to: 'coordinator', at: '2026-11-21T04:00:00.000Z' },
    ])
    expect(nextAt(it)).toBe('2026-11-20T07:00:00.000Z')
    const went = (step: number, to: string) => event('escalated', { unit: housing, owing: 'signIn', step, to, toUnit: 'o', toPost: null })
    const up = fold(raising, signedIn(market), went(0, 'coordinator'))
    expect([heightOf(it), heightOf(up), nextAt(up)]).toEqual([0, 1, '2026-11-21T04:00:00.000Z'])
    const higher = fold(raising, signedIn(market), went(0, 'coordinator'), went(1, 'leader'))
    expect(heightOf(higher)).toBe(2)
    // It signs in at last: nobody above is asked any more.
    expect(heightOf(evolve(higher, signedIn(housing)))).toBe(0)
    expect(nextAt(fold(...finished))).toBeNull()
  })

  it('of two that are due together, the lower step goes first', () => {
    const at = '2026-11-20T05:00:00.000Z'
    const owed = {
      dueAt: at,
      warnAt: at,
      escalates: [
        { to: 'coordinator', at },
        { to: 'leader', at },
      ],
    }
    const called = [{ unitId: market, role: 'lead', owes: { signIn: owed, reply: owed, finish: owed } }]
    const it = fold(event('raised', { unit: street, called, photos: [], cases: [] }))
    expect(coming(it).map(({ step }) => step)).toEqual([0, 0, 0, 1, 1, 1])
  })
})

describe('the fold', () => {
  it('follows the units: called until the last has come, done, back again', () => {
    expect(fold(raising).state).toBe('called')
    expect(fold(raising, signedIn(market)).state).toBe('called')
    const all = fold(raising, signedIn(market), signedIn(housing))
    expect(all).toMatchObject({ state: 'working', version: 3 })
    const back = fold(
      ...finished,
      event('rated', { unit: market, stars: 1, note: '没有清完' }),
      event('sentBack', { unit: street, note: '' }),
    )
    expect(back).toMatchObject({ state: 'called', finishedAt: null })
    expect(partyOf(back, market)).toMatchObject({ finishedAt: null, rating: null, reply: { contacted: '老周' } })
    expect(fold(raising, event('recorded', said(market)))).toMatchObject({ state: 'called', version: 2 })
  })

  it('takes in a unit that the coordinator calls', () => {
    const quiet = event('coordinated', { unit: office, note: '', called: null })
    expect(fold(raising, signedIn(market), signedIn(housing), quiet).state).toBe('working')
    const more = event('coordinated', { unit: office, note: '', called: call('x', 'helper') })
    const it = fold(raising, signedIn(market), signedIn(housing), more)
    expect(it.state).toBe('called')
    expect(partyOf(it, 'x')).toMatchObject({ role: 'helper', signedInAt: null })
  })

  it('begins with a raising', () => {
    expect(() => evolve(undefined, signedIn(market))).toThrow('before whistle.raised')
  })
})

describe('kinds', () => {
  it('come with the house, are found by name and named once', () => {
    expect(shipped.kinds.map(({ id }) => id)).toEqual(['problem', 'joint', 'emergency', 'advance', 'cadre'])
    expect(findKind(shipped, 'nothing')).toBeUndefined()
    expect(WhistleKinds.safeParse({ kinds: [kind, kind] }).success).toBe(false)
    // Every kind goes to the coordinator before it goes to the leader.
    for (const { escalation } of shipped.kinds) expect(escalation.map(({ to }) => to)).toEqual(['coordinator', 'leader'])
  })

  it('are a burden downwards and sideways, never upwards', () => {
    const grid = (['community', 'street', 'city'] as const).map((raiser) =>
      (['community', 'street', 'city'] as const).map((called) => asksGrassroots(raiser, called)),
    )
    expect(grid).toEqual([
      [true, false, false],
      [true, true, false],
      [true, true, false],
    ])
  })
})

describe('the times of a call', () => {
  it('run by the hours of the called unit, and a year without a calendar says so', () => {
    const { called, calendar, unpublished } = callUnit(kind, { unitId: market as never, role: 'lead' }, noon, by)
    expect(called.owes).toMatchObject({
      signIn: { dueAt: '2026-11-20T07:00:00.000Z', escalates: [{ at: '2026-11-20T07:00:00.000Z' }, { at: '2026-11-23T01:00:00.000Z' }] },
      reply: { dueAt: '2026-11-21T04:00:00.000Z' },
      finish: { dueAt: '2026-11-27T04:00:00.000Z' },
    })
    expect([calendar, unpublished]).toEqual([newestShipped.version, []])
    const late = callUnit(kind, { unitId: market as never, role: 'helper' }, '2031-12-31T04:00:00.000Z', by)
    expect(late.called.owes.finish).toBeNull()
    expect(late.unpublished).toEqual([2031, 2032])
  })
})
