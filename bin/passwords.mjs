// Writes src/access/breached-passwords.bin from a list of passwords (a JSON array of texts), most common first: the first four bytes of
// the SHA-256 of each, sorted. `node bin/passwords.mjs <list.json>`; the list comes with the package @zxcvbn-ts/language-common.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'

const list = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const starts = [
  ...new Set(list.map((word) => createHash('sha256').update(word.normalize('NFKC').toLowerCase()).digest().readUInt32BE())),
].sort((a, b) => a - b)
const bytes = Buffer.alloc(starts.length * 4)
starts.forEach((start, index) => bytes.writeUInt32BE(start, index * 4))
writeFileSync('src/access/breached-passwords.bin', bytes)
process.stdout.write(`${list.length} passwords, ${starts.length} beginnings, ${bytes.length} bytes\n`)
