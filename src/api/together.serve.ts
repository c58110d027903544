/**
 * Writes that arrive at the same moment share one transaction. To make the disk keep a transaction takes longer than everything
 * else about a small write, so whoever comes while a group is under way waits for it and forms the next one with the others.
 * Each member is answered or refused by itself, and only after the commit. When anything else goes wrong, nothing of the group
 * was done, and each member is done again alone: a bad neighbour fails alone.
 */
import type { CityId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { planOnce } from './plan.sql.ts'
import { addReceipts, listReceipts, type NewReceipt } from './receipts.sql.ts'
import type { Ask, Who } from './who.ts'

/** Answers in the order of the asks, a Problem for whoever is refused. */
type Answers<Result> = readonly (Result | Problem)[]

/**
 * Gives the answers, or a function that gives them after the commit, so that the last writes and the commit go to the database in
 * one piece: such a function asks the database nothing more.
 */
type Act<Parsed, Result> = (db: Db, asks: readonly Ask<Parsed>[]) => Promise<Answers<Result> | (() => Promise<Answers<Result>>)>

/** The answers, however they are given. */
export const answersOf = async <Result>(given: Answers<Result> | (() => Promise<Answers<Result>>)): Promise<Answers<Result>> =>
  typeof given === 'function' ? given() : given

/** A write of many at once. All asks are of one city. */
export interface Together<Parsed, Result> {
  readonly together: Act<Parsed, Result>
}

/** Declares a write that is done for a whole group at once. */
export const together = <Parsed, Result>(act: Act<Parsed, Result>): Together<Parsed, Result> => ({ together: act })

/**
 * A write in two steps whose second one is done for a whole group: what `before` made of each comes with its ask. A method, since what that
 * is stays between the two steps.
 */
export interface StepsTogether<Parsed, Result> {
  readonly before: (ask: Ask<Parsed>) => Promise<unknown>
  together(db: Db, asks: readonly Ask<Parsed>[]): ReturnType<Act<Parsed, Result>>
}

/** Binds the two steps to each other; what `before` may do, and what becomes of what it gives, is as in `steps` (api.serve.ts). */
export const stepsTogether = <Parsed, Ready, Result>(it: {
  readonly before: (ask: Ask<Parsed>) => Promise<Ready>
  readonly together: (
    db: Db,
    asks: readonly (Ask<Parsed> & { readonly ready: NoInfer<Ready> })[],
  ) => ReturnType<Together<Parsed, Result>['together']>
}): StepsTogether<Parsed, Result> => it

/** How many go in one group, and how many groups may be under way at the same time. */
export interface Gathering {
  readonly most: number
  readonly atOnce: number
}

/**
 * Gathers calls and does the work of those that wait in one go. A call is only ever part of work that began after it, so
 * whatever the work reads is as fresh as if the call had been alone.
 */
export function gather<Item, Result>(
  work: (items: readonly Item[]) => Promise<readonly Result[]>,
  { most, atOnce }: Gathering,
): (item: Item) => Promise<Result> {
  const waiting: { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void }[] = []
  let under = 0
  let planned = false
  const run = async (group: typeof waiting) => {
    try {
      const results = await work(group.map(({ item }) => item))
      group.forEach(({ resolve }, index) => resolve(results[index]!))
    } catch (error) {
      for (const { reject } of group) reject(error)
    } finally {
      under -= 1
      next()
    }
  }
  const next = () => {
    planned = false
    while (under < atOnce && waiting.length > 0) {
      under += 1
      void run(waiting.splice(0, most))
    }
  }
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (under >= atOnce || planned) return
      planned = true
      // Everything that the network has brought by now joins.
      setImmediate(next)
    })
}

