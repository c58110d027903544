/** A phone that several people use, and two tabs of it: what one person leaves behind, and what becomes of what is refused. */
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Disk, idbOn } from '../../../test/memoryIdb.ts'

const disk: Disk = new Map()
vi.mock('idb', () => ({ openDB: async () => idbOn(disk) }))
const kept = new Map<string, string>()
const page = { documentElement: { dataset: {}, lang: '' }, hide: () => undefined as unknown, visibilityState: 'hidden' }
vi.stubGlobal('localStorage', {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => kept.set(key, value),
  removeItem: (key: string) => kept.delete(key),
})
vi.stubGlobal('document', { ...page, addEventListener: (_name: string, hide: () => void) => (page.hide = hide) })
vi.stubGlobal('window', { addEventListener: () => undefined })
vi.stubGlobal('requestIdleCallback', () => undefined)
const Wire = BroadcastChannel
const wires: BroadcastChannel[] = []
vi.stubGlobal('BroadcastChannel', function open(name: string) {
  const wire = new Wire(name)
  wires.push(wire)
  return wire
})

/** A tab: the modules of the app, read by nobody else. */
async function openTab() {
  vi.resetModules()
  const [acts, day, tellFirst] = [await import('./acts.ts'), await import('./day.ts'), await import('./tellFirst.ts')]
  const [leave, forms] = [await import('./leave.ts'), await import('./forms.ts')]
  const screens = { ...(await import('./FormsScreen.tsx')), ...(await import('./copyVisit.ts')), ...(await import('./getPack.ts')) }
  await day.readDay()
  return { ...acts, ...day, ...tellFirst, ...leave, ...forms, ...screens }
}

const put = (name: string, rows: Readonly<Record<string, unknown>>) => disk.set(name, new Map(Object.entries(rows)))
const title = { zh: '第三季度盲测', en: 'Blind' }
const frame = { round: { id: 'R', title, sample: 'S' }, types: [], checks: [], editions: [], forms: [], city: title }
const point = { id: 'P', code: 'P1', type: 'T', title: { zh: '盲测的公厕' }, address: '', street: null }
const owner = { account: 'A', name: '甲', city: '城', may: [] }

beforeEach(() => {
  disk.clear()
  kept.clear()
  put('meta', { owner, frame, points: [point], device: 'phone', turn: 7 })
})
// Its tabs are closed, and what they still read has come.
afterEach(async () => {
  for (const wire of wires.splice(0)) wire.close()
  await new Promise((done) => setTimeout(done, 10))
})
afterAll(() => {
  vi.unstubAllGlobals()
  vi.resetModules()
})

describe('signing out', () => {
  it('is heard by a tab behind: it shows nothing of before, and when it is put aside it leaves no list behind', async () => {
    const behind = await openTab()
    behind.followDay()
    page.hide()
    expect(kept.get('mc_field_first')).toContain('盲测的公厕')
    const front = await openTab()
    expect(await front.clearDevice()).toBe(true)
    expect(kept.size).toBe(0)
    await expect.poll(() => behind.dayNow().frame).toBeUndefined()
    page.hide()
    expect([kept.size, behind.dayNow().owner, behind.dayNow().points]).toEqual([0, undefined, []])
    expect(Object.fromEntries(disk.get('meta')!)).toEqual({ device: 'phone', turn: 7 })
  })
  it('is possible where somebody else left a form half filled in: it is named and discarded, and nothing in it is shown', async () => {
    const filledAt = '2026-11-22T08:00:00.000Z'
    const typed = (account: string, point: string) => {
      const name = `form ${account} F ${point}`
      return [name, { name, form: 'F', point, draft: { id: name, xml: '<secret/>', filledAt } }]
    }
    put('formDrafts', Object.fromEntries([typed('B', 'P'), typed('A', 'Q')]))
    const { BegunForms, clearDevice, dropFormDraft, listFormDrafts, whatHolds } = await openTab()
    expect([await clearDevice(), (await whatHolds()).forms]).toEqual([false, 2])
    const begun = (await listFormDrafts()).map((draft) => ({ ...draft, title: '满意度', version: '1' }))
    const lines = renderToStaticMarkup(createElement(BegunForms, { begun, account: 'A' }))
      .split('<li')
      .slice(1)
    expect(lines.map((line) => [/满意度/, /formOfOther/, /\/fill\/F/, /2026/, /discard/].map((word) => word.test(line)))).toEqual([
      [true, true, false, false, true],
      [true, false, true, true, true],
    ])
    for (const { name } of begun) await dropFormDraft(name)
    expect(await clearDevice()).toBe(true)
  })
})

