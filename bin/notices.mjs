// Writes THIRD-PARTY-NOTICES.md from the lock file: every package that runs on the server or ships to the browser, with its licence.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'))
const own = JSON.parse(readFileSync('package.json', 'utf8'))
/** Development packages whose code is bundled for the browser. */
const bundled = [
  'react',
  'react-dom',
  'react-aria-components',
  '@tanstack/react-query',
  '@tanstack/react-router',
  '@tanstack/react-virtual',
  '@tanstack/react-table',
  'maplibre-gl',
  'echarts',
  '@simplewebauthn/browser',
  'idb',
  'workbox-precaching',
  'workbox-routing',
]

const seen = new Set()
const place = (name, from) => {
  for (let base = from; ; base = base.slice(0, Math.max(0, base.lastIndexOf('/node_modules/')))) {
    const path = base === '' ? `node_modules/${name}` : `${base}/node_modules/${name}`
    if (lock.packages[path]) return path
    if (base === '') return undefined
  }
}
const visit = (name, from) => {
  const path = place(name, from)
  if (path === undefined || seen.has(path)) return
  seen.add(path)
  const entry = lock.packages[path]
  for (const next of Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })) visit(next, path)
}
for (const name of [...Object.keys(own.dependencies), ...Object.keys(own.optionalDependencies ?? {}), ...bundled]) visit(name, '')

const nameOf = (path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
const licenceOf = (path) => {
  if (lock.packages[path].license) return lock.packages[path].license
  const file = `${path}/package.json`
  const stated = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).license : undefined
  return typeof stated === 'string' ? stated : (stated?.type ?? 'see package')
}
const rows = [...new Set([...seen].map((path) => `| ${nameOf(path)} | ${lock.packages[path].version} | ${licenceOf(path)} |`))].sort()
const text = `# Third-party notices

Made by \`npm run notices\` from the lock file: what runs on the server or ships to the browser. Data with a licence of its own is named
beside it (\`demo/data\`).

\`src/access/breached-passwords.bin\` is made by \`bin/passwords.mjs\` from the list of common passwords of @zxcvbn-ts/language-common 4.1.3
(49,233 entries; after zxcvbn, © 2012-2016 Dan Wheeler and Dropbox, Inc., © 2021 @zxcvbn-ts; MIT). It holds four bytes of a hash of each.

| Package | Version | Licence |
|---|---|---|
${rows.join('\n')}
`
writeFileSync('THIRD-PARTY-NOTICES.md', text)
process.stdout.write(`${rows.length} packages\n`)
