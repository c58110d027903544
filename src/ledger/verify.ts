/**
 * Checks a ledger line by line with nothing but the public key: every content is hashed again, two trees grow beside each
 * other (over what stands there now, and over what was sealed), and each signed head says which of them is true.
 */
import { z } from 'zod'
import { FactLine, FileHead, HeadLine } from './file.ts'
import { hashOfLeaf, kindOf, type Leaf } from './fact.ts'
import { explain, Finding, type Odd } from './findings.ts'
import { readNote } from './head.ts'
import { emptyTree, grow, type Growing } from './merkle.ts'
import { HashName, type Hashing, hex, unhex } from './personal.ts'

/** What a check gives. It is good when there are no findings and the heads cover what they should. */
export const Report = z.object({
  city: z.string(),
  hash: HashName,
  /** Facts in the file, and how many of them a signed head covers. */
  size: z.int(),
  signed: z.int(),
  /** Good heads, and the last of them. */
  heads: z.int(),
  last: z.string().nullable(),
  /** The key that the heads were checked with, and whether it came from outside or from the file itself. */
  key: z.string(),
  keyGiven: z.boolean(),
  findings: z.array(Finding),
  /** How many findings there are; the list ends after a thousand. */
  found: z.int(),
})
export type Report = z.infer<typeof Report>

/** What a check needs from outside. */
export interface Means {
  readonly hashing: (name: HashName) => Hashing
  readonly isSigned: (note: string, key: string) => boolean
  /** Public keys that may have signed; the file's own when there are none. */
  readonly keys: readonly string[]
  /** Heads known from elsewhere: printed, mailed, published. */
  readonly heads: readonly string[]
}

const mostFindings = 1000
const mostOdd = 200_000

interface State {
  readonly file: FileHead
  readonly hashing: Hashing
  /** What stands there now, and what was sealed. */
  readonly now: Growing
  readonly sealed: Growing
  readonly known: Map<number, { root: string; note: string }[]>
  readonly odd: Odd[]
  readonly findings: Finding[]
  /** Numbers whose line has not come when it should. */
  readonly left: Set<number>
  good: number
  heads: number
  last: string | null
  found: number
  /** From here on the contents disagree with the signed heads. */
  broken: boolean
  /** From here on lines are missing, and no tree can be made. */
  lost: boolean
  /** The last number that was seen or should have been. */
  count: number
}