describe('a photo that the server refuses for good', () => {
  const at = '2026-11-22T08:00:00.000Z'
  const given = (photos: string[]) => ({ id: 'O', grade: 'N', note: '', photos, at })
  const visit = {
    id: 'V',
    pointId: 'P',
    startedAt: at,
    answers: { SIGN: given(['bad', 'good']) },
    note: '',
    state: 'finished',
    sentBy: 'send',
  }
  const item = { at, turn: 1, needs: [], state: 'waiting', tries: 0, nextMs: 0, about: '公厕', bytes: 0 }
  const named = { id: 'V', results: [given(['bad', 'good'])], fill: { device: 'phone', photos: [{ id: 'bad' }, { id: 'good' }] } }
  const bad = { ...item, id: 'bad', route: 'evidence.add', input: {}, photo: 'bad', state: 'refused', tries: 1 }
  const send = { ...item, id: 'send', route: 'inspections.handIn', input: { body: named }, needs: ['bad', 'good'] }
  const begin = (sent: object) => {
    put('drafts', { V: visit })
    put('marks', { P: { pointId: 'P', draftId: 'V', state: 'finished', answered: 1, pack: '' } })
    put('photos', { bad: { id: 'bad', draftId: 'V', fact: 'SIGN' }, good: { id: 'good', draftId: 'V', fact: 'SIGN' } })
    put('outbox', {
      bad,
      good: { ...item, id: 'good', route: 'evidence.add', input: {}, photo: 'good', state: 'acknowledged' },
      blur: { ...item, id: 'blur', route: 'blur.blur', input: { body: { id: 'B' } }, needs: ['bad'] },
      send: { ...send, ...sent },
      more: { ...item, id: 'more', route: 'inspections.correct', input: { body: { id: 'C', photos: ['bad'] } }, needs: ['send'] },
    })
  }
  const row = (name: string, id: string) => disk.get(name)?.get(id) as { input: { body: unknown } }

  it('is discarded alone: the visit goes without it, and what was covered on it goes nowhere', async () => {
    begin({})
    const { discard, whatHolds } = await openTab()
    await discard((await whatHolds()).holding[0]!)
    expect([...disk.get('outbox')!.keys()]).toEqual(['good', 'send', 'more'])
    expect(row('outbox', 'send')).toEqual({
      ...send,
      needs: ['good'],
      input: { body: { id: 'V', results: [given(['good'])], fill: { device: 'phone', photos: [{ id: 'good' }] } } },
    })
    expect(row('outbox', 'more').input.body).toEqual({ id: 'C', photos: [] })
    expect([row('drafts', 'V'), [...disk.get('photos')!.keys()]]).toEqual([{ ...visit, answers: { SIGN: given(['good']) } }, ['good']])
  })

  it('leaves alone what was sent already; sent back for its faults such a visit is opened again, and goes without the photo', async () => {
    begin({ tries: 1, state: 'refused', code: 'inspections.faults', needs: [] })
    const { discard, whatHolds, reopen, finish, findDraft } = await openTab()
    const { holding } = await whatHolds()
    await discard(holding.find(({ key }) => key === 'bad')!)
    expect(row('outbox', 'send').input.body).toEqual(named)
    const opened = await reopen((await findDraft('V'))!)
    expect(opened).toMatchObject({ state: 'open', answers: { SIGN: { photos: ['good'] } } })
    const { sentBy } = await finish(opened!, '公厕')
    expect(row('outbox', sentBy!)).toMatchObject({ state: 'waiting', input: { body: { id: 'V', results: [{ photos: ['good'] }] } } })
    // Refused for anything else, the server may have it: it stays as it was sent.
    begin({ tries: 1, state: 'refused', code: 'inspections.idTaken' })
    expect(await reopen((await findDraft('V'))!)).toBeUndefined()
  })
})

