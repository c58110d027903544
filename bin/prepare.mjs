/**
 * What must be there before any of our own code can run: the dependencies of package-lock.json, the Node that the package
 * brings along, and the built web. Plain JavaScript for the oldest Node that npm may start us with; needs nothing installed.
 * Second start: a few `stat` calls, no npm, no hashing.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const at = (...parts) => join(root, ...parts)
const needed = 24

/** `zh-CN` unless the terminal's locale (or `--lang`) says English. */
export function languageOf(args = [], environment = process.env) {
  const flag = args.indexOf('--lang')
  const wish = flag >= 0 ? args[flag + 1] : environment.LC_ALL || environment.LC_MESSAGES || environment.LANG
  return (wish ?? '').toLowerCase().startsWith('en') ? 'en' : 'zh-CN'
}

/** Writes the sentence of a key in the terminal's language to standard error. Only `{name}` is filled in here. */
export function tell(key, values = {}) {
  const words = JSON.parse(readFileSync(at('locales', `${languageOf(process.argv)}.json`), 'utf8'))
  process.stderr.write(`${(words[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => String(values[name]))}\n`)
}

const readJson = (path) => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
const hashOf = (...texts) => texts.reduce((hash, text) => hash.update(text), createHash('sha256')).digest('hex')
const stampOf = (path) => {
  const { size, mtimeMs } = statSync(path)
  return `${size}:${Math.round(mtimeMs)}`
}

/** Runs `work` while no other process of this clone prepares; a lock of a dead process is taken over. */
function alone(work) {
  mkdirSync(at('.cache'), { recursive: true })
  const lock = at('.cache', 'prepare.lock')
  for (let waited = 0; ; waited++) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' })
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      if (!isAlive(Number(readFileSync(lock, 'utf8') || '0')) && waited > 0) rmSync(lock, { force: true })
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200)
    }
  }
  try {
    return work()
  } finally {
    rmSync(lock, { force: true })
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return pid > 0
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Installs what package-lock.json names, if node_modules is not that already. Gives false when npm failed. */
export function ensureDependencies() {
  if (existsSync(at('node_modules')) && lstatSync(at('node_modules')).isSymbolicLink()) return true
  const marker = at('node_modules', '.mingcheng.json')
  const lock = at('package-lock.json')
  const stamp = stampOf(lock)
  if (readJson(marker)?.stamp === stamp) return true
  return alone(() => {
    const hash = hashOf(readFileSync(lock))
    const good = readJson(marker)?.hash === hash || isInstalled(lock)
    if (!good && !npmCi()) return false
    writeFileSync(marker, JSON.stringify({ stamp, hash }))
    linkCommand()
    return true
  })
}

/** True when npm's own record of node_modules holds every package of the lock at its version (after a plain `npm ci`). */
function isInstalled(lock) {
  const wanted = readJson(lock)?.packages ?? {}
  const present = readJson(at('node_modules', '.package-lock.json'))?.packages ?? {}
  return Object.entries(wanted).every(
    ([path, { version, optional, peer }]) => path === '' || (present[path] ? present[path].version === version : optional || peer),
  )
}

function npmCi() {
  tell('start.installing')
  const [command, args] = npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: command === 'npm' && process.platform === 'win32',
  })
  if (status !== 0) tell('start.installFailed')
  return status === 0
}

/** The npm that started us, else the one on the path. */
export function npm(args) {
  const script = process.env.npm_execpath
  return script?.endsWith('.js') && existsSync(script) ? [process.execPath, [script, ...args]] : ['npm', args]
}

/** Makes `npx mingcheng` in the clone find the launcher at once. On Windows npx makes its own link. */
function linkCommand() {
  const link = at('node_modules', '.bin', 'mingcheng')
  if (process.platform === 'win32' || existsSync(link)) return
  mkdirSync(dirname(link), { recursive: true })
  rmSync(link, { force: true })
  symlinkSync('../../bin/mingcheng.mjs', link)
}

/** The Node that runs our code: the one brought along, else this one when new enough, else undefined. */
export function runtime() {
  const file = process.platform === 'win32' ? 'node.exe' : 'node'
  const brought = at('node_modules', `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`, 'bin', file)
  if (existsSync(brought)) return brought
  return Number(process.versions.node.split('.')[0]) >= needed ? process.execPath : undefined
}

/**
 * Builds the web if its sources changed, or `anew` in any case. Gives false when the build failed. Each build has a folder of its own
 * and `dist/built.json` names the one in force, so that a second start beside a running server never takes its files away.
 */
export function ensureWeb(node, anew = false) {
  if (!existsSync(at('index.html'))) {
    tell('start.noWeb')
    return true
  }
  const marker = at('dist', 'built.json')
  const files = webSources()
  const stamp = hashOf(files.map((path) => `${path} ${stampOf(path)}`).join('\n'))
  const isThere = ({ folder } = {}) => folder !== undefined && existsSync(at('dist', folder, 'index.html'))
  const known = readJson(marker)
  if (!anew && isThere(known) && known.stamp === stamp) return true
  return alone(() => {
    const hash = hashOf(...files.flatMap((path) => [path, '\0', readFileSync(path)]))
    const built = readJson(marker)
    let folder = built?.folder
    if (anew || !isThere(built) || built.hash !== hash) {
      tell('start.building')
      folder = buildWeb(node, `web-${hash.slice(0, 12)}`)
      if (folder === undefined) return false
    }
    writeFileSync(`${marker}.new`, JSON.stringify({ stamp, hash, folder }))
    renameSync(`${marker}.new`, marker)
    forgetBuilds([folder, built?.folder])
    return true
  })
}

/** The build before this one may still be served; older ones are not. */
function forgetBuilds(kept) {
  for (const name of readdirSync(at('dist')))
    if (/^web(-|$)/.test(name) && !kept.includes(name)) rmSync(at('dist', name), { recursive: true, force: true })
}

/** Everything that can end up in the browser, sorted. */
function webSources() {
  const serverOnly = /\.(test|sql|serve)\.tsx?$/
  const under = (folder) =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return path === at('src', 'server') || path === at('src', 'cli') ? [] : under(path)
      return serverOnly.test(entry.name) ? [] : [path]
    })
  return [
    ...under(at('src')),
    ...under(at('locales')),
    at('index.html'),
    at('field.html'),
    at('vite.config.ts'),
    at('vite.field.ts'),
    at('package-lock.json'),
  ].sort()
}

/** `vite build` beside, then every text file once more as .br and .gz, so that serving never compresses; then the folder gets its name. */
function buildWeb(node, folder) {
  const vite = at('node_modules', 'vite', 'bin', 'vite.js')
  const half = at('dist', `half-${process.pid}`)
  const { status } = spawnSync(node, [vite, 'build', '--logLevel', 'warn', '--emptyOutDir', '--outDir', half], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  })
  if (status !== 0) {
    rmSync(half, { recursive: true, force: true })
    tell('start.buildFailed')
    return undefined
  }
  compress(half)
  rmSync(at('dist', folder), { recursive: true, force: true })
  renameSync(half, at('dist', folder))
  return folder
}

function compress(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) compress(path)
    else if (/\.(js|css|html|json|svg|txt|webmanifest|wasm)$/.test(entry.name)) {
      const bytes = readFileSync(path)
      if (bytes.length < 1024) continue
      writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } }))
      writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }))
    }
  }
}
