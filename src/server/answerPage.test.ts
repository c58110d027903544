/** The page of answers: read without an account and without scripts, by its number alone. */
import { v7 } from 'uuid'
import { beforeAll, expect, it } from 'vitest'
import { embedded } from '../../test/engines.ts'
import { useSmall } from '../../test/smallHouse.ts'
import { complaintsApi } from '../privacy/complaints.api.ts'

const { small } = useSmall(embedded)
const id = v7()
beforeAll(async () => {
  await small.app.inject({ method: 'POST', url: '/api/complaints', payload: { id, city: 'small', kind: 'other', text: '要求重复报表' } })
})
const look = (query: string) => small.app.inject({ url: `/answer${query}` })

it('asks for the number, and runs nothing in the browser', async () => {
  const { body, statusCode, headers } = await look('')
  expect(statusCode).toBe(200)
  expect(body).toContain('<form method="get" action="/answer">')
  expect(body).not.toMatch(/<script|style="|undefined/)
  expect(headers).toMatchObject({ 'cache-control': 'private, no-store', 'referrer-policy': 'no-referrer' })
  expect((await look('?lang=en')).body).toContain('What became of your complaint')
  expect((await small.app.inject({ url: '/answer.css' })).headers['content-type']).toContain('text/css')
})

it('shows who has the number, or the whole link, what became of it; never the complaint itself', async () => {
  expect((await look(`?city=small&no=${id}`)).body).toContain('已收到，尚未答复')
  await small.as('office', complaintsApi).answer({ params: { id }, body: { answer: '已合并 <b>三张</b>表' } })
  const pasted = encodeURIComponent(`https://city.example/answer?city=small&no=${id.toUpperCase()}`)
  const { body } = await look(`?city=small&no=${pasted}`)
  expect(body).toContain('已合并 &lt;b&gt;三张&lt;/b&gt;表')
  expect(body).not.toContain('要求重复报表')
})

it('tells nobody else anything', async () => {
  for (const query of [`?city=small&no=${v7()}`, `?city=other&no=${id}`, '?city=small&no=%3Cscript%3E', `?city[]=x&no=${id}`]) {
    const { statusCode, body } = await look(query)
    expect(statusCode).toBe(404)
    expect(body).not.toMatch(/<script|三张/)
  }
})
