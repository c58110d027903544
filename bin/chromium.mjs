/**
 * Finds or brings a Chromium for the tests of the screens: given by MINGCHENG_CHROMIUM, the system's, Debian's package,
 * Playwright's download. A browser counts only when it has really opened a page. Also sees to a font for Chinese.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { aptGet } from './postgres.mjs'
import { root } from './prepare.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge']

/** `{ path, from }`, or `{ missing }` with the reasons, one a line. `node` runs Playwright's own installer. */
export function bringChromium(node) {
  const given = process.env.MINGCHENG_CHROMIUM
  if (given)
    return opens(given) ? { path: given, from: 'MINGCHENG_CHROMIUM' } : { missing: [`MINGCHENG_CHROMIUM: ${given} does not open a page`] }
  const reasons = []
  for (const { from, find } of [
    { from: 'system', find: systemBrowser },
    { from: 'apt-get', find: debianBrowser },
    { from: 'playwright-core install', find: () => playwrightBrowser(node) },
  ]) {
    try {
      return { path: find(), from }
    } catch (error) {
      reasons.push(`${from}: ${error.message}`)
    }
  }
  return { missing: reasons }
}

function systemBrowser() {
  const folders = (process.env.PATH ?? '').split(':')
  const found = names.flatMap((name) => folders.map((folder) => join(folder, name))).filter((path) => existsSync(path))
  const good = found.find((path) => opens(path))
  if (!good) throw new Error(found.length === 0 ? 'none on the path' : `${found.join(', ')}: does not open a page`)
  return good
}

function debianBrowser() {
  aptGet(['chromium'])
  return systemBrowser()
}

function playwrightBrowser(node) {
  const cli = join(root, 'node_modules', 'playwright-core', 'cli.js')
  const options = { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'], timeout: 600_000 }
  const deps = process.getuid?.() === 0 ? ['--with-deps'] : []
  const { status, stderr } = spawnSync(node, [cli, 'install', ...deps, 'chromium'], options)
  if (status !== 0) throw new Error((stderr ?? '').trim().split('\n')[0] || 'the download failed')
  const path = createRequire(join(root, 'package.json'))('playwright-core').chromium.executablePath()
  if (!opens(path)) throw new Error(`${path} does not open a page (libraries missing?)`)
  return path
}

function opens(path) {
  const profile = mkdtempSync(join(tmpdir(), 'mingcheng-chromium-'))
  const flags = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    `--user-data-dir=${profile}`,
    '--dump-dom',
    'data:text/html,<p>mingcheng</p>',
  ]
  const { stdout } = spawnSync(path, flags, { encoding: 'utf8', timeout: 60_000, stdio: ['ignore', 'pipe', 'ignore'] })
  rmSync(profile, { recursive: true, force: true })
  return (stdout ?? '').includes('mingcheng')
}

/** Undefined when a Chinese font is there (now), else the reason why not. */
export function bringFont() {
  const has = () => (spawnSync('fc-list', [':lang=zh-cn', 'family'], { encoding: 'utf8' }).stdout ?? '').trim() !== ''
  if (has()) return undefined
  try {
    aptGet(['fontconfig', 'fonts-noto-cjk'])
    return has() ? undefined : 'fonts-noto-cjk is installed but not found'
  } catch (error) {
    return error.message
  }
}
