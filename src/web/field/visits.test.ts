/** One point under the street's pack and under a sealed sample's: each visit goes its own way, and none is lost. */
import { describe, expect, it } from 'vitest'
import type { Draft } from '../../field/draft.ts'
import type { Mark, Writing } from './keep.ts'
import { allIn, type Belongs, belongsTo, isBegun, markUnder, packKeyOf } from './marks.ts'
import { drop, findVisit, held, keep } from './visits.ts'

/** The two tables of the device, in memory. */
function device() {
  const tables = { drafts: new Map<string, Draft>(), marks: new Map<string, Mark>(), photos: new Map<string, unknown>() }
  const of = (name: string) => tables[name as keyof typeof tables] as Map<string, unknown>
  const writing = {
    get: async (name: string, key: string) => of(name).get(key),
    put: async (name: string, value: Draft & Mark) => of(name).set(name === 'marks' ? value.pointId : value.id, value),
    remove: async (name: string, key: string) => of(name).delete(key),
  }
  return { ...tables, it: writing as unknown as Writing }
}

const point = 'P'
const street = belongsTo({ round: null })
const sealed = belongsTo({ round: { id: 'R', title: { zh: '盲测' }, sample: 'S' } as never })
const told = belongsTo({ round: { id: 'R', title: { zh: '盲测' } } as never })
const visit = (id: string, of: Belongs, note = ''): Draft => ({
  id,
  pointId: point,
  ...of,
  startedAt: '2026-11-20T01:00:00.000Z',
  answers: note === '' ? {} : { SIGN: { id: `${id} SIGN`, grade: 'N', note, photos: [], at: '2026-11-20T01:00:00.000Z' } },
  note: '',
  state: 'open',
})

describe('the visits of a point under several packs', () => {
  it('gives nobody an open visit under a sealed pack, nor a sealed one under an open pack', async () => {
    const { it } = device()
    await keep(it, visit('open', street, '街道'))
    expect(await findVisit(it, point, sealed)).toBeUndefined()
    expect(await findVisit(it, point, told)).toBeUndefined()
    await keep(it, visit('envelope', sealed, '信封'))
    expect(await findVisit(it, point, street)).toMatchObject({ id: 'open' })
    expect(await findVisit(it, point, sealed)).toMatchObject({ id: 'envelope', sampleId: 'S', roundId: 'R' })
    expect(await findVisit(it, point, told)).toBeUndefined()
  })

  it('swaps a new visit only for one of the same pack that is still open', async () => {
    const { it } = device()
    await keep(it, visit('open', street, '街道'))
    const fresh = visit('envelope', sealed)
    expect(await held(it, fresh)).toBe(fresh)
    await keep(it, visit('other tab', sealed, '信封'))
    expect(await held(it, fresh)).toMatchObject({ id: 'other tab', sampleId: 'S' })
    expect(await held(it, visit('another', street))).toMatchObject({ id: 'open' })
    await keep(it, { ...visit('other tab', sealed, '信封'), state: 'finished' })
    expect(await held(it, fresh)).toBe(fresh)
    expect(await held(it, visit('open', street))).toMatchObject({ answers: { SIGN: { note: '街道' } } })
  })

  it('loses nothing that was typed, and shows each pack its own', async () => {
    const { it, marks, drafts } = device()
    await keep(it, visit('open', street, '街道'))
    await keep(it, visit('envelope', sealed, '信封'))
    await keep(it, visit('open', street, '街道'))
    await keep(it, { ...visit('envelope', sealed, '信封'), state: 'finished' })
    const mark = marks.get(point)
    expect(allIn(mark).map(({ draftId, state, answered }) => [draftId, state, answered])).toEqual([
      ['envelope', 'finished', 1],
      ['open', 'open', 1],
    ])
    expect([...drafts.keys()]).toEqual(['open', 'envelope'])
    expect(markUnder(mark, packKeyOf(street))).toMatchObject({ draftId: 'open' })
    expect(markUnder(mark, packKeyOf(sealed))).toMatchObject({ state: 'finished' })
    expect(markUnder(mark, packKeyOf(told))).toBeUndefined()
  })

  it('tells marks that were kept before apart by their visits', async () => {
    const { it, marks, drafts } = device()
    drafts.set('open', visit('open', street, '街道'))
    marks.set(point, { pointId: point, draftId: 'open', state: 'open', answered: 1 })
    expect(await findVisit(it, point, sealed)).toBeUndefined()
    await keep(it, visit('envelope', sealed, '信封'))
    expect(await findVisit(it, point, street)).toMatchObject({ id: 'open' })
    expect(markUnder(marks.get(point), packKeyOf(street))).toMatchObject({ draftId: 'open' })
  })

  it('discards one with its photos, and leaves those under other packs', async () => {
    const { it, marks, drafts, photos } = device()
    const taken = visit('envelope', sealed, '信封')
    const envelope = { ...taken, answers: { SIGN: { ...taken.answers['SIGN']!, photos: ['photo'] } } }
    photos.set('photo', {}).set('other', {})
    await keep(it, visit('open', street, '街道'))
    await keep(it, envelope)
    await drop(it, envelope)
    expect([[...drafts.keys()], [...photos.keys()]]).toEqual([['open'], ['other']])
    expect(allIn(marks.get(point)).map(({ draftId }) => draftId)).toEqual(['open'])
    expect(await findVisit(it, point, sealed)).toBeUndefined()
    await drop(it, visit('open', street, '街道'))
    // Nothing holds any more, the list shows the point as not begun, and it can be begun anew.
    expect(allIn(marks.get(point)).filter(isBegun)).toEqual([])
    expect(markUnder(marks.get(point), packKeyOf(street))).toMatchObject({ answered: 0 })
    expect(await findVisit(it, point, street)).toBeUndefined()
    await keep(it, visit('anew', street, '再来'))
    expect(allIn(marks.get(point))).toMatchObject([{ draftId: 'anew', answered: 1 }])
  })
})
