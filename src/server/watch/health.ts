/** Two questions of whoever runs the server: does the process live (`/healthz`), and can it answer calls now (`/readyz`). */
import type { FastifyInstance } from 'fastify'
import type { Db } from '../../base/sql.ts'
import { askDatabase } from './health.sql.ts'

const patienceMs = 2000

/** Puts both on the app. `/readyz` answers 503 while the database does not answer or the server is stopping. */
export function answerHealth(app: FastifyInstance, db: Db): void {
  let stopping = false
  app.addHook('preClose', async () => void (stopping = true))
  app.get('/healthz', () => ({ ok: true }))
  app.get('/readyz', async (_request, reply) => {
    const database = !stopping && (await answers(db))
    return reply.code(database ? 200 : 503).send({ ok: database, stopping, database })
  })
}

async function answers(db: Db): Promise<boolean> {
  let late: NodeJS.Timeout | undefined
  const patience = new Promise<false>((give) => (late = setTimeout(() => give(false), patienceMs)))
  const asked = askDatabase(db).then(
    () => true,
    () => false,
  )
  return Promise.race([asked, patience]).finally(() => clearTimeout(late))
}
