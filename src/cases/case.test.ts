import { describe, expect, it } from 'vitest'
import { permissionsOf, roles } from '../city/who.ts'
import type { CaseId, PersonId, UnitId } from '../base/ids.ts'
import { idOf } from '../../test/smallCity.ts'
import { type Case, type CaseEvent, Done, caseLight, evolve, isOverdue, nothingKnown, unlived } from './case.ts'
import { asCaseEvent } from './lift.ts'
import { type Effect, findState, notYet } from './procedure/procedure.ts'
import { shipped, shippedVersion } from './procedure/shipped.ts'
import { type Actor, doneBy, faultsIn, refusal, theHouse } from './rule.ts'
import { naturalTiming } from './clocks.ts'
import type { Given } from './case.ts'

const id = idOf(1) as CaseId
const me = idOf(2) as PersonId
const other = idOf(3) as PersonId
const third = idOf(6) as PersonId
const ours = idOf(4) as UnitId
const theirs = idOf(5) as UnitId
const at = (hour: number, day = 20) => `2026-11-${day}T${String(hour).padStart(2, '0')}:00:00.000Z`

const report = { ...nothingKnown, source: 'desk', text: '垃圾外溢' }

describe('events of the first release', () => {
  const event = (kind: string, hour: number, data: object, by: PersonId | null = me): CaseEvent =>
    asCaseEvent({ id: idOf(40 + hour) as never, kind, version: 1, thing: id, at: at(hour), by, data: { ...data } })
  const first = event('case.reported', 1, { ...report, no: '20261120-0001' })
  const dispatched = event('case.dispatched', 2, { unitId: ours, dueAt: at(9), note: '' })
  const rectified = event('case.rectified', 3, { note: '', photos: [idOf(9)] }, other)
  const fold = (...events: CaseEvent[]) => events.reduce<Case | undefined>(evolve, undefined)!

  it('fold a life from report to close and back', () => {
    expect(fold(first)).toMatchObject({ no: '20261120-0001', state: 'reported', ball: 'desk', version: 1, reportedBy: me, closedAt: null })
    expect(fold(first, dispatched)).toMatchObject({ state: 'dispatched', ball: 'unit', unitId: ours, dueAt: at(9), version: 2 })
    expect(fold(first, dispatched, rectified)).toMatchObject({ state: 'rectified', ballAt: at(3), rectifiedBy: other })
    const done = [first, dispatched, rectified, event('case.verified', 4, { passed: true, note: '', photos: [] })]
    expect(fold(...done)).toMatchObject({ state: 'closed', outcome: 'done', closedAt: at(4), reopened: 0 })
    expect(fold(...done, event('case.reopened', 5, { note: '反弹', photos: [] }))).toMatchObject({
      state: 'dispatched',
      stage: 'dispatched',
      outcome: null,
      closedAt: null,
      reopened: 1,
      version: 5,
    })
  })

  it('go back to the unit when the verification fails', () => {
    const failed = event('case.verified', 4, { passed: false, note: '未清', photos: [] })
    const it = fold(first, dispatched, rectified, failed)
    expect(it).toMatchObject({ state: 'dispatched', unitId: ours, closedAt: null, life: { reworked: 1, handledAt: null } })
  })

  it('close without work, and reopen to the desk when no unit ever had it', () => {
    const closed = fold(first, event('case.closed', 2, { note: '重复' }))
    expect(closed).toMatchObject({ state: 'closed', closedAt: at(2), outcome: 'withoutWork' })
    expect(evolve(closed, event('case.reopened', 3, { note: '误结', photos: [] }))).toMatchObject({ state: 'reported', reopened: 1 })
  })

  it('begin with a report', () => expect(() => fold(dispatched)).toThrow('before case.reported'))
})

const actor = (role: (typeof roles)[number], unit: UnitId | null = ours, person = me): Actor => ({
  person,
  unit,
  role,
  may: permissionsOf(role),
})