/** Gathers by key. Of a key that nobody waits for nothing is kept: a stranger may name as many as there are. */
export function gatherBy<Key, Item, Result>(
  work: (key: Key, items: readonly Item[]) => Promise<readonly Result[]>,
  gathering: Gathering,
): { readonly ask: (key: Key, item: Item) => Promise<Result>; readonly open: ReadonlyMap<Key, unknown> } {
  const open = new Map<Key, { readonly call: (item: Item) => Promise<Result>; waiting: number }>()
  const ask = async (key: Key, item: Item): Promise<Result> => {
    const queue = open.get(key) ?? { call: gather((items: readonly Item[]) => work(key, items), gathering), waiting: 0 }
    open.set(key, queue)
    queue.waiting += 1
    try {
      return await queue.call(item)
    } finally {
      queue.waiting -= 1
      if (queue.waiting === 0) open.delete(key)
    }
  }
  return { ask, open }
}

/** One of a group. */
export interface Member {
  readonly who: Who
  readonly ask: (db: Db) => Ask<never>
  /** Its Idempotency-Key with what it stands for. */
  readonly receipt: NewReceipt | undefined
  /** Does it by itself, in a transaction of its own. */
  readonly alone: () => Promise<unknown>
}

type Outcome = { readonly answer: unknown } | { readonly refused: Problem } | 'alone'

/** One group at a time: the numbers of a city are given out one transaction after the other anyway, and larger groups cost less. */
const usual: Gathering = { most: 64, atOnce: 1 }

/** The groups of a call, one queue a city. */
export function groupsOf(db: Db, { together: act }: Together<never, unknown>, gathering: Gathering = usual) {
  const queues = new Map<CityId, (member: Member) => Promise<Outcome>>()
  const queueOf = (city: CityId) => {
    const queue = queues.get(city) ?? gather((members: readonly Member[]) => inOne(db.of(city), members, act), gathering)
    queues.set(city, queue)
    return queue
  }
  return async (member: Member): Promise<unknown> => {
    const outcome = await queueOf(member.who.city)(member)
    if (outcome === 'alone') return member.alone()
    if ('refused' in outcome) throw outcome.refused
    return outcome.answer
  }
}

const keyOf = ({ who, receipt }: Member) => `${who.account} ${receipt!.key}`

/** The receipts of those who sent a key and were not refused. */
async function keepReceipts(db: Db, members: readonly Member[], results: readonly unknown[]): Promise<void> {
  const kept = members.flatMap(({ who, receipt }, index) =>
    receipt === undefined || results[index] instanceof Problem ? [] : [{ ...receipt, account: who.account, answer: results[index] }],
  )
  // A key that somebody else claimed meanwhile: nothing is done, and each looks again.
  if ((await addReceipts(db, members[0]!.who.city, kept)) < kept.length) throw new Error('a key was claimed meanwhile')
}

/** A repeat, and the second of two that are the same, look for the receipt alone. */
async function inOne(db: Db, members: readonly Member[], act: Together<never, unknown>['together']): Promise<Outcome[]> {
  const [only] = members
  if (members.length === 1 && only!.receipt !== undefined) return ['alone']
  try {
    const outcomes = await db.tx(async (tx) => {
      // Goes together with the first questions; whatever it fails of fails the transaction.
      planOnce(tx).catch(() => undefined)
      const keyed = members.filter(({ receipt }) => receipt !== undefined)
      const seen = await listReceipts(
        tx,
        keyed.map(({ who, receipt }) => ({ who, key: receipt!.key })),
      )
      const taking = members.filter((member) => member.receipt === undefined || (!seen.has(keyOf(member)) && seen.add(keyOf(member))))
      const answers = new Map(taking.map((member, index) => [member, index]))
      const coming = await act(
        tx,
        taking.map(({ ask }) => ask(tx)),
      )
      if (keyed.length > 0) await keepReceipts(tx, taking, await answersOf(coming))
      return async () => {
        const results = await answersOf(coming)
        return members.map((member): Outcome => {
          const index = answers.get(member)
          if (index === undefined) return 'alone'
          const result = results[index]
          return result instanceof Problem ? { refused: result } : { answer: result }
        })
      }
    })
    return await outcomes()
  } catch {
    return members.map(() => 'alone')
  }
}