describe('an answer to a form that is closed', () => {
  const at = '2026-11-24T02:00:00.000Z'
  const body = { id: 'X', filledAt: at, answers: { who: 'p', more: [{ what: '<占道>' }, { what: '垃圾' }] } }
  const refused = { id: 'answer', route: 'forms.answer', input: { params: { id: 'F' }, body }, at, turn: 1, needs: [], state: 'refused' }
  const item = { ...refused, tries: 1, nextMs: 0, about: '满意度 · 公厕', bytes: 0, why: '已关闭', code: 'forms.closed' }
  const question = (name: string, zh: string) => ({
    is: 'question',
    row: 1,
    name,
    type: 'text',
    words: { label: { 'zh (zh)': zh } },
    cells: {},
  })
  const more = { is: 'repeat', row: 1, name: 'more', words: {}, cells: {}, parts: [question('what', '什么问题')] }
  const list = { name: 'who', choices: [{ name: 'p', label: { 'zh (zh)': '路过的人' }, more: {} }] }
  const who = { ...question('who', '您是'), type: 'select_one', list: 'who' }
  const form = { id: 'F', form: { title: '满意度', languages: [], parts: [who, more], lists: [list] } }

  it('can be taken along as a copy in the words of the form, which stays as long as the answer does', async () => {
    put('outbox', { answer: item })
    put('forms', { F: form, old: { id: 'old' } })
    const { copyOfAnswer, tidy, whatHolds } = await openTab()
    const { wordsNow } = await import('../../ui/words.tsx')
    await tidy([], [])
    expect([...disk.get('forms')!.keys()]).toEqual(['F'])
    const held = (await whatHolds()).holding[0]!.item!
    const rows = async () => [...(await (await copyOfAnswer(held, wordsNow())).text()).matchAll(/<th>(.*?)<\/th><td>(.*?)<\/td>/gs)]
    expect((await rows()).map(([, asked, said]) => [asked, said])).toEqual([
      ['您是', '路过的人'],
      ['什么问题', '&#60;占道&#62;\n垃圾'],
    ])
    // Without the form nothing is lost but its words.
    put('forms', {})
    expect((await rows()).map(([, asked, said]) => [asked, said])).toEqual([
      ['who', 'p'],
      ['what', '&#60;占道&#62;'],
      ['what', '垃圾'],
    ])
  })

  it('is warned of before the next one is filled in, as soon as the device knows', async () => {
    const { isLeftOut, readDay } = await openTab()
    const known = async (forms: object[], items: Readonly<Record<string, unknown>>) => {
      put('meta', { owner, frame: { ...frame, forms } })
      put('outbox', items)
      await readDay()
      return isLeftOut('F')
    }
    expect(await known([{ id: 'F' }], {})).toBe(false)
    expect(await known([{ id: 'F' }], { answer: { ...item, code: 'forms.faults' } })).toBe(false)
    expect(await known([{ id: 'F' }], { answer: item })).toBe(true)
    expect(await known([{ id: 'other' }], {})).toBe(true)
  })
})

describe('a photo in an answer to a form', () => {
  const [one, two] = ['019aa000-0000-7000-8000-000000000001', '019aa000-0000-7000-8000-000000000002'] as const
  const file = (id: string) => ({
    id,
    called: `${id}.jpg`,
    name: 'a.jpg',
    bytes: 5,
    sha256: 's',
    fill: { id, at: '2026-11-24T02:00:00.000Z', from: 'camera', place: [116, 39] },
  })
  const xml = `<data><front>${one}.jpg</front></data>`
  const draft = { id: 'X', xml, filledAt: '2026-11-24T02:00:00.000Z', files: [one, two].map((id) => ({ id, called: `${id}.jpg` })) }
  const place = { account: 'a', form: 'F', point: '', about: '巡查', taking: () => ({ wishes: { mark: false, place: false }, words: [] }) }
  const keys = (name: string) => [...(disk.get(name)?.keys() ?? [])]

  it('is on the disk with its draft; what the draft names no more goes when it is opened again, and all of it when it is thrown away', async () => {
    const { keepingOn, dropFormDraft } = await openTab()
    const keeping = keepingOn(place as never)
    for (const id of [one, two]) expect(await keeping.keep(draft as never, file(id) as never)).toBe(true)
    expect([keys('formDrafts'), keys('photos')]).toEqual([[keeping.name], [one, two]])
    expect((await keeping.read()).files).toEqual([draft.files[0]])
    expect([keys('photos'), await keeping.files.read(one)]).toEqual([[one], file(one)])
    await dropFormDraft(keeping.name)
    expect([keys('formDrafts'), keys('photos')]).toEqual([[], []])
  })

  it('goes before its answer, which goes without it when the server never takes it', async () => {
    const { keepingOn, discard, whatHolds } = await openTab()
    const keeping = keepingOn(place as never)
    for (const id of [one, two]) await keeping.keep(draft as never, file(id) as never)
    const answers = { front: `${one}.jpg`, spot: [{ what: '占道', close: `${one}.jpg` }] }
    await keeping.hand({ id: 'X', answers, filledAt: draft.filledAt } as never, [one])
    const rows = () =>
      [...(disk.get('outbox')?.values() ?? [])] as { id: string; route: string; needs: string[]; input: { query: object; body: object } }[]
    const [photo, sent] = rows()
    expect([photo!.id, photo!.input.query]).toEqual([
      one,
      { id: one, name: 'a.jpg', device: 'phone', deviceAt: draft.filledAt, lng: 116, lat: 39 },
    ])
    expect([sent!.route, sent!.needs, keys('photos'), keys('formDrafts')]).toEqual(['forms.answer', [one], [one], []])
    put('outbox', { [one]: { ...photo, state: 'refused', tries: 1 }, [sent!.id]: sent })
    await discard((await whatHolds()).holding[0]!)
    expect(rows()[0]).toMatchObject({ needs: [], input: { body: { answers: { spot: [{ what: '占道' }] } } } })
    expect([JSON.stringify(rows()).includes(one), keys('photos')]).toEqual([false, []])
  })
})
