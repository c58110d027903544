/** `npm run build`: builds the web anew, whatever the marker says. */
import { ensureDependencies, ensureWeb, runtime, tell } from './prepare.mjs'

if (!ensureDependencies()) process.exit(1)
const node = runtime()
if (node === undefined) tell('start.needsNode', { version: process.version, platform: `${process.platform}-${process.arch}` })
process.exit(node !== undefined && ensureWeb(node, true) ? 0 : 1)
