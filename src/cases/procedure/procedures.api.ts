/** Calls for the procedure of a city: read it, take it away, try a changed one, adopt it. */
import { z } from 'zod'
import { contract } from '../../api/contract.ts'
import { PersonId } from '../../base/ids.ts'
import { Instant } from '../../base/time.ts'
import { Procedure } from './procedure.ts'

/** Which cases a new version is for: those reported from now on, or open ones as well, at their next step. */
export const Moves = z.enum(['new', 'open'])

/** A version of a city's procedure; number 0 is the one that comes with the house, which nobody adopted. */
export const ProcedureVersion = z.object({
  version: z.int(),
  hash: z.string(),
  moves: Moves,
  note: z.string(),
  at: Instant.nullable(),
  by: z.object({ id: PersonId, name: z.string() }).nullable(),
  /** Open cases that run under it. */
  openCases: z.int(),
})
export type ProcedureVersion = z.infer<typeof ProcedureVersion>

/** A version with its document, and its rows in words of the reader's language. */
export const ProcedureFile = ProcedureVersion.extend({
  document: Procedure,
  printed: z.array(
    z.object({
      step: z.string(),
      from: z.array(z.string()),
      who: z.array(z.string()),
      needs: z.array(z.string()),
      ways: z.array(z.string()),
    }),
  ),
})
export type ProcedureFile = z.infer<typeof ProcedureFile>

const Which = z.object({ version: z.coerce.number().int().min(0).optional() })

export const proceduresApi = contract({
  get: { method: 'GET', path: '/procedure', may: 'cases.read', says: 'procedure.get', query: Which, returns: ProcedureFile },
  list: {
    method: 'GET',
    path: '/procedure/versions',
    may: 'cases.read',
    says: 'procedure.list',
    returns: z.object({ items: z.array(ProcedureVersion) }),
  },
  export: {
    method: 'GET',
    path: '/procedure/export',
    may: 'cases.read',
    says: 'procedure.export',
    query: Which.extend({ form: z.enum(['xlsx', 'json']).default('xlsx') }),
    returns: 'file',
  },
  /** A workbook or JSON document as it was taken away and changed: read and checked, nothing is kept. */
  read: {
    method: 'POST',
    path: '/procedure/read',
    may: 'procedure.edit',
    says: 'procedure.read',
    query: z.object({ name: z.string().max(200) }),
    body: 'bytes',
    returns: z.object({ document: Procedure }),
  },
  adopt: {
    method: 'POST',
    path: '/procedure',
    may: 'procedure.edit',
    says: 'procedure.adopt',
    body: z.object({ id: z.uuid(), document: z.unknown(), moves: Moves.default('new'), note: z.string().trim().min(1).max(500) }),
    returns: ProcedureFile,
  },
})