/** Lives a case through steps of the shipped procedure, each by whoever is named; throws what is refused. */
function live(...steps: readonly (readonly [step: string, who: Actor, when: string, given?: Given])[]): Case {
  let it: Case | undefined = evolve(undefined, {
    kind: 'case.reported',
    thing: id,
    at: at(0),
    by: me,
    data: { ...report, no: 'N1', ...startOf() },
  })
  for (const [code, who, when, given = {}] of steps) {
    const refused = refusal(it, code, who, shippedVersion, when)
    if (refused) throw refused
    const step = shipped.steps.find((one) => one.step === code)!
    const [fault] = faultsIn(it, step, given, when)
    if (fault) throw new Error(`${fault.at} ${fault.says}`)
    const data = doneBy({ it, step, given, version: shippedVersion, at: when, timing: naturalTiming })
    it = evolve(it, { kind: step.event as 'case.moved', thing: id, at: when, by: who.person, data })
  }
  return it
}
const startOf = () => {
  const step = shipped.steps.find((one) => one.step === 'report')!
  const { procedure, to, clocks } = doneBy({ it: undefined, step, given: {}, version: shippedVersion, at: at(0), timing: naturalTiming })
  return { procedure, to, clocks, links: [] }
}

const office = actor('office', null, third)
const leader = actor('leader', null, idOf(7) as PersonId)
const unit = actor('unit')
const colleague = actor('unit', ours, other)
const checker = actor('checker', null, idOf(8) as PersonId)
const sent = ['dispatch', office, at(1), { unitId: ours, dueAt: at(9) }] as const
const proof = { photos: [idOf(9) as never] }

describe('the table', () => {
  it('lets every role do exactly what it says, in every state', async () => {
    const request = { kind: 'extend' as const, level: 1, levels: 1, by: idOf(11), at: at(1), approvals: [], dueAt: null, until: null }
    const looked = (state: string, life = unlived) => ({
      state,
      unitId: ours,
      rectifiedBy: other,
      dueAt: at(9),
      warnAt: null,
      closedAt: at(10),
      life,
    })
    const decides = (code: string) => shipped.steps.find(({ step, request: r }) => step === code && (r?.level ?? 0) > 0)?.request
    const states = [notYet, ...shipped.states.map(({ state }) => state)]
    const lines = states.flatMap((state) =>
      shipped.steps.flatMap(({ step }) => {
        const asked = decides(step)
        const it = looked(state, asked ? { ...unlived, request: { ...request, ...asked } } : unlived)
        const open = roles.filter((role) => refusal(state === notYet ? undefined : it, step, actor(role), shippedVersion, at(5)) === null)
        return open.length === 0 ? [] : [`${state.padEnd(10)} ${step.padEnd(18)} ${open.join(' ')}`]
      }),
    )
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('./case.grid.txt')
  })

  it('refuses every step from every state that its row does not name', () => {
    for (const { state } of shipped.states)
      for (const { step, from } of shipped.steps) {
        const code = refusal({ ...live(), state }, step, { ...theHouse }, shippedVersion, at(5))?.code
        expect([state, step, code === 'case.wrongState']).toEqual([state, step, !from.includes(state)])
      }
  })

  const code = (it: Case, step: string, who: Actor, when = at(5)) => refusal(it, step, who, shippedVersion, when)?.code ?? null
  it('keeps the work to the unit of the case', () => {
    const it = live(sent)
    expect(code(it, 'rectify', unit)).toBeNull()
    expect(code(it, 'rectify', actor('unit', theirs))).toBe('case.notYourCase')
    expect(code(it, 'rectify', actor('unit', null))).toBe('case.notYourCase')
    expect(code(it, 'rectify', actor('leader', ours))).toBe('case.notYourStep')
    expect(code(it, 'fly', unit)).toBe('case.noSuchStep')
  })
  it('keeps checking from the person who handled', () => {
    const it = live(sent, ['rectify', unit, at(3), proof])
    expect(code(it, 'verify', actor('checker', null, me))).toBe('case.samePerson')
    expect(code(it, 'verify', checker)).toBeNull()
  })
  it('a role that a city names takes the place of a permission', () => {
    const named = {
      ...shipped,
      steps: shipped.steps.map((one) => (one.step === 'dispatch' ? { ...one, who: [{ roles: ['street' as const] }] } : one)),
    }
    const version = { version: 3, procedure: named }
    expect(refusal(live(), 'dispatch', actor('street'), version, at(1))).toBeNull()
    expect(refusal(live(), 'dispatch', office, version, at(1))?.code).toBe('case.notYourStep')
  })
  it('a permission that reaches the own unit only, reaches no other by a changed row either', () => {
    const wide = {
      ...shipped,
      steps: shipped.steps.map((one) => (one.step === 'rectify' ? { ...one, who: [{ may: 'cases.rectify' as const }] } : one)),
    }
    const narrow: Actor = { ...actor('unit', theirs), narrow: new Map([['cases.rectify', 'unit']]) }
    expect(refusal(live(sent), 'rectify', narrow, { version: 3, procedure: wide }, at(2))?.code).toBe('case.notYourCase')
  })
})

