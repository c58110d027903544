import { describe, expect, it } from 'vitest'
import { idOf } from '../../test/smallCity.ts'
import type { PointId, PostId, UnitId } from '../base/ids.ts'
import { DutyValues } from './duty.ts'
import {
  criterionOf,
  dayOfText,
  dutyOf,
  idOfName,
  mergeRow,
  milestonesOf,
  milestonesText,
  nameOf,
  type Names,
  postOf,
  postText,
  readRow,
  type TaskColumn,
} from './task-table.ts'

const unit = (n: number) => idOf(n) as UnitId
const post = (n: number) => idOf(n) as PostId
const names: Names = {
  areas: [
    { id: idOf(1), code: '01', name: '东街街道' },
    { id: idOf(2), code: '02', name: '新村社区' },
    { id: idOf(3), code: '03', name: '新村社区' },
  ],
  units: [
    { id: unit(10), code: 'U10', name: '市场监管局' },
    { id: unit(11), code: 'U11', name: '住建局' },
  ],
  posts: [
    { id: post(20), unitId: unit(10), title: '副局长', holder: '甲' },
    { id: post(21), unitId: unit(10), title: '科员', holder: null },
    { id: post(22), unitId: unit(11), title: '副局长', holder: '乙' },
    { id: post(23), unitId: unit(11), title: '科员', holder: null },
    { id: post(24), unitId: unit(11), title: '科员', holder: null },
  ],
  points: new Map([['P001', idOf(30) as PointId]]),
  criteria: [
    { id: 'C1', title: { zh: '市场整洁有序', en: 'Markets are tidy' } },
    { id: 'C2', title: { zh: '道路整洁', en: '' } },
    { id: 'C3', title: { zh: '道路整洁', en: '' } },
  ],
}

describe('names', () => {
  it('are written alone when only one has them, else with their code, and read back', () => {
    expect(nameOf(names.areas, idOf(1))).toBe('东街街道')
    expect(nameOf(names.areas, idOf(3))).toBe('新村社区[03]')
    expect([nameOf(names.areas, null), nameOf(names.areas, idOf(9))]).toEqual(['', ''])
    expect(idOfName(names.areas, '新村社区[03]')).toBe(idOf(3))
    expect(idOfName(names.areas, '新村社区')).toBe('ambiguous')
    expect(idOfName(names.areas, ' 东街 街道')).toBe(idOf(1))
    expect(idOfName(names.units, 'u10')).toBe(unit(10))
    expect(idOfName(names.units, '城管局')).toBe('unknown')
  })

  it('of posts are a title, a holder, or both; what cannot be told apart carries its id', () => {
    for (const [id, lead, text] of [
      [post(20), unit(10), '副局长(甲)'],
      [post(21), unit(10), '科员'],
      [post(22), unit(10), '住建局/副局长(乙)'],
      [post(24), unit(11), `住建局/科员[${post(24)}]`],
    ] as const) {
      expect(postText(names, id, lead)).toBe(text)
      expect(postOf(names, text, lead)).toBe(id)
    }
    expect(postText(names, null, null)).toBe('')
    expect(postOf(names, '乙', unit(10))).toBe(post(22))
    expect(postOf(names, '副局长\uff08甲\uff09', null)).toBe(post(20))
    expect(postOf(names, '副局长', null)).toBe('ambiguous')
    expect(postOf(names, '副局长', unit(11))).toBe(post(22))
    expect(postOf(names, '丙', unit(11))).toBe('unknown')
    expect(postOf(names, '城管局/副局长', null)).toBe('unknown')
    expect(postOf(names, `x[${idOf(99)}]`, null)).toBe('unknown')
  })
})

describe('days and steps', () => {
  it('are read as people write them', () => {
    for (const text of ['2026-12-31', '2026/12/31', '2026.12.31', '2026年12月31日', '２０２６-12-31', '2026-12-31 00:00'])
      expect(dayOfText(text)).toBe('2026-12-31')
    expect(dayOfText('2026年2月3日')).toBe('2026-02-03')
    expect([dayOfText('2026-02-30'), dayOfText('年底前')]).toEqual([undefined, undefined])
  })
  it('go out and come back', () => {
    const steps = [
      { dueOn: '2026-12-01', title: '排查 到位', doneOn: '2026-11-30' },
      { dueOn: '2026-12-31', title: '整改(第一轮)', doneOn: null },
    ]
    expect(milestonesOf(milestonesText(steps))).toEqual(steps)
    expect(milestonesOf('2026年12月1日\uff1a排查\uff1b2026/12/31 整改')).toEqual([
      { dueOn: '2026-12-01', title: '排查', doneOn: null },
      { dueOn: '2026-12-31', title: '整改', doneOn: null },
    ])
    expect(milestonesOf('年底前整改')).toBeUndefined()
    expect(milestonesOf('2026-13-01 x')).toBeUndefined()
    expect(milestonesOf('')).toEqual([])
  })
})

