/** Writes rows until it is killed, and says each one only when the engine has acknowledged it. Run by `durable.test.ts`. */
import { writeSync } from 'node:fs'
import { stdout } from 'node:process'
import { openPglite } from './pglite.ts'

const engine = await openPglite(process.argv[2]!)
await engine.script('create table if not exists kept (n bigint primary key, text text)')
const [last] = (await engine.query('select coalesce(max(n), 0) as n from kept', [])).rows
const say = (line: string) => writeSync(stdout.fd, `${line}\n`)
say('open')
for (let n = Number(last!['n']) + 1; ; n += 3) {
  await engine.query('insert into kept values ($1, $2)', [n, 'alone'])
  say(String(n))
  await engine.transaction(async (connection) => {
    await connection.query('insert into kept values ($1, $2)', [n + 1, 'first of two'])
    await connection.query('insert into kept values ($1, $2)', [n + 2, 'second of two'])
  })
  say(String(n + 2))
}
