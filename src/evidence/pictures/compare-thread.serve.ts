/** The thread in which pictures are laid over each other: some milliseconds a pair, at a lower priority than whoever waits. */
import { setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { likenessOf, type Pair } from './likeness.ts'

try {
  setPriority(0, 10)
} catch {
  // Some containers forbid it; then it is a thread like the others.
}

parentPort!.on('message', ({ id, pairs }: { id: number; pairs: readonly Pair[] }) => {
  parentPort!.postMessage({ id, found: pairs.map((pair) => likenessOf(pair)) })
})