/** Takes the lines of a file one by one; `finish` gives the report, or undefined when it was no ledger. */
export function checkLedger(means: Means): {
  line: (text: string) => void
  finish: () => Report | undefined
  state: () => { seq: number; size: number }
} {
  let state: State | undefined
  const lines = { no: 0 }
  return {
    line: (text) => {
      lines.no++
      if (text.trim() === '') return
      const value = readJson(text)
      if (state === undefined) state = begin(means, value)
      else take(means, state, value, lines.no)
    },
    finish: () => (state === undefined ? undefined : finish(means, state)),
    state: () => ({ seq: state?.count ?? 0, size: state?.file.size ?? 0 }),
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function begin(means: Means, value: unknown): State | undefined {
  const file = FileHead.safeParse(value)
  if (!file.success) return undefined
  const hashing = means.hashing(file.data.hash)
  const state: State = {
    file: file.data,
    hashing,
    now: grow(hashing.hash, emptyTree),
    sealed: grow(hashing.hash, emptyTree),
    known: new Map(),
    odd: [],
    findings: [],
    left: new Set(),
    good: 0,
    heads: 0,
    last: null,
    found: 0,
    broken: false,
    lost: false,
    count: 0,
  }
  for (const note of means.heads) know(means, state, note)
  return state
}

function add(state: State, ...findings: readonly Finding[]): void {
  state.found += findings.length
  state.findings.push(...findings.slice(0, Math.max(0, mostFindings - state.findings.length)))
}

function take(means: Means, state: State, value: unknown, no: number): void {
  const fact = FactLine.safeParse(value)
  if (fact.success) return takeFact(state, fact.data)
  const head = HeadLine.safeParse(value)
  if (head.success && know(means, state, head.data.head)) return compare(state)
  if (!head.success) add(state, { what: 'line', seq: no })
}

/** Takes a head in when it is signed and of this ledger. */
function know(means: Means, state: State, note: string): boolean {
  const read = readNote(note)
  const keys = means.keys.length > 0 ? means.keys : [state.file.key]
  const fits = read?.head.city === state.file.city && read.head.hash === state.file.hash
  if (!read || !fits || !keys.some((key) => means.isSigned(note, key))) {
    add(state, { what: 'signature', seq: read?.head.size ?? 0 })
    return false
  }
  const { size, root } = read.head
  state.known.set(size, [...(state.known.get(size) ?? []), { root, note }])
  return true
}

function takeFact(state: State, { seq, leaf, hash, kind }: FactLine): void {
  compare(state)
  const is = leaf === undefined ? undefined : hex(hashOfLeaf(state.hashing, leaf as Leaf))
  const isKind = leaf === undefined ? undefined : kindOf(leaf as Leaf)
  const next = state.count + 1
  // A number that came already, or that no fact can have: beside the sealed ones. Numbers that are left out were removed.
  if (state.left.delete(seq)) return add(state, { what: 'order', seq, ...(isKind === undefined ? {} : { kind: isKind }) })
  if (seq < next || hash === undefined) return oddOne(state, { seq, kind: isKind, sealedKind: kind, is, sealed: undefined })
  leftOut(state, next, Math.min(seq - 1, state.file.size))
  if (state.count + 1 !== seq) return oddOne(state, { seq, kind: isKind, sealedKind: kind, is, sealed: undefined })
  if (leaf?.type === 'missing' || leaf?.type === 'double') add(state, { what: leaf.type, seq })
  if (is !== hash) oddOne(state, { seq, kind: isKind, sealedKind: kind ?? isKind, is, sealed: hash })
  state.count = seq
  if (state.lost) return
  state.sealed.push(unhex(hash))
  state.now.push(unhex(is ?? hash))
  compare(state)
}

const mostSingle = 1000

/** The lines of some numbers are not in the file, neither content nor hash: no head behind them can be checked any more. */
function leftOut(state: State, from: number, to: number): void {
  if (to < from) return
  state.lost = true
  state.count = to
  if (to - from < mostSingle) for (const seq of span(from, to)) state.left.add(seq)
  else add(state, { what: 'removed', seq: from, to })
}

function oddOne(state: State, it: Odd): void {
  if (state.odd.length < mostOdd) state.odd.push(it)
  else state.found++
}

/** Compares what is there so far with every head of this size. */
function compare(state: State): void {
  if (state.lost) return
  const size = state.count
  for (const head of state.known.get(size) ?? []) judge(state, size, head)
  state.known.delete(size)
}

function judge(state: State, size: number, { root, note }: { root: string; note: string }): void {
  const isWhole = !state.odd.some(({ is, seq }) => is === undefined && seq <= size)
  if (isWhole && hex(state.now.root()) === root) {
    // The contents are as signed: where a hash differs, only the record of it was touched.
    const isRecord = ({ sealed, seq }: Odd) => sealed !== undefined && seq <= size
    add(
      state,
      ...state.odd.filter(isRecord).map(({ seq, kind }): Finding => ({ what: 'record', seq, ...(kind === undefined ? {} : { kind }) })),
    )
    state.odd.splice(0, state.odd.length, ...state.odd.filter((it) => !isRecord(it)))
  } else if (hex(state.sealed.root()) !== root) {
    if (!state.broken) add(state, { what: 'rewritten', seq: state.good + 1, to: size })
    state.broken = true
    return
  }
  // Where only what was sealed is what was signed, the odd entries are named one by one at the end.
  state.good = size
  state.heads++
  state.last = note
}

function finish(means: Means, state: State): Report {
  leftOut(state, state.count + 1, state.file.size)
  add(state, ...[...state.left].map((seq): Finding => ({ what: 'removed', seq })))
  compare(state)
  const size = state.count
  const beyond = [...state.known.keys()].reduce((most, known) => Math.max(most, known), 0)
  if (beyond > size) add(state, { what: 'removed', seq: size + 1, ...(beyond > size + 1 ? { to: beyond } : {}) })
  // What is recorded but not sealed yet is no finding, unless it was sealed under another number.
  const fresh = state.odd.filter(({ seq, sealed }) => sealed === undefined && seq > state.file.size)
  const moved = new Set(explain(state.odd).flatMap(({ what, seq, to, by }) => (what === 'moved' ? span(seq + by!, (to ?? seq) + by!) : [])))
  const quiet = new Set(fresh.filter(({ seq }) => !moved.has(seq)))
  add(state, ...explain(state.odd.filter((it) => !quiet.has(it))))
  const { file, findings, found, good, heads, last } = state
  findings.sort((a, b) => a.seq - b.seq)
  return {
    city: file.city,
    hash: file.hash,
    size: size + quiet.size,
    signed: good,
    heads,
    last,
    key: means.keys.length > 0 ? means.keys.join(' ') : file.key,
    keyGiven: means.keys.length > 0,
    findings,
    found,
  }
}

const span = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at)
