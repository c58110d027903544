/** Answers with photos and recordings: through the app, from the workbook to the Excel of answers, with all that can go wrong between. */
import { createHash } from 'node:crypto'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines, type TestDb } from '../../test/engines.ts'
import { city, fill, openApp, photoOf, type SmallApp, signIn } from '../../test/smallCity.ts'
import { fileOfSheets, patrol } from '../../test/xlsforms.ts'
import { listEventsOf } from '../base/event.sql.ts'
import type { EvidenceId } from '../base/ids.ts'
import type { Problem } from '../base/problem.ts'
import { sql } from '../base/sql.ts'
import { evidenceApi } from '../evidence/evidence.api.ts'
import { readSheets } from '../sheets/read.serve.ts'
import type { FormAnswerId, FormVersionId } from './form.ts'
import { formsApi } from './forms.api.ts'

const form = v7() as FormVersionId
const answer = () => v7() as FormAnswerId
const filledAt = '2026-11-20T03:00:00.000Z'

describe.each(engines)('files of answers on %s', (_name, open) => {
  let house: TestDb
  let small: SmallApp
  let jpeg: Uint8Array
  beforeAll(async () => {
    house = await open()
    await fill(house.db)
    small = await openApp(house.db)
    jpeg = await photoOf({ r: 40, g: 90, b: 140 }, 400, 300)
    await small.as('office', formsApi).publish({ query: { id: form, name: 'patrol.xlsx' }, body: await fileOfSheets(patrol) })
  })
  afterAll(() => house.close())

  const send = async (bytes: Uint8Array, name: string, login: 'inspector' | 'office' = 'inspector') => {
    const id = v7() as EvidenceId
    await small.as(login, evidenceApi).add({ query: { id, name }, body: bytes })
    return id
  }
  const hand = (answers: Record<string, unknown>, id = answer(), login: 'inspector' | 'assessor' = 'inspector') =>
    small.as(login, formsApi).answer({ params: { id: form }, body: { id, answers: answers as never, filledAt } })
  const faultsOf = async (answers: Record<string, unknown>) =>
    ((await hand(answers).catch((error: Problem) => error)) as Problem).faults.map(({ at, says }) => `${at} ${says.slice(11)}`)

  it('come before their answer, which names them and keeps their hashes, in the turns of a repeat too', async () => {
    const [front, close] = [await send(jpeg, 'IMG_1.JPG'), await send(await photoOf({ r: 1, g: 2, b: 3 }, 90, 90), 'b.jpg')]
    const noise = await send(Buffer.concat([Buffer.from('#!AMR\n'), Buffer.alloc(60)]), 'rec.amr')
    const answers = { front: `${front}.jpg`, spot: [{ what: '占道', close: `${close}.jpg` }, { what: '无照' }], noise: `${noise}.amr` }
    const id = answer()
    const first = await hand(answers, id)
    const hash = createHash('sha256').update(jpeg).digest('hex')
    expect(first.files.map((file) => file.id).toSorted()).toEqual([front, close, noise].toSorted())
    expect(first.files.find((file) => file.id === front)).toEqual({
      id: front,
      name: 'IMG_1.JPG',
      mediaType: 'image/jpeg',
      bytes: jpeg.length,
      sha256: hash,
      isErased: false,
    })
    expect(await hand(answers, id)).toEqual(first)
    await expect(hand({ ...answers, front: `${close}.jpg` }, id)).rejects.toMatchObject({ code: 'forms.idTaken' })
    const [event] = await listEventsOf(house.db, city, id)
    expect(event!.data['files']).toContainEqual({ id: front, sha256: hash })

    const book = await readSheets(
      new Uint8Array(await (await small.as('office', formsApi).exportAnswers({ params: { id: form }, query: {} })).arrayBuffer()),
      'a.xlsx',
    )
    const tables = book.sheets.map(({ name, rows }) => [name, rows.map((cells) => cells.map(({ text }) => text))] as const)
    expect(tables.map(([name]) => name)).toEqual(['门店巡查', '1 问题点', '2 照片与文件'])
    expect(tables[0]![1][1]).toContain(`${front}.jpg`)
    expect(tables[1]![1]).toEqual([
      ['答卷编号', '项', '所在项', '什么问题', '近照'],
      [id, 'spot[1]', '', '占道', `${close}.jpg`],
      [id, 'spot[2]', '', '无照'],
    ])
    expect(tables[2]![1].find((cells) => cells[1] === `${front}.jpg`)).toEqual([
      id,
      `${front}.jpg`,
      'IMG_1.JPG',
      'image/jpeg',
      `${jpeg.length}`,
      hash,
      `/api/evidence/${front}/file`,
    ])
  })

  it('are named in the refusal when one has not arrived, is of another kind, or is none', async () => {
    const photo = await send(jpeg, 'a.jpg')
    const missing = v7()
    expect(await faultsOf({ front: `${missing}.jpg` })).toEqual(['answers.front fileMissing'])
    expect(await faultsOf({ noise: `${photo}.jpg`, paper: `${photo}.jpg` })).toEqual(['answers.noise fileOther'])
    expect(await faultsOf({ front: 'IMG_1.jpg', spot: [{ close: `${missing}.jpg` }] })).toEqual(['answers.front answerFile'])
    // What the house takes for no photo never arrives, and so neither does an answer that names it.
    const odd: [string, Uint8Array][] = [
      ['evidence.kindUnknown', Buffer.from('no picture')],
      ['evidence.tooSmall', await photoOf({ r: 1, g: 1, b: 1 }, 1, 1)],
      ['evidence.broken', (await photoOf({ r: 9, g: 9, b: 9 }, 900, 900)).subarray(0, 2000)],
      ['evidence.heic', Buffer.concat([Buffer.alloc(4), Buffer.from('ftypheic'), Buffer.alloc(40)])],
      ['api.tooLarge', Buffer.alloc(200 * 1024 * 1024)],
    ]
    for (const [code, bytes] of odd) {
      const id = v7() as EvidenceId
      await expect(small.as('inspector', evidenceApi).add({ query: { id, name: 'a.jpg' }, body: bytes })).rejects.toMatchObject({ code })
      expect(await faultsOf({ front: `${id}.jpg` })).toEqual(['answers.front fileMissing'])
    }
  })

  it('are seen by who may see the answer, and by nobody else', async () => {
    const photo = await send(jpeg, 'a.jpg')
    const views = async () =>
      Promise.all(
        (['office', 'unit', 'assessor', 'member'] as const).map(async (login) => {
          const cookie = await signIn(small.app, login)
          const ways = ['', '/view', '/file'].map((way) => small.app.inject({ url: `/api/evidence/${photo}${way}`, headers: { cookie } }))
          return [login, ...(await Promise.all(ways)).map(({ statusCode }) => statusCode)].join(' ')
        }),
      )
    // Another who names it neither opens nor shuts it.
    await hand({ front: `${photo}.jpg` }, answer(), 'assessor')
    expect(await views()).toEqual(['office 200 200 200', 'unit 200 200 200', 'assessor 200 200 200', 'member 200 200 200'])
    await hand({ front: `${photo}.jpg` })
    expect(await views()).toEqual(['office 200 200 200', 'unit 200 200 200', 'assessor 404 404 404', 'member 404 404 404'])
  })

  it('are no more named by a new answer once they were erased, and told as erased by an old one', async () => {
    const photo = await send(jpeg, 'a.jpg')
    const kept = await hand({ front: `${photo}.jpg` })
    await house.db.run(
      sql`insert into erased_evidence (city_id, evidence_id, event_id, at) values (${city}, ${photo}, ${v7()}, ${filledAt})`,
    )
    const list = await small.as('office', formsApi).listAnswers({ params: { id: form }, query: {} })
    expect(list.items.find(({ id }) => id === kept.id)!.files).toMatchObject([{ id: photo, isErased: true }])
    expect(await faultsOf({ front: `${photo}.jpg` })).toEqual(['answers.front fileErased'])
  })
})