describe('criteria', () => {
  it('are found by code, or by words with or without their number', () => {
    expect(criterionOf(names, 'c1', undefined)).toBe('C1')
    expect(criterionOf(names, '', '1)市场整洁有序')).toBe('C1')
    expect(criterionOf(names, undefined, '\uff08\uff11\uff09 Markets are tidy'.replace('\uff11', '1'))).toBe('C1')
    expect(criterionOf(names, undefined, '道路整洁')).toBe('ambiguous')
    expect(criterionOf(names, 'C9', '没有')).toBe('unknown')
    expect(criterionOf(names, undefined, undefined)).toBe('unknown')
  })
})

/** Reads a row given as an object and gives the values, or the faults as `column says`. */
function check(row: Partial<Record<TaskColumn, string>>, expected: object | string[]): void {
  const faults: string[] = []
  const values = readRow(
    names,
    (column) => row[column],
    (column, says) => void faults.push(`${column} ${says}`),
  )
  if (Array.isArray(expected)) expect(faults).toEqual(expected)
  else {
    expect(faults).toEqual([])
    expect(values).toEqual(expected)
  }
}

describe('rows', () => {
  it('set only what the table has columns for; an empty cell empties', () => {
    check({ criterion: 'C1' }, { criterion: 'C1' })
    check(
      { criterion: 'C1', area: '全市', lead: '', helpers: '住建局、U10', leader: '', points: 'P001', dueOn: '', state: '' },
      {
        criterion: 'C1',
        areaId: null,
        leadUnitId: null,
        helperIds: [unit(11), unit(10)],
        leaderPostId: null,
        pointIds: [idOf(30)],
        dueOn: null,
      },
    )
    check(
      {
        criterion: 'C1',
        lead: '市场监管局',
        person: '科员',
        task: '查',
        milestones: '2026-12-01 x',
        state: '已完成',
        startOn: '2026-01-01',
      },
      {
        criterion: 'C1',
        leadUnitId: unit(10),
        personPostId: post(21),
        task: '查',
        milestones: [{ dueOn: '2026-12-01', title: 'x', doneOn: null }],
        state: 'done',
        startOn: '2026-01-01',
      },
    )
  })
  it('name every doubt by its column', () => {
    check(
      {
        standard: '道路整洁',
        area: '新村社区',
        lead: '城管局',
        helpers: '住建局、环卫所',
        leader: '副局长',
        person: '丁',
        points: 'P9',
        dueOn: '年底',
        milestones: '年底 x',
        state: '大概',
      },
      [
        'standard ambiguousCriterion',
        'lead unknownName',
        'area ambiguousName',
        'helpers unknownName',
        'leader ambiguousPost',
        'person unknownPost',
        'points unknownName',
        'milestones milestoneNoDate',
        'state unknownState',
        'dueOn notADay',
      ],
    )
    check({ standard: '没有' }, ['standard unknownCriterion'])
  })
})

describe('duties of rows', () => {
  const values = DutyValues.parse({
    editionId: idOf(401),
    criterion: 'C1',
    task: 'a',
    milestones: [{ id: idOf(50), title: '排查', dueOn: '2026-12-01' }],
  })
  const duty = { id: idOf(60) as never, version: 1, values }
  it('are known by number, else when only one fits', () => {
    expect(dutyOf([duty], duty.id, {})).toBe(duty)
    expect(dutyOf([duty], idOf(61), {})).toBe('unknown')
    expect(dutyOf([duty], '', { criterion: 'C1' })).toBe(duty)
    expect(dutyOf([duty, { ...duty, id: idOf(62) as never }], undefined, { criterion: 'C1' })).toBeUndefined()
    expect(dutyOf([duty], undefined, { criterion: 'C1', areaId: idOf(1) as never })).toBeUndefined()
  })
  it('keep what the table does not say, and the ids of steps that stay', () => {
    const merged = mergeRow(
      values.editionId,
      values,
      {
        criterion: 'C1',
        effect: 'e',
        milestones: [
          { title: '排查', dueOn: '2026-12-01', doneOn: null },
          { title: '新', dueOn: '2026-12-02', doneOn: null },
        ],
      },
      (n) => idOf(70 + n),
    )
    expect(merged).toMatchObject({ task: 'a', effect: 'e', milestones: [{ id: idOf(50) }, { id: idOf(71), title: '新' }] })
    expect(mergeRow(values.editionId, undefined, { criterion: 'C2' }, () => '')).toMatchObject({
      criterion: 'C2',
      milestones: [],
      state: 'open',
      leadUnitId: null,
    })
    expect(mergeRow(values.editionId, undefined, { criterion: 'C2', milestones: [] }, () => '').milestones).toEqual([])
  })
})
