/**
 * Who may do heavy work next: so many at once, and one address after the other, so that a crowd from one place does not
 * keep the others waiting. What does not fit into the queue is refused at once instead of piling up.
 */

/** How much at once, and how many may wait. */
export interface TurnOptions {
  readonly atOnce: number
  readonly mostWaiting: number
  readonly mostWaitingEach: number
}

/** Runs work in turn. *Gives* undefined when too many are waiting already. */
export type Turns = <Result>(address: string, work: () => Promise<Result>) => Promise<Result> | undefined

/** A queue of queues. */
export function makeTurns({ atOnce, mostWaiting, mostWaitingEach }: TurnOptions): Turns {
  // In the order of their turn: who was served goes to the end.
  const waiting = new Map<string, (() => Promise<void>)[]>()
  let [running, count] = [0, 0]
  const next = () => {
    const first = running < atOnce ? waiting.entries().next().value : undefined
    if (!first) return
    const [address, queue] = first
    const run = queue.shift()!
    count -= 1
    waiting.delete(address)
    if (queue.length > 0) waiting.set(address, queue)
    running += 1
    void run().finally(() => {
      running -= 1
      next()
    })
  }
  return <Result>(address: string, work: () => Promise<Result>) => {
    const queue = waiting.get(address) ?? []
    if (count >= mostWaiting || queue.length >= mostWaitingEach) return undefined
    return new Promise<Result>((resolve, reject) => {
      queue.push(() => work().then(resolve, reject))
      waiting.set(address, queue)
      count += 1
      next()
    })
  }
}
