/** `node bin/run.mjs <file.ts> [args]`: runs one of our own files under the Node that the package brings along. */
import { spawnSync } from 'node:child_process'
import { ensureDependencies, root, runtime, tell } from './prepare.mjs'

if (!ensureDependencies()) process.exit(1)
const node = runtime()
if (node === undefined) tell('start.needsNode', { version: process.version, platform: `${process.platform}-${process.arch}` })
const flags = ['--disable-warning=ExperimentalWarning']
process.exit(node === undefined ? 1 : (spawnSync(node, [...flags, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' }).status ?? 1))
