#!/usr/bin/env node
/**
 * The one command. Brings a fresh clone to the point where our own code can run, then hands over to `src/cli/main.ts`
 * under the Node that the package brings along. Runs on any Node that still starts npm, so it is plain JavaScript.
 */
import { spawn } from 'node:child_process'
import module from 'node:module'
import { join } from 'node:path'
import { ensureDependencies, ensureWeb, root, runtime, tell } from './prepare.mjs'

const args = process.argv.slice(2)
const main = join(root, 'src', 'cli', 'main.ts')
const cache = join(root, '.cache', 'compile')

/** An npm that was killed cannot pass that on. Being left behind by it is therefore taken as being told to stop. */
function whenLeft(stop) {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return
  const { ppid } = process
  const timer = setInterval(() => {
    if (process.ppid === ppid) return
    clearInterval(timer)
    stop()
  }, 250)
  timer.unref()
}

/** Signals to the group reach the child by themselves, signals to us alone are passed on; the child takes a repeat as one. */
function handOver(node) {
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', main, ...args], {
    // The channel closes when this process dies, however it dies; the child then stops too and never lingers on the port.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, NODE_COMPILE_CACHE: cache, MINGCHENG_LAUNCHED_AT: String(performance.timeOrigin) },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  whenLeft(() => child.kill('SIGTERM'))
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 3)
    for (const known of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(known)
    process.kill(process.pid, signal)
  })
}

if (!ensureDependencies()) process.exit(1)
const node = runtime()
if (node === undefined) {
  tell('start.needsNode', { version: process.version, platform: `${process.platform}-${process.arch}` })
  process.exit(1)
}
if (args[0] === 'start' && !args.includes('--help') && !ensureWeb(node)) process.exit(1)
if (node === process.execPath) {
  module.enableCompileCache?.(cache)
  whenLeft(() => process.kill(process.pid, 'SIGTERM'))
  await import(new URL('../src/cli/main.ts', import.meta.url))
} else handOver(node)
