import { describe, expect, it } from 'vitest'
import { readFileSync } from 'node:fs'
import { idOf } from '../../../test/smallCity.ts'
import { languages } from '../../base/text.ts'
import { fromWgs84, inWgs84 } from '../../city/coordinates.ts'
import { nothingKnown, Report } from '../case.ts'
import { callOf } from '../cases.api.ts'
import { hotline12345 } from './hotline12345.ts'
import { calledIds, sourceIds, sources } from './index.ts'
import { media } from './media.ts'
import { open311 } from './open311.ts'
import { hasMarkup, plainText } from './plainText.ts'
import { resident } from './resident.ts'

describe('every source', () => {
  it.each(sourceIds)('%s has its words in every language', (id) => {
    for (const language of languages) {
      const words = JSON.parse(readFileSync(new URL(`../../../locales/${language}.json`, import.meta.url), 'utf8')) as Record<
        string,
        string
      >
      expect(words[`cases.source.${id}`]).toBeTruthy()
      if (sources[id].door === 'call') expect(words[`call.cases.from.${id}`]).toBeTruthy()
    }
  })
  it('is known by the name it is listed under, and has a call unless the public sends it', () => {
    expect(sourceIds.map((id) => sources[id].id)).toEqual(sourceIds)
    expect(calledIds.map(callOf)).toEqual(['fromDesk', 'fromObservation', 'fromHotline12345', 'fromMedia'])
  })
})

describe('the hotline', () => {
  const input = (more: object = {}) => hotline12345.input.parse({ orderNo: ' GD-1 ', text: '<p>路灯&nbsp;不亮</p><p>已三天</p>', ...more })
  it('is known by its order number, and its words lose their markup', () => {
    expect(hotline12345.keyOf!(input())).toBe('GD-1')
    expect(Report.parse(hotline12345.toReport(input(), nothingKnown))).toEqual({
      ...nothingKnown,
      source: 'hotline12345',
      text: '路灯 不亮\n已三天',
      origin: { externalId: 'GD-1', link: null, outlet: '', on: null, answers: {} },
    })
  })
  it('converts its coordinates at the door', () => {
    const place = [116.4, 39.9] as [number, number]
    const told = input({ place: fromWgs84(place, 'GCJ-02'), crs: 'GCJ-02', class: '02-03', dueAt: '2026-11-22T01:00:00Z' })
    expect(() => hotline12345.toReport(told, nothingKnown)).toThrow('GCJ-02')
    const report = hotline12345.toReport(inWgs84(told), nothingKnown)
    expect(report.place!.map((value, index) => Math.abs(value - place[index]!) < 1e-6)).toEqual([true, true])
    expect(report).toMatchObject({ class: '02-03', dueAt: '2026-11-22T01:00:00.000Z' })
  })
  it('refuses what is empty without its markup, and what is longer than a case may be', () => {
    expect(hotline12345.input.safeParse({ orderNo: '1', text: '<p> </p>' }).success).toBe(false)
    expect(hotline12345.input.safeParse({ orderNo: '1', text: '很'.repeat(10_001) }).success).toBe(false)
    expect(hotline12345.input.safeParse({ orderNo: '', text: '路灯不亮' }).success).toBe(false)
  })
})

describe('other sources', () => {
  it('media keep link, outlet and day', () => {
    const told = { text: '河道漂浮垃圾', link: 'https://news.example/1', outlet: '晚报', publishedOn: '2026-11-19' }
    const full = { ...told, class: '01-02', place: [116, 39], dueAt: '2026-11-22T01:00:00.000Z' }
    expect(media.toReport(media.input.parse(told), nothingKnown)).toMatchObject({
      source: 'media',
      class: null,
      place: null,
      dueAt: null,
      origin: { externalId: null, link: told.link, outlet: '晚报', on: '2026-11-19' },
    })
    expect(media.toReport(media.input.parse(full), nothingKnown)).toMatchObject({ class: '01-02', place: [116, 39], dueAt: full.dueAt })
    expect(media.input.safeParse({ ...told, link: 'javascript:alert(1)' }).success).toBe(false)
  })
  it('residents and apps never set a time limit', () => {
    const told = { text: '井盖破损', class: null, place: null, address: '东街 5 号', photos: [idOf(1)] }
    const suggested = { ...nothingKnown, dueAt: '2026-11-22T01:00:00.000Z' }
    expect(resident.toReport(resident.input.parse(told), suggested)).toMatchObject({
      source: 'resident',
      dueAt: null,
      address: '东街 5 号',
    })
    const sent = open311.input.parse({ ...told, origin: { answers: { SIZE: 'big' } } })
    expect(open311.toReport(sent, suggested)).toMatchObject({
      source: 'open311',
      dueAt: null,
      origin: { externalId: null, answers: { SIZE: 'big' } },
    })
  })
})

describe('plainText', () => {
  it.each([
    ['a < b 而 c > d', 'a < b 而 c > d'],
    ['一\r\n二\r三', '一\n二\n三'],
    ['<script>alert(1)</script>垃圾<br/>堆放', '垃圾\n堆放'],
    ['&lt;b&gt; <b>粗</b>&amp;&quot;&apos;', '<b> 粗&"\''],
    ['&lt;b&gt; 没有标签', '&lt;b&gt; 没有标签'],
    ['x\u0000\u0007y \n\n\n\n z', 'xy\n\n z'],
    ['<style>p{}', ''],
  ])('%j → %j', (text, plain) => expect(plainText(text)).toBe(plain))
  it('reads many spaces once', () => expect(plainText(`甲${' '.repeat(200_000)}乙`)).toHaveLength(200_002))
  it('takes out what turns the order of letters, and what nobody sees', () => expect(plainText('甲\u200b乙\u202e丙\u2066')).toBe('甲乙丙'))
  it('knows markup of a page from a comparison', () =>
    expect(['<i>', '1<2>0', '<img src=x onerror=1>'].map(hasMarkup)).toEqual([true, false, true]))
})
