/** `npm run build`: builds the web anew, whatever the marker says. */
import { buildWeb, ensureDependencies, runtime, tell } from './prepare.mjs'

if (!ensureDependencies()) process.exit(1)
const node = runtime()
if (node === undefined) tell('start.needsNode', { version: process.version, platform: `${process.platform}-${process.arch}` })
process.exit(node !== undefined && buildWeb(node) ? 0 : 1)
