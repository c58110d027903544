/**
 * How long who guesses has to wait. A stranger must not be able to lock an official out, so waiting belongs to where the
 * guesses come from: to an account *at an address*, to an address, and to a device that the account was signed in on before.
 * An account as such is never closed; when it is guessed at from many places, each new place has one try instead of five.
 */

/** What tries are counted for. `device` and `code` are of one account. */
export type Counted = 'pair' | 'device' | 'address' | 'account' | 'code'

/** Tries without success, and when the last one was. */
export interface Tries {
  readonly tries: number
  readonly lastAt: string
}

interface Limit {
  /** Tries that cost nothing. */
  readonly free: number
  /** The longest wait, in seconds. */
  readonly mostS: number
}

const limits: Record<Counted, Limit> = {
  pair: { free: 5, mostS: 900 },
  device: { free: 10, mostS: 900 },
  // A whole office may stand behind one address.
  address: { free: 60, mostS: 120 },
  // Only who knows the password comes this far.
  code: { free: 5, mostS: 900 },
  // Never makes anybody wait; see `isBesieged`.
  account: { free: Number.POSITIVE_INFINITY, mostS: 0 },
}

const forgetMs = 60 * 60_000
const siege = 100

/** After an hour of quiet nothing is held against anybody. */
export const isForgotten = ({ lastAt }: Tries, at: string): boolean => Date.parse(at) - Date.parse(lastAt) > forgetMs

/** Whether an account is guessed at from many places. */
export const isBesieged = (tries: Tries | undefined, at: string): boolean =>
  tries !== undefined && tries.tries >= siege && !isForgotten(tries, at)

/** Seconds still to wait before the next try: after the free ones 1, 2, 4 … up to the limit, counted from the last. */
export function waitFor(what: Counted, tries: Tries | undefined, at: string, besieged = false): number {
  if (tries === undefined || isForgotten(tries, at)) return 0
  const { free, mostS } = limits[what]
  const over = tries.tries - (besieged && what === 'pair' ? 1 : free)
  if (over < 0) return 0
  const wait = Math.min(mostS, 2 ** Math.min(over, 20))
  return Math.max(0, Math.ceil(wait - (Date.parse(at) - Date.parse(tries.lastAt)) / 1000))
}

/** Whether this try is worth an entry in the record: the fifth, tenth, twentieth … without success. */
export const isTold = (tries: number): boolean => tries >= 5 && (tries % 5 === 0 ? Number.isInteger(Math.log2(tries / 5)) : false)

/** The network of an address: people behind IPv6 have 2^64 addresses each, which are one for us. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '')
  if (!plain.includes(':')) return plain
  const [head = '', tail = ''] = plain.split('::')
  const front = head === '' ? [] : head.split(':')
  const back = tail === '' || !plain.includes('::') ? [] : tail.split(':')
  const middle = plain.includes('::') ? Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0') : []
  return [...front, ...middle, ...back]
    .slice(0, 4)
    .map((part) => part.replace(/^0+(?=.)/, ''))
    .join(':')
}
