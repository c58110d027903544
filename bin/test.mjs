/**
 * `npm test`: brings what is missing, then runs everything: types, lint, format, and all tests on both engines and in a real
 * browser. What could not be had is said plainly, and the tests that need it fail: nothing is skipped in silence.
 */
import { spawn, spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { bringChromium, bringFont } from './chromium.mjs'
import { bringPostgres } from './postgres.mjs'
import { ensureDependencies, ensureWeb, npm, root, runtime, tell } from './prepare.mjs'

const steps = []
const results = join(root, '.cache', 'tests.json')
const print = (line) => process.stdout.write(`${line}\n`)

async function timed(name, work) {
  const from = performance.now()
  print(`── ${name}`)
  const good = (await work()) !== false
  steps.push({ name, good, seconds: (performance.now() - from) / 1000 })
  return good
}

/** Known faults of packages that run on the server. A registry that cannot be asked is said, and fails nothing. */
function audit() {
  const [command, args] = npm(['audit', '--omit=dev', '--audit-level=high', '--json'])
  const { stdout } = spawnSync(command, args, { cwd: root, encoding: 'utf8', timeout: 60_000, maxBuffer: 64 * 1024 * 1024 })
  const found = countsIn(stdout)
  if (found === undefined) return print('audit: NOT ASKED. The registry gave no answer about known faults.')
  print(`audit: ${found.critical} critical, ${found.high} high, ${found.moderate} moderate, ${found.low} low`)
  return found.critical + found.high === 0
}

function countsIn(text) {
  try {
    return JSON.parse(text).metadata?.vulnerabilities
  } catch {
    return undefined
  }
}

/** What failed, by file, name and first lines of the reason: said again at the very end, where the last lines of a long log are. */
function failures() {
  try {
    const { testResults } = JSON.parse(readFileSync(results, 'utf8'))
    return testResults.flatMap(({ name, message, assertionResults }) => {
      const failed = assertionResults.filter(({ status }) => status === 'failed')
      const lines = failed.map(({ fullName, failureMessages }) => [fullName, failureMessages.join('\n')])
      // A file that could not even be read has no test to name.
      if (lines.length === 0 && message) lines.push(['the file itself', message])
      const file = relative(root, name)
      return lines.map(([test, reason]) => [`${file}: ${test}`, ...reason.split('\n').slice(0, 3)].join('\n').slice(0, 400))
    })
  } catch {
    return ['The tests ended before they could say what they found.']
  }
}

const running = new Set()
/** Runs a script of the clone under our Node; true when it ended well. */
const script = (node, path, args, env = {}) =>
  new Promise((resolve) => {
    const child = spawn(node, ['--disable-warning=ExperimentalWarning', join(root, ...path.split('/')), ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    running.add(child)
    const end = (good) => {
      running.delete(child)
      resolve(good)
    }
    child.on('exit', (code) => end(code === 0))
    child.on('error', () => end(false))
  })
/** The same for a tool of node_modules. */
const tool = (node, path, args, env) => script(node, `node_modules/${path}`, args, env)

function found(what, { from, missing }) {
  print(missing ? `${what}: NOT FOUND. Tests that need it will fail.\n  ${missing.join('\n  ')}` : `${what}: ${from}`)
  return !missing
}

if (!(await timed('dependencies', () => ensureDependencies()))) process.exit(1)
const node = runtime()
if (node === undefined) {
  tell('start.needsNode', { version: process.version, platform: `${process.platform}-${process.arch}` })
  process.exit(1)
}

let postgres
let chromium
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, async () => {
    for (const child of running) child.kill('SIGTERM')
    await postgres?.stop?.()
    process.exit(130)
  })

await timed('PostgreSQL', async () => found('PostgreSQL', (postgres = await bringPostgres())))
await timed('Chromium', () => {
  const good = found('Chromium', (chromium = bringChromium(node)))
  const font = good ? bringFont() : undefined
  if (font) print(`A font for Chinese: NOT FOUND. Screens are tested without. ${font}`)
  return good
})
const rest = process.argv.slice(2)
let city
if (rest.length === 0) {
  city = script(node, 'test/screens/prepare.ts', [], { TZ: 'Asia/Shanghai' })
  await timed('web', () => ensureWeb(node))
  // Each checker learns the libraries anew: no more of them than a small machine has cores.
  // The word list is read as a type; the compiler's memory does not notice when it changes.
  rmSync(join(root, '.cache', 'types.tsbuildinfo'), { force: true })
  await timed(
    'types',
    async () =>
      (await tool(node, 'typescript/bin/tsc', ['--checkers', '2', '-p', 'tsconfig.pure.json'])) &&
      tool(node, 'typescript/bin/tsc', ['--checkers', '2', '-p', 'tsconfig.json']),
  )
  await timed('lint', () => tool(node, 'oxlint/bin/oxlint', ['--type-aware', '--quiet']))
  await timed('audit', () => audit())
  await timed('format', () => tool(node, '@biomejs/biome/bin/biome', ['format']))
}
if (city) await timed('demo city', () => city)
const whole = rest.length === 0
rmSync(results, { force: true })
// The rules by themselves, with every branch counted; the other run leaves them out.
if (whole) await timed('rules', () => tool(node, 'vitest/vitest.mjs', ['run', '--project', 'in UTC', '--coverage']))
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`]
const tested = await timed('tests', () =>
  tool(node, 'vitest/vitest.mjs', ['run', ...reporters, ...(whole ? ['--project', '!in UTC'] : rest)], {
    TEST_DATABASE_URL: postgres.url ?? '',
    MINGCHENG_CHROMIUM: chromium.path ?? '',
    MINGCHENG_WHOLE: '1',
    TZ: 'Asia/Shanghai',
  }),
)
await postgres.stop?.()

print('')
for (const { name, good, seconds } of steps) print(`${good ? 'ok    ' : 'FAILED'} ${name.padEnd(14)} ${seconds.toFixed(1).padStart(7)} s`)
if (!tested) for (const failure of failures()) print(`\nFAILED ${failure}`)
process.exit(steps.every(({ good }) => good) ? 0 : 1)
