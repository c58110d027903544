import { describe, expect, it } from 'vitest'
import {
  bareUnit,
  evidenceKind,
  isRemark,
  isTotalWord,
  looksLikeMethods,
  readHeading,
  readMethods,
  readPoints,
  readThreshold,
  readUnits,
} from './read-words.ts'

describe('methods in words', () => {
  const check = (text: string) => {
    const { methods, unknown } = readMethods(text)
    return [
      ...methods.map(({ method, points }) => (points === undefined ? method : `${method} ${points}`)),
      ...unknown.map((word) => `?${word}`),
    ]
  }
  it('reads them with and without points, in any order', () => {
    expect(check('材料审核、实地考察')).toEqual(['materials', 'onsite'])
    expect(check('网上申报(2分)+问卷调查(1.5分)')).toEqual(['materials 200', 'survey 150'])
    expect(check('实地考察和主管部门提供意见')).toEqual(['onsite', 'opinion'])
    expect(check('整体观察;统计数据')).toEqual(['observation', 'statistics'])
    expect(check('材料审核、材料审核')).toEqual(['materials'])
    expect(check('抽查')).toEqual(['?抽查'])
  })
  it('knows a column of methods by its look', () => {
    expect(looksLikeMethods('材料审核、实地考察')).toBe(true)
    expect(looksLikeMethods('开展实地走访慰问困难群众和材料整理归档工作情况良好的单位')).toBe(false)
  })
})

describe('points', () => {
  it('are hundredths or nothing', () => {
    expect(['2分', '１．５', '0.125', '2分半', '2-3', '', '-1'].map(readPoints)).toEqual([
      200,
      150,
      undefined,
      undefined,
      undefined,
      undefined,
      -100,
    ])
  })
})

describe('units', () => {
  it('are read with their parts', () => {
    expect(readUnits('牵头:城管局;配合:住建局、各街道')).toEqual({ lead: '城管局', support: ['住建局', '各街道'], guessed: false })
    expect(readUnits('牵头单位:市城管局 配合单位:市住建局')).toEqual({ lead: '市城管局', support: ['市住建局'], guessed: false })
    expect(readUnits('市住建局、市城管局(牵头)')).toEqual({ lead: '市城管局', support: ['市住建局'], guessed: false })
    expect(readUnits('教育局、团委')).toEqual({ lead: '教育局', support: ['团委'], guessed: true })
    expect(readUnits('乡镇(街道)')).toEqual({ lead: '乡镇(街道)', support: [], guessed: false })
    expect(readUnits('')).toEqual({ support: [], guessed: false })
  })
  it('are one under many names', () => {
    expect(['市城市管理局', '区城管局', '城管局', '各街道办事处', '县卫生健康委员会', '市委宣传部', '区公安分局'].map(bareUnit)).toEqual([
      '城管局',
      '城管局',
      '城管局',
      '街道/乡镇',
      '卫健委',
      '宣传部',
      '公安局',
    ])
  })
})

describe('sentences', () => {
  it('state limits', () => {
    expect(readThreshold('绿化覆盖率不低于41%')).toEqual({ op: '>=', value: '41', unit: '%' })
    expect(readThreshold('人均公园绿地面积≥14.8平方米')).toEqual({ op: '>=', value: '14.8', unit: '平方米' })
    expect(readThreshold('婴儿死亡率不高于5.6‰')).toEqual({ op: '<=', value: '5.6', unit: '‰' })
    expect(readThreshold('接种率90%以上')).toEqual({ op: '>=', value: '90', unit: '%' })
    expect(readThreshold('完成100以上')).toEqual({ op: '>=', value: '100', unit: '' })
    expect(readThreshold('道路整洁')).toBeUndefined()
  })
  it('begin with numbers that are not their words', () => {
    expect(readHeading('一、廉洁高效的政务环境(10分)')).toEqual({ title: '廉洁高效的政务环境', points: 1000 })
    expect(readHeading('(二)市容环境')).toEqual({ title: '市容环境' })
    expect(readHeading('Ⅱ-3 政务公开')).toEqual({ title: '政务公开' })
    expect(readHeading('12、绿化')).toEqual({ title: '绿化', no: 12 })
    expect(readHeading('一、(5分)')).toEqual({ title: '一、', points: 500 })
    expect(readHeading('12345热线')).toEqual({ title: '12345热线' })
  })
  it('ask for proof', () =>
    expect(['工作方案', '实景照片', '统计报表', '自评报告', '其他'].map(evidenceKind)).toEqual([
      'document',
      'photo',
      'data',
      'explanation',
      'document',
    ]))
  it('sum up or remark', () =>
    expect([isTotalWord('合 计'), isTotalWord('小计:'), isTotalWord('合计划'), isRemark('注:本表'), isRemark('注册')]).toEqual([
      true,
      true,
      false,
      true,
      false,
    ]))
})

it('reads what never closes once, however much of it there is', () => {
  for (const text of ['('.repeat(300_000), '(甲'.repeat(150_000)]) {
    expect(readMethods(text)).toEqual({ methods: [], unknown: [text] })
    expect(readUnits(text).lead).toBe(text)
  }
})
