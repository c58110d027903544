/**
 * The ceiling that ours is measured against: the same questions answered by Fastify and pg and nothing else. It validates, looks
 * the district up and runs one prepared statement a write: no sign-in, rights, tenants, deadline, ledger, idempotency. Run by
 * `desk.ts` as a process of its own: `node bench/bare.ts <database url> <port> <folder for photos>`.
 */
import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { open } from 'node:fs/promises'
import Fastify, { type RouteHandlerMethod } from 'fastify'
import pg from 'pg'
import { z } from 'zod'

const [url, port, folder] = process.argv.slice(2)
mkdirSync(folder!, { recursive: true })
const pool = new pg.Pool({ connectionString: url, max: 10 })
const app = Fastify({ bodyLimit: 2 ** 20 })

const Report = z.object({
  id: z.uuid(),
  text: z.string().trim().min(1).max(2000),
  class: z.string().max(32),
  place: z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]),
  dueAt: z.iso.datetime(),
  photo: z.string().nullable().default(null),
})

const create = {
  name: 'create',
  text: `insert into cases (id, text, class, district, unit, state, lng, lat, reported_at, due_at, photo)
    select $1, $2, $3, d.no, right($3, 2)::int - 1, 0, $4, $5, now(), $6, $7 from districts d
    where $4 >= d.west and $4 < d.east and $5 >= d.south and $5 < d.north returning *`,
}

const report: RouteHandlerMethod = async (request, reply) => {
  const read = Report.safeParse(request.body)
  if (!read.success) return reply.code(422).send(read.error.issues)
  const { id, text, class: type, place, dueAt, photo: hash } = read.data
  const { rows } = await pool.query({ ...create, values: [id, text, type, place[0], place[1], dueAt, hash] })
  return rows[0] ?? reply.code(422).send()
}

app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))

/** A photo is written under its hash and is on disk before the answer. */
const photo: RouteHandlerMethod = async (request) => {
  const bytes = request.body as Buffer
  const hash = createHash('sha256').update(bytes).digest('hex')
  const file = await open(`${folder}/${hash}`, 'w')
  await file.writeFile(bytes)
  await file.sync()
  await file.close()
  return { hash }
}
app.route({ method: 'POST', url: '/cases', handler: report })
app.route({ method: 'POST', url: '/photos', handler: photo })

const Filter = z.object({
  unit: z.coerce.number(),
  state: z.coerce.number(),
  box: z
    .string()
    .transform((text) => text.split(',').map(Number))
    .pipe(z.array(z.number()).length(4)),
})
const matching = 'from cases where unit = $1 and state = $2 and lng >= $3 and lng <= $5 and lat >= $4 and lat <= $6'
const page = { name: 'page', text: `select * ${matching} order by reported_at desc, id desc limit 50` }
const total = { name: 'total', text: `select count(*)::int as total ${matching}` }

app.get('/cases', async (request, reply) => {
  const filter = Filter.safeParse(request.query)
  if (!filter.success) return reply.code(422).send(filter.error.issues)
  const values = [filter.data.unit, filter.data.state, ...filter.data.box]
  const [items, count] = await Promise.all([pool.query({ ...page, values }), pool.query({ ...total, values })])
  return { items: items.rows, total: count.rows[0].total }
})

const rollUp = {
  name: 'board',
  text: `select district, unit, count(*) filter (where state < 4)::int as open, count(*) filter (where state < 2 and due_at < now())::int as overdue,
      count(*) filter (where state = 4)::int as closed from cases group by 1, 2 order by 1, 2`,
}
app.get('/board', async () => (await pool.query(rollUp)).rows)

await app.listen({ port: Number(port), host: '127.0.0.1' })
process.send?.('open')
process.on(
  'message',
  () =>
    void app
      .close()
      .then(() => pool.end())
      .then(() => process.exit()),
)
