/** The one edge where a Problem becomes RFC 9457 problem details in the reader's language. Bugs become a bare 500. */
import type { FastifyError, FastifyInstance } from 'fastify'
import { Problem, type ProblemBody } from '../base/problem.ts'
import type { Language } from '../base/text.ts'
import { languageOf } from './api.serve.ts'

/** Says a key in a language, with values put in. */
export type Say = (language: Language, key: string, values?: Record<string, unknown>) => string

/** Installs the edge on the app. */
export function answerProblems(app: FastifyInstance, say: Say): void {
  app.setNotFoundHandler((request, reply) => {
    const body = bodyOf(new Problem('api.notFound', 404), languageOf(request), say)
    return reply.code(404).type('application/problem+json; charset=utf-8').send(body)
  })
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = asProblem(error)
    if (problem.status >= 500) request.log.error({ err: error }, 'bug')
    return reply
      .code(problem.status)
      .type('application/problem+json; charset=utf-8')
      .send(bodyOf(problem, languageOf(request), say))
  })
}

/** A Problem stays; a framework refusal gets our code; a violated constraint is named; all else is a bug without a word. */
function asProblem(error: FastifyError | Problem): Problem {
  if (error instanceof Problem) return error
  if (error.statusCode === 413) return new Problem('api.tooLarge', 413)
  if (error.statusCode !== undefined && error.statusCode < 500) return new Problem('api.badRequest', error.statusCode)
  if (/^23\d\d\d$/.test(error.code))
    return new Problem('api.conflict', 409, { constraint: (error as { constraint?: string }).constraint ?? '' })
  return new Problem('api.bug', 500)
}

/** The body in the reader's language. */
export function bodyOf(problem: Problem, language: Language, say: Say): ProblemBody {
  return {
    type: `urn:mingcheng:problem:${problem.code}`,
    title: say(language, `problem.${problem.code}`, problem.details),
    status: problem.status,
    code: problem.code,
    ...(Object.keys(problem.details).length > 0 ? { details: problem.details } : {}),
    ...(problem.faults.length > 0
      ? { faults: problem.faults.map((fault) => ({ ...fault, message: say(language, fault.says, { at: fault.at, ...fault.details }) })) }
      : {}),
  }
}
