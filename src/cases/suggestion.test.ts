import { describe, expect, it } from 'vitest'
import { idOf } from '../../test/smallCity.ts'
import type { AreaId, EvidenceId, ObservationId, PointId, UnitId } from '../base/ids.ts'
import type { Language } from '../base/text.ts'
import { say } from '../server/say.ts'
import { unitFor } from '../city/unitFor.ts'
import { desk } from './sources/desk.ts'
import { observation } from './sources/observation.ts'
import { type CasePoint, endOfDay, type Finding, suggestion } from './suggestion.ts'

const now = '2026-11-20T15:30:00.000Z'
const area = (n: number) => idOf(n) as AreaId
const unit = (n: number, kind: string, areaId: AreaId | null = null) => ({ id: idOf(n) as UnitId, kind, areaId })
const point: CasePoint = {
  id: idOf(1) as PointId,
  title: { zh: '东街市场', en: 'East Market' },
  place: [116, 39],
  streetId: area(11),
  unitId: null,
  areas: [area(12), area(11), area(10)],
}
const finding: Finding = {
  observationId: idOf(2) as ObservationId,
  fact: 'LITTER',
  title: { zh: '无垃圾', en: 'no litter' },
  note: '门口一袋',
  factor: 0,
  pointId: point.id,
  photos: [idOf(3) as EvidenceId],
  caseClass: '01-02',
  severity: 3,
  unitKinds: ['street'],
}

const speaking = (language: Language) => ({ language, phrase: (key: string, values: Record<string, string>) => say(language, key, values) })
const zh = speaking('zh-CN')
const en = speaking('en')

describe('suggestion', () => {
  it('fills a case from a failed check so that one click raises it', () => {
    const units = [unit(20, 'street', area(11)), unit(21, 'street', area(99))]
    expect(suggestion({ finding, point, units, ...zh }, now)).toEqual({
      text: '东街市场：不符合“无垃圾”（门口一袋）',
      class: '01-02',
      pointId: point.id,
      observationId: finding.observationId,
      fact: 'LITTER',
      place: [116, 39],
      streetId: area(11),
      unitId: idOf(20),
      dueAt: '2026-11-21T10:00:00.000Z',
      photos: finding.photos,
      address: '',
      origin: null,
    })
    expect(suggestion({ finding, point, units, ...en }, now).text).toBe('East Market: fails “no litter” (门口一袋)')
  })

  it('keeps to the owner of the place, and to nothing where nothing is known', () => {
    const owned = { ...point, unitId: idOf(30) as UnitId }
    expect(suggestion({ finding: { ...finding, note: '', title: null }, point: owned, units: [], ...zh }, now)).toMatchObject({
      unitId: idOf(30),
      text: '东街市场',
    })
    expect(suggestion({ units: [], ...en }, now)).toMatchObject({
      text: '',
      unitId: null,
      dueAt: '2026-11-25T10:00:00.000Z',
      photos: [],
    })
  })

  it('ends at six in the evening of the city', () => expect(endOfDay('2026-11-20T16:30:00.000Z', 1)).toBe('2026-11-22T10:00:00.000Z'))
})

describe('unitFor', () => {
  const units = [
    unit(1, 'street', area(10)),
    unit(2, 'street', area(12)),
    unit(3, 'bureau'),
    unit(4, 'bureau', area(98)),
    unit(5, 'far', area(98)),
  ]
  it('takes the nearest unit of the first kind that has one', () => {
    expect(unitFor(units, ['street'], point.areas)).toBe(idOf(2))
    expect(unitFor(units, ['far', 'bureau'], point.areas)).toBe(idOf(3))
    expect(unitFor(units, ['far'], point.areas)).toBeUndefined()
    expect(unitFor(units, ['street'], [])).toBeUndefined()
  })
})

describe('sources', () => {
  const known = suggestion({ finding, point, units: [], ...zh }, now)
  it('let the sender change what was filled in', () => {
    expect(observation.toReport({ observationId: finding.observationId }, known)).toEqual({ ...known, source: 'observation' })
    const changed = { text: '改', class: 'x', unitId: idOf(7) as UnitId, dueAt: now, photos: [] }
    expect(observation.toReport({ observationId: finding.observationId, ...changed }, known)).toMatchObject(changed)
    expect(desk.toReport({ text: '电话反映', photos: [] }, known)).toMatchObject({
      source: 'desk',
      text: '电话反映',
      class: null,
      dueAt: null,
      place: [116, 39],
    })
    const full = { text: '见图', class: 'y', place: [1, 2] as [number, number], unitId: idOf(8) as UnitId, dueAt: now, photos: [] }
    expect(desk.toReport(full, known)).toMatchObject(full)
  })
})
