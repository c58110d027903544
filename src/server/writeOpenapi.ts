/**
 * `npm run openapi`: writes `docs/openapi.json` anew. Refuses when that would take something away from those who rely on the
 * committed one; `--break` says that it is meant, and belongs into the change log.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { argv, exit, stdout } from 'node:process'
import { fileURLToPath } from 'node:url'
import { narrowings } from '../api/narrowing.ts'
import { openapiDocument } from './reference.ts'

/** Where the committed document is. */
const file = new URL('../../docs/openapi.json', import.meta.url)

const document = openapiDocument('en')
const taken = existsSync(file) ? narrowings(JSON.parse(readFileSync(file, 'utf8')), document) : []
for (const line of taken) stdout.write(`${line}\n`)
if (taken.length > 0 && !argv.includes('--break')) exit(1)
writeFileSync(file, `${JSON.stringify(document, null, 1)}\n`)
stdout.write(`${fileURLToPath(file)}\n`)
