import { expect, it } from 'vitest'
import type { AreaId, UnitId } from '../../base/ids.ts'
import { findLayout } from '../../sheets/columns.ts'
import { type KnownRule, type OwnerContext, ownerTableColumns, understandOwners } from './ownersTable.ts'

const id = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}` as AreaId & UnitId
const known: KnownRule = { id: id(1), class: 'A02', areaId: null, unitId: id(21), unitKind: null, note: '三定方案' }
const context: OwnerContext = {
  rules: [known],
  classes: ['A02-01', 'B01-01'],
  areas: [
    { id: id(10), code: '990100', nameZh: '明城市', level: 'city' },
    { id: id(11), code: '990102001', nameZh: '北街街道', level: 'street' },
    { id: id(12), code: '990102001001', nameZh: '和平社区', level: 'community' },
    { id: id(13), code: '990102002001', nameZh: '和平社区', level: 'community' },
  ],
  units: [
    { id: id(21), code: 'cgj', nameZh: '城市管理局' },
    { id: id(22), code: 'yl', nameZh: '园林处' },
  ],
  kinds: [{ id: 'JDB', titles: ['街道办事处', 'Subdistrict office'] }],
}
const head = ['案件类别', '区划代码', '区域', '单位编码', '责任单位', '单位类别', '依据']
const read = (lines: string[][], options = {}, its = context) => {
  const sheet = { name: 's', rows: lines.map((line) => line.map((text) => ({ text }))), hidden: false, hiddenRows: [], hiddenColumns: [] }
  const book = { kind: 'csv', sheets: [sheet], notes: [] } as const
  const layout = findLayout(sheet, ownerTableColumns)
  return understandOwners({ book, layouts: layout ? [layout] : [], options }, its)
}
const says = (faults: readonly { row?: number | undefined; at: string; says: string }[]) =>
  faults.map(({ row, at, says }) => `${row}${at} ${says.replace('fault.owners.', '')}`)

it('reads rules by code or by name; what stands already is left alone', () => {
  const found = read([
    head,
    ['A02', '', '全市', 'cgj', '', '', '三定方案'],
    ['A02', '', '北街街道', '', '园林处', '', ''],
    ['所有类别', '990102001001', '任何名字', '', '', '街道办事处', '属地'],
    ['B01', '990100', '', 'YL', '', '', ''],
  ])
  expect([found.faults, found.hints]).toEqual([[], []])
  expect(found.counts).toEqual({ new: 3, changed: 0, same: 1, refused: 0 })
  expect(found.plan.rules).toEqual([
    { id: null, class: 'A02', areaId: id(11), unitId: id(22), unitKind: null, note: '' },
    { id: null, class: '', areaId: id(12), unitId: null, unitKind: 'JDB', note: '属地' },
    { id: null, class: 'B01', areaId: null, unitId: id(22), unitKind: null, note: '' },
  ])
  expect(found.rows[2]!.values).toEqual({ areaCode: '990102001001', area: '和平社区', unitKind: 'JDB', note: '属地' })
})

it('changes a rule that says something else, whatever of it is new', () => {
  for (const line of [
    ['A02', '', '', 'yl', '', '', '三定方案'],
    ['A02', '', '', '', '', 'jdb', '三定方案'],
    ['A02', '', '', 'cgj', '', '', '新三定方案'],
  ]) {
    const found = read([head, line])
    expect([found.counts['changed'], found.plan.rules[0]!.id]).toEqual([1, known.id])
  }
})

it('refuses a row with its column and the remedy, and leaves it out when told to', () => {
  const lines = [
    head,
    ['A'.repeat(33), '', '', 'cgj', '', '', ''],
    ['A02', '', '和平社区', 'cgj', '', '', ''],
    ['A02', '77', '', 'nobody', '', '', ''],
    ['A02', '', '', '', '月球局', '', ''],
    ['A02', '', '', '', '', '飞船局', ''],
    ['A02', '', '', '', '', '', ''],
    ['A02', '', '', 'cgj', '', 'JDB', ''],
    ['A02', '', '', 'cgj', '', '', '长'.repeat(501)],
    ['B01', '', '', 'cgj', '', '', ''],
    ['B01', '990100', '', 'yl', '', '', ''],
    ['C9', '', '', 'yl', '', '', ''],
  ]
  const found = read(lines)
  expect(says(found.faults)).toEqual([
    '2A badClass',
    '3C unknownArea',
    '4B unknownArea',
    '4D unknownUnit',
    '5E unknownUnit',
    '6F unknownKind',
    '7E nobody',
    '8F both',
    '9G longNote',
    '11A twice',
  ])
  expect(says(found.hints)).toEqual(['12A unknownClass'])
  expect(found.counts).toEqual({ new: 2, changed: 0, same: 0, refused: 9 })
  const skipped = read(lines, { refused: 'skip' })
  expect([skipped.faults.length, skipped.hints.length, skipped.plan.rules.length]).toEqual([0, 11, 2])
  expect(read(lines.slice(0, 1)).plan.rules).toEqual([])
})

it('says nothing of classes in a city that has none, and names no column that the table lacks', () => {
  const bare = { ...context, classes: [], units: [...context.units, { id: id(23), code: 'x', nameZh: '园林处' }] }
  const found = read(
    [
      ['类别', '责任单位'],
      ['Z', '城市管理局'],
      ['Y', '园林处'],
      ['X', ''],
    ],
    {},
    bare,
  )
  expect(found.hints).toEqual([])
  expect(says(found.faults)).toEqual(['3B unknownUnit', '4B nobody'])
  const noNote = [
    ['类别', '单位编码'],
    ['A02', 'cgj'],
    ['A0', 'cgj'],
  ]
  expect(read(noNote).counts).toEqual({ new: 1, changed: 0, same: 1, refused: 0 })
  const noUnit = read([
    ['类别', '区域', '单位类别'],
    ['Z', '北街街道', ''],
  ])
  expect(says(noUnit.faults)).toEqual(['2 nobody'])
})