describe('a life', () => {
  it('is confirmed, filed, dispatched, accepted, handled, checked, closed; each clock runs while it should', () => {
    const it = live(
      ['sendToConfirm', office, at(1)],
      ['confirm', actor('inspector'), at(2), { passed: true }],
      ['file', office, at(3), { class: '02-03' }],
      ['dispatch', office, at(4), { unitId: ours, dueAt: at(20) }],
      ['accept', unit, at(5)],
      ['handle', unit, at(6), { note: '已联系施工队' }],
      ['rectify', unit, at(7), proof],
      ['check', checker, at(8), { passed: false, note: '仍有' }],
      ['rectify', unit, at(9), proof],
      ['check', checker, at(10), { passed: true }],
      ['rework', office, at(11), { note: '照片不清' }],
      ['rectify', unit, at(12), proof],
      ['check', checker, at(13), { passed: true }],
      ['finish', office, at(14)],
    )
    expect(it).toMatchObject({ state: 'closed', outcome: 'done', class: '02-03', unitId: ours, life: { reworked: 2, handledAt: at(12) } })
    const { clocks } = it.life
    expect(clocks['file']).toEqual({
      state: 'stopped',
      spans: [
        [at(0), at(1)],
        [at(2), at(3)],
      ],
      dueAt: '2026-11-20T00:15:00.000Z',
    })
    expect(clocks['handle']!.spans).toEqual([
      [at(4), at(7)],
      [at(8), at(9)],
      [at(11), at(12)],
    ])
    expect(clocks['whole']).toEqual({ state: 'stopped', spans: [[at(0), at(14)]], dueAt: null })
  })

  it('a return needs a reason and keeps everything', () => {
    expect(() => live(sent, ['returnToDesk', unit, at(2), {}])).toThrow('note fault.case.note')
    const it = live(sent, ['returnToDesk', unit, at(2), { note: '不属本单位' }])
    expect(it).toMatchObject({ state: 'filed', ball: 'desk', unitId: ours, dueAt: at(9), life: { returned: 1, limitFrom: at(1) } })
  })

  it('refuses to file with a reason, and takes it up again at the desk', () => {
    const it = live(['refuse', office, at(1), { note: '不属城管范围' }])
    expect(it).toMatchObject({ state: 'refused', stage: 'closed', outcome: 'refused', closedAt: at(1) })
    expect(live(['refuse', office, at(1), { note: '不属' }], ['reopen', checker, at(2), { note: '复核' }])).toMatchObject({
      state: 'reported',
      outcome: null,
    })
  })

  it('more time: before the limit, at most one limit more, at most twice, decided by another', () => {
    const ask = (when: string, dueAt: string) => ['askExtension', unit, when, { dueAt, note: '缺材料' }] as const
    const grant = (when: string, who = office) => ['decideExtension', who, when, { passed: true }] as const
    // The limit runs from 1 to 9: eight hours.
    expect(() => live(sent, ask(at(2), at(18)))).toThrow('dueAt fault.case.tooLong')
    expect(() => live(sent, ask(at(2), at(9)))).toThrow('dueAt fault.case.notLater')
    expect(() => live(sent, ask(at(10), at(12)))).toThrow('case.tooLate')
    const asked = live(sent, ask(at(2), at(17)))
    expect(asked).toMatchObject({ state: 'dispatched', ball: 'unit', ballAt: at(1), asked: 'extend:1', dueAt: at(9) })
    expect(code(asked, 'decideExtension', { ...office, person: me })).toBe('case.sameAsker')
    expect(code(asked, 'askExtension', unit)).toBe('case.requestOpen')
    expect(() => live(sent, grant(at(2)))).toThrow('case.noRequest')
    const twice = live(sent, ask(at(2), at(17)), grant(at(3)), ask(at(4), at(1, 21)), grant(at(5)))
    expect(twice).toMatchObject({ dueAt: at(1, 21), asked: null, life: { grants: { extend: 2 } } })
    expect(code(twice, 'askExtension', unit)).toBe('case.oftenEnough')
    expect(live(sent, ask(at(2), at(17)), ['decideExtension', office, at(3), { passed: false, note: '不同意' }])).toMatchObject({
      dueAt: at(9),
      asked: null,
    })
    expect(live(sent, ask(at(2), at(17)), ['rectify', unit, at(3), proof]).asked).toBeNull()
  })

  it('rests after two approvals by others, its clock too, and goes on where it was with the time that was left', () => {
    const ask = ['askSuspension', unit, at(3), { until: at(0, 28), note: '待冬季施工' }] as const
    const endorse = ['endorseSuspension', office, at(4), { passed: true }] as const
    expect(() => live(sent, ['askSuspension', unit, at(3), { until: '2028-01-01T00:00:00.000Z', note: '久' }])).toThrow('untilTooFar')
    const endorsed = live(sent, ['accept', unit, at(2)], ask, endorse)
    expect(endorsed).toMatchObject({ state: 'handling', asked: 'suspend:2' })
    expect(code(endorsed, 'approveSuspension', { ...leader, person: third })).toBe('case.sameAsker')
    const rests = live(sent, ['accept', unit, at(2)], ask, endorse, ['approveSuspension', leader, at(5), { passed: true }])
    expect(rests).toMatchObject({ state: 'suspended', stage: 'suspended', ball: 'nobody', resumesAt: at(0, 28), asked: null })
    expect(rests.life.clocks['handle']).toMatchObject({ state: 'paused', spans: [[at(1), at(5)]] })
    expect(isOverdue(rests, at(20))).toBe(false)
    // Four hours were left at the pause.
    const on = live(
      sent,
      ['accept', unit, at(2)],
      ask,
      endorse,
      ['approveSuspension', leader, at(5), { passed: true }],
      ['resume', theHouse, at(0, 28)],
    )
    expect(on).toMatchObject({ state: 'handling', resumesAt: null, dueAt: at(4, 28) })
    expect(on.life.clocks['handle']).toMatchObject({
      state: 'running',
      spans: [
        [at(1), at(5)],
        [at(0, 28), null],
      ],
    })
    expect(code(on, 'askSuspension', unit, at(1, 28))).toBe('case.oftenEnough')
  })

  it('appeals lateness once, after close, by two levels of others; accepted it stays visible and counts no more', () => {
    const late = [sent, ['rectify', unit, at(10), proof], ['verify', checker, at(11), { passed: true }]] as const
    const inTime = live(sent, ['rectify', unit, at(8), proof], ['verify', checker, at(11), { passed: true }])
    expect(code(inTime, 'appeal', unit, at(12))).toBe('case.notLate')
    const appealed = live(...late, ['appeal', unit, at(12), { note: '暴雨' }])
    expect(code(appealed, 'reviewAppeal', unit, at(13))).toBe('case.sameAsker')
    const reviewed = [...late, ['appeal', unit, at(12), { note: '暴雨' }], ['reviewAppeal', colleague, at(13), { passed: true }]] as const
    expect(code(live(...reviewed), 'decideAppeal', { ...office, person: other }, at(14))).toBe('case.sameAsker')
    const accepted = live(...reviewed, ['decideAppeal', office, at(14), { passed: true }])
    expect(accepted).toMatchObject({ state: 'closed', exempt: true, asked: null })
    expect(code(accepted, 'appeal', unit, at(15))).toBe('case.oftenEnough')
    expect(live(...reviewed, ['decideAppeal', office, at(14), { passed: false, note: '不采纳' }])).toMatchObject({
      exempt: false,
      asked: null,
    })
  })

  it('is voided with a reason; every clock stops', () => {
    const it = live(sent, ['void', office, at(2), { note: '测试' }])
    expect(it).toMatchObject({ state: 'void', outcome: 'void', stage: 'closed', ball: 'nobody' })
    expect(Object.values(it.life.clocks).map(({ state }) => state)).toEqual(['stopped', 'stopped', 'stopped'])
  })

  it('shows every state and step under its own name', () => {
    for (const { state } of shipped.states) expect(findState(shipped, state)!.name.en).not.toBe('')
  })

  const code = (it: Case, step: string, who: Actor, when = at(6)) => refusal(it, step, who, shippedVersion, when)?.code ?? null
})

