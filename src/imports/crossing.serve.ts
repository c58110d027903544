/**
 * What crosses between the server and the thread that reads a file: questions and answers, the thread's queries (it has no
 * database of its own), how far it is, and what went wrong. All of it is plain data; SQL is plain data too.
 */
import { type Details, type Fault, Problem } from '../base/problem.ts'
import type { Acting, Sql } from '../base/sql.ts'
import type { Doing } from './import.ts'

/** To the thread: a question for its reader, or the answer to one of its queries. */
export type ToThread =
  | { readonly kind: 'ask'; readonly id: number; readonly name: string; readonly input: unknown; readonly acting: Acting | undefined }
  | { readonly kind: 'rows'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly error: Crossed }

/** From the thread: an answer, a query on behalf of a question, or how far it is. */
export type FromThread =
  | { readonly kind: 'answer'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly error: Crossed }
  | { readonly kind: 'query'; readonly id: number; readonly of: number; readonly how: 'all' | 'run'; readonly query: Sql }
  | { readonly kind: 'doing'; readonly doing: Doing }

/** An error as data: a Problem whole, any other with what the database said about it. */
export type Crossed =
  | {
      readonly kind: 'problem'
      readonly code: string
      readonly status: number
      readonly details: Details
      readonly faults: readonly Fault[]
    }
  | { readonly kind: 'bug'; readonly message: string; readonly stack: string; readonly facts: Readonly<Record<string, string>> }

/** What the edge reads off an error of the database (`problems.serve.ts`). */
const told = ['code', 'constraint', 'table', 'column'] as const

/** An error on its way to the other side. */
export function crossing(error: unknown): Crossed {
  if (error instanceof Problem) {
    const { code, status, details, faults } = error
    return { kind: 'problem', code, status, details, faults }
  }
  if (!(error instanceof Error)) return { kind: 'bug', message: String(error), stack: '', facts: {} }
  const record = error as unknown as Record<string, unknown>
  const facts = Object.fromEntries(told.flatMap((name) => (typeof record[name] === 'string' ? [[name, record[name]]] : [])))
  return { kind: 'bug', message: error.message, stack: error.stack ?? '', facts }
}

/** The error as it was. */
export function crossed(it: Crossed): Error {
  if (it.kind === 'problem') return new Problem(it.code, it.status, it.details, it.faults)
  return Object.assign(new Error(it.message), it.facts, { stack: it.stack })
}
