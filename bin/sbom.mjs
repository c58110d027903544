// Writes docs/security/sbom.cdx.json (CycloneDX): every package that runs on the server, by version and hash, the same for the same lock file.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { npm, root } from './prepare.mjs'

const [command, args] = npm(['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'])
const { stdout, status } = spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
if (status !== 0) process.exit(1)

const bom = JSON.parse(stdout)
// What differs from run to run or from place to place says nothing about the software.
delete bom.serialNumber
delete bom.metadata.timestamp
delete bom.metadata.tools
const plain = (component) => ({
  'bom-ref': component['bom-ref'],
  type: component.type,
  name: component.name,
  version: component.version,
  ...(component.purl ? { purl: component.purl } : {}),
  ...(component.hashes ? { hashes: component.hashes } : {}),
  ...(component.licenses ? { licenses: component.licenses } : {}),
})
bom.metadata.component = { ...plain(bom.metadata.component), name: 'mingcheng' }
// Not `--omit dev`: that leaves out what both need.
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
const shipped = new Set(
  Object.entries(lock.packages)
    .filter(([path, { dev, link }]) => path !== '' && dev !== true && link !== true)
    .map(([path, { version }]) => `${path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)}@${version}`),
)
const isShipped = (reference) => shipped.has(reference.split('|')[0])
bom.components = bom.components
  .filter((component) => isShipped(component['bom-ref']))
  .map(plain)
  .sort((one, other) => (one['bom-ref'] < other['bom-ref'] ? -1 : 1))
const own = bom.metadata.component['bom-ref']
bom.dependencies = bom.dependencies
  .filter(({ ref }) => ref === own || isShipped(ref))
  .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter(isShipped) }))
  .sort((one, other) => (one.ref < other.ref ? -1 : 1))
writeFileSync(join(root, 'docs', 'security', 'sbom.cdx.json'), `${JSON.stringify(bom, null, 1)}\n`)