describe('an event of a table that a city wrote', () => {
  const happens = (it: Case, does: Effect[], data: Partial<Done> = {}, by: PersonId | null = me): Case =>
    evolve(it, {
      kind: 'case.moved',
      thing: id,
      at: at(6),
      by,
      data: Done.parse({ step: 'own', procedure: 3, does, to: null, ...data }),
    })

  it('leaves a link and nothing else where it only reaches another case', () => {
    const it = live(sent)
    const links = [{ kind: 'related' as const, id: idOf(30) as CaseId }]
    expect(happens(it, ['relate'], { links })).toEqual({ ...it, procedure: 3, version: 3, changedAt: at(6), life: { ...it.life, links } })
  })

  it('takes the unit and the limit away where it sets them and names none', () => {
    expect(happens(live(sent), ['assign'])).toMatchObject({ unitId: null, dueAt: at(9) })
    expect(happens(live(sent), ['limit'])).toMatchObject({ unitId: ours, dueAt: null, life: { limitFrom: at(6), limitDue: null } })
  })

  it('grants time without end where nobody said until when', () => {
    expect(happens(live(sent), ['extend'])).toMatchObject({ dueAt: null, unitId: ours })
    const rests = happens(live(sent), ['pause'])
    expect(rests).toMatchObject({ resumesAt: null, life: { before: { state: 'dispatched', stage: 'dispatched', ball: 'unit' } } })
    expect(happens(rests, ['resume'])).toMatchObject({ dueAt: at(9), life: { before: null } })
  })

  it('counts no approver where the house approved, and one where a person did', () => {
    const asked = live(sent, ['askSuspension', unit, at(3), { until: at(0, 28), note: '待冬季施工' }])
    const approved = (by: PersonId | null) => happens(asked, ['decide'], { passed: true }, by)
    expect(approved(null)).toMatchObject({ asked: 'suspend:2', life: { request: { level: 2, by: me, approvals: [] } } })
    expect(approved(third)).toMatchObject({ asked: 'suspend:2', life: { request: { level: 2, by: me, approvals: [third] } } })
  })
})

