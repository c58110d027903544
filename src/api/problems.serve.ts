/** The one edge where a Problem becomes RFC 9457 problem details in the reader's language. Bugs become a bare 500. */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem, type ProblemBody } from '../base/problem.ts'
import type { Language } from '../base/text.ts'
import { languageOf, parsedBodyOf } from './parse.serve.ts'
import { unkeptIn } from './unkept.ts'

/** Says a key in a language, with values put in. */
export type Say = (language: Language, key: string, values?: Record<string, unknown>) => string

/** Installs the edge on the app. */
export function answerProblems(app: FastifyInstance, say: Say): void {
  app.setNotFoundHandler((request, reply) => {
    const body = bodyOf(new Problem('api.notFound', 404), languageOf(request), say)
    return reply.code(404).type('application/problem+json; charset=utf-8').send(body)
  })
  app.setErrorHandler((error: FastifyError, request, reply) => answerProblem(error, request, reply, say))
}

/** Answers an error as problem details. The router's own refusals (an address that is too long) come here without the app. */
export function answerProblem(error: FastifyError, request: FastifyRequest, reply: FastifyReply, say: Say): FastifyReply {
  const problem = named(asProblem(error), error, request)
  if (problem.status >= 500) request.log.error({ err: error }, 'bug')
  return reply
    .code(problem.status)
    .type('application/problem+json; charset=utf-8')
    .send(bodyOf(problem, languageOf(request), say, roomOf(request)))
}

/** The first word of a call's address, /api/whistles/… */
const roomOf = ({ url }: FastifyRequest): string => /^\/api\/([a-z-]+)/.exec(url)?.[1] ?? ''

/** What the database refused without a name is looked up in what the call understood of its body; what it dropped was never sent on. */
function named(problem: Problem, error: FastifyError, request: FastifyRequest): Problem {
  if (problem.code !== 'api.badValue' || problem.faults.length > 0) return problem
  // invalid_datetime_format, datetime_field_overflow
  const isAboutTime = error.code === '22007' || error.code === '22008'
  return new Problem(problem.code, problem.status, problem.details, unkeptIn(parsedBodyOf(request), isAboutTime))
}

/** A Problem stays; a framework refusal gets our code; what the database refused is named; all else is a bug without a word. */
export function asProblem(error: FastifyError | Problem): Problem {
  if (error instanceof Problem) return error
  if (error.statusCode === 413) return new Problem('api.tooLarge', 413)
  if (error.statusCode !== undefined && error.statusCode < 500) return new Problem('api.badRequest', error.statusCode)
  return refusalOfDatabase(error) ?? new Problem('api.bug', 500)
}

/** What each class of refusal means to the sender, by SQLSTATE, or by the system's word where a file could not be written. */
const refusals: Record<string, { code: string; status: number }> = {
  // unique_violation, exclusion_violation
  23505: { code: 'api.exists', status: 409 },
  '23P01': { code: 'api.exists', status: 409 },
  // foreign_key_violation
  23503: { code: 'api.missing', status: 409 },
  // not_null_violation, check_violation
  23502: { code: 'api.badValue', status: 422 },
  23514: { code: 'api.badValue', status: 422 },
  // program_limit_exceeded: a text too long for an index
  54000: { code: 'api.badValue', status: 422 },
  // disk_full
  53100: { code: 'engine.diskFull', status: 507 },
  ENOSPC: { code: 'engine.diskFull', status: 507 },
  EDQUOT: { code: 'engine.diskFull', status: 507 },
  // serialization_failure, deadlock_detected
  40001: { code: 'api.busy', status: 503 },
  '40P01': { code: 'api.busy', status: 503 },
}

/**
 * What no column can hold, though it has the shape that was asked for: a day of the year 0, half a letter, a letter without a number.
 * By SQLSTATE: string_data_right_truncation, numeric_value_out_of_range, invalid_datetime_format, datetime_field_overflow,
 * character_not_in_repertoire, invalid_text_representation, untranslatable_character. The rest of class 22 would be a fault of ours.
 */
const refusedValue = (code: string): (typeof refusals)[string] | undefined =>
  /^22(001|003|007|008|021|P02|P05)$/.test(code) ? { code: 'api.badValue', status: 422 } : undefined

interface DatabaseError {
  readonly code?: string
  readonly constraint?: string
  readonly table?: string
  readonly column?: string
}

/** The constraint's name says which rule it was; values are not repeated, they may be somebody else's. */
function refusalOfDatabase(error: DatabaseError): Problem | undefined {
  const refusal = refusals[error.code ?? ''] ?? refusedValue(error.code ?? '')
  if (!refusal) return undefined
  const { constraint = null, table = null, column = null } = error
  return new Problem(refusal.code, refusal.status, { constraint, table, column })
}

/** The body in the reader's language. */
export function bodyOf(problem: Problem, language: Language, say: Say, room = ''): ProblemBody {
  return {
    type: `urn:mingcheng:problem:${problem.code}`,
    title: say(language, `problem.${problem.code}`, problem.details),
    status: problem.status,
    code: problem.code,
    ...(Object.keys(problem.details).length > 0 ? { details: problem.details } : {}),
    ...(problem.faults.length > 0
      ? {
          faults: problem.faults.map((fault) => ({
            ...fault,
            message: say(language, fault.says, { at: placeOf(fault.at, room, (key) => say(language, key)), ...fault.details }),
          })),
        }
      : {}),
  }
}

/**
 * A place of the input in the words of its form: `body.results.0.note` is "results 1 · Note". A room may have a word of its own
 * (`field.whistles.contacted`); what no form names stays as it is.
 */
function placeOf(at: string, room: string, say: (key: string) => string): string {
  const [first = '', ...rest] = at.split('.')
  const parts = first === 'body' || first === 'query' ? rest : [first, ...rest]
  if (parts.length === 0) return at
  return parts
    .map((part) => {
      if (/^\d+$/.test(part)) return String(Number(part) + 1)
      const word = [`field.${room}.${part}`, `field.${part}`].find((key) => say(key) !== key)
      return word === undefined ? part : say(word)
    })
    .join(' · ')
}
