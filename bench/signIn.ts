/**
 * What those who work feel of fifty people signing in at once: the time of a list, alone and during the storm; and beside it
 * the same storm weighed the plain way, on the server's own pool of threads without a bound. `node bench/signIn.ts <address>`
 * against a running server with the demo city; the plain way is measured within the command's own process.
 */
import { argon2 } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { demoPassword } from '../src/city/session.api.ts'
import { hashPassword } from '../src/access/hash.serve.ts'

const address = process.argv[2] ?? 'http://127.0.0.1:3000'
const storm = 50

const post = (path: string, body: object) =>
  fetch(`${address}/api${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

async function doors(): Promise<{ city: string; logins: string[] }> {
  const { items } = (await (await fetch(`${address}/api/doors`)).json()) as { items: { code: string; accounts: { login: string }[] }[] }
  const door = items.find(({ accounts }) => accounts.length > 0)!
  return { city: door.code, logins: door.accounts.map(({ login }) => login) }
}

/** How long each turn took until `end` says so; in milliseconds, sorted. */
async function timesOf(turn: () => Promise<unknown>, end: () => boolean): Promise<number[]> {
  const times: number[] = []
  while (!end()) {
    const from = performance.now()
    await turn()
    times.push(performance.now() - from)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  return times.sort((a, b) => a - b)
}

const at = (times: readonly number[], share: number) =>
  (times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(1)
const tell = (what: string, times: readonly number[]) =>
  process.stdout.write(
    `${what.padEnd(46)} n ${String(times.length).padStart(4)}  median ${at(times, 0.5)}  p95 ${at(times, 0.95)}  worst ${at(times, 1)} ms\n`,
  )

async function overHttp(): Promise<void> {
  const { city, logins } = await doors()
  const first = await post('/session', { city, login: logins[0]!, password: demoPassword })
  const cookie = first.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  const list = async () => (await fetch(`${address}/api/cases?limit=50`, { headers: { cookie } })).arrayBuffer()
  for (let turn = 0; turn < 20; turn++) await list()
  const until = performance.now() + 3000
  tell('list of 50 cases, nobody signing in', await timesOf(list, () => performance.now() > until))
  let open = storm
  const from = performance.now()
  const answers = Array.from({ length: storm }, (_, turn) =>
    post('/session', { city, login: logins[turn % logins.length]!, password: demoPassword }).then(({ status }) => {
      open -= 1
      return status
    }),
  )
  tell(`list of 50 cases, ${storm} signing in at once`, await timesOf(list, () => open === 0))
  const good = (await Promise.all(answers)).filter((status) => status === 200).length
  process.stdout.write(`${good} of ${storm} signed in, the last after ${((performance.now() - from) / 1000).toFixed(1)} s\n`)
}

/** A read of a file waits in the same pool as the plain way of hashing; the thread of its own leaves it alone. */
async function inProcess(): Promise<void> {
  const file = fileURLToPath(new URL('../package.json', import.meta.url))
  const plain = promisify(argon2)
  const ways: [string, () => Promise<unknown>][] = [
    [
      'plain, on the pool',
      () => plain('argon2id', { message: 'x', nonce: Buffer.alloc(16), parallelism: 1, tagLength: 32, memory: 19_456, passes: 2 }),
    ],
    ['ours, in turn, in a thread of its own', () => hashPassword('x')],
  ]
  for (const [name, hash] of ways) {
    let open = storm
    const all = Array.from({ length: storm }, () => hash().then(() => (open -= 1)))
    tell(
      `reading a file, ${storm} hashes: ${name}`,
      await timesOf(
        () => readFile(file),
        () => open === 0,
      ),
    )
    await Promise.all(all)
  }
}

await overHttp()
await inProcess()