describe('isOverdue', () => {
  it('counts open work after its time, not work that waits for somebody else', () => {
    const late = (stage: Case['stage'], dueAt: string | null) => isOverdue({ stage, dueAt }, at(5))
    const stages = ['dispatched', 'reported', 'rectified', 'suspended', 'closed'] as const
    expect(stages.map((stage) => late(stage, at(4)))).toEqual([true, true, false, false, false])
    expect([late('dispatched', at(6)), late('dispatched', null)]).toEqual([false, false])
  })
})

describe('the light', () => {
  const minutes = (hour: number, minute: number, day = 20) => at(hour, day).replace(':00:00', `:${String(minute).padStart(2, '0')}:00`)
  const ask = ['askExtension', unit, at(2), { dueAt: at(17), note: '缺材料' }] as const
  it('is yellow from four fifths of the limit, red when it is over, and out when the unit owes nothing', () => {
    const it = live(sent)
    expect(it).toMatchObject({ dueAt: at(9), warnAt: minutes(7, 24) })
    expect([minutes(7, 23), minutes(7, 24), at(9)].map((now) => caseLight(it, now))).toEqual(['green', 'yellow', 'red'])
    expect(caseLight(live(), at(9))).toBe('none')
    expect(caseLight(live(sent, ['rectify', unit, at(3), proof]), at(10))).toBe('none')
    expect(caseLight({ ...it, stage: 'closed' }, at(10))).toBe('none')
  })
  it('moves with more time, by its share of it', () => {
    const it = live(sent, ask, ['decideExtension', office, at(3), { passed: true }])
    expect(it).toMatchObject({ dueAt: at(17), warnAt: minutes(13, 48) })
    const old = { ...live(sent, ask), warnAt: null }
    const step = shipped.steps.find((one) => one.step === 'decideExtension')!
    const done = doneBy({ it: old, step, given: { passed: true }, version: shippedVersion, at: at(3), timing: naturalTiming })
    expect([done.dueAt, done.warnAt]).toEqual([at(17), undefined])
    const free = doneBy({
      it: { ...old, dueAt: null, warnAt: at(7) },
      step,
      given: { passed: true },
      version: shippedVersion,
      at: at(3),
      timing: naturalTiming,
    })
    expect(free.warnAt).toBeUndefined()
  })
  it('rests with the case, and goes on with the time that was left', () => {
    const rests = live(
      sent,
      ['askSuspension', unit, at(3), { until: at(0, 28), note: '待冬季施工' }],
      ['endorseSuspension', office, at(4), { passed: true }],
      ['approveSuspension', leader, at(5), { passed: true }],
    )
    expect(caseLight(rests, at(20))).toBe('paused')
    const step = shipped.steps.find((one) => one.step === 'resume')!
    const resumed = (it: Case) => doneBy({ it, step, given: {}, version: shippedVersion, at: at(0, 28), timing: naturalTiming })
    expect(resumed(rests)).toMatchObject({ dueAt: at(4, 28), warnAt: minutes(2, 24, 28) })
    expect(resumed({ ...rests, warnAt: null }).warnAt).toBeUndefined()
  })
  it('keeps the calendar that a condition was counted by, until a day is set by hand', () => {
    const step = shipped.steps.find((one) => one.step === 'dispatch')!
    const limit = { limitCounts: 'working' as const, warnAt: at(6), calendar: 'cn-2026' }
    const given = { unitId: ours, dueAt: at(9) }
    const data = doneBy({ it: live(), step, given, version: shippedVersion, at: at(1), timing: naturalTiming, limit })
    const it = evolve(live(), { kind: 'case.dispatched', thing: id, at: at(1), by: me, data })
    expect(it).toMatchObject({ warnAt: at(6), life: { calendar: 'cn-2026', limitCounts: 'working' } })
    const byHand = doneBy({ it, step, given, version: shippedVersion, at: at(2), timing: naturalTiming })
    expect(evolve(it, { kind: 'case.dispatched', thing: id, at: at(2), by: me, data: byHand }).life.calendar).toBeUndefined()
  })
})
