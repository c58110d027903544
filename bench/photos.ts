import { hashesOf, askedOf, type Hash } from '../src/evidence/pictures/hash.ts'
import { likenessOf, isSame } from '../src/evidence/pictures/likeness.ts'
import { makeLookalikes } from '../src/evidence/pictures/lookalikes.ts'
const rnd = () => Math.floor(Math.random() * 2 ** 32) >>> 0
const n = +(process.argv[2] ?? 1e6)
const l = makeLookalikes()
let t = performance.now()
for (let i = 0; i < n; i++) l.add(Array.from({ length: 6 }, () => [rnd(), rnd()] as const))
console.log('filled', (performance.now() - t).toFixed(0), 'ms', (l.bytes() / 1e6).toFixed(0), 'MB')
const grey = Uint8Array.from({ length: 2304 }, () => Math.random() * 255)
const own = hashesOf(grey)
l.add(own)
const ts: number[] = []
for (let k = 0; k < 40; k++) {
  const g = grey.map((v) => v + Math.random() * 6)
  t = performance.now()
  const a = askedOf(g)
  const u = performance.now()
  const f = l.find(a)
  ts.push(performance.now() - u)
  if (k % 10 === 0) console.log('hash', (u - t).toFixed(1), 'find', (performance.now() - u).toFixed(1), f.length, f[0])
}
ts.sort((a, b) => a - b)
console.log('median', ts[20], 'max', ts[39])
