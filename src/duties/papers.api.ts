/**
 * The papers of sharing out: the task table (任务分解表) in Excel and the responsibility list (责任清单) in Word. The table
 * comes back in as the kind `duties` of the imports.
 */
import { z } from 'zod'
import { contract } from '../api/contract.ts'
import { EditionId, UnitId } from '../base/ids.ts'

export const papersApi = contract({
  exportTable: {
    method: 'GET',
    path: '/duties/table',
    may: 'duties.read',
    says: 'duties.exportTable',
    query: z.object({ edition: EditionId, unit: UnitId.optional() }),
    returns: 'file',
  },
  exportResponsibilities: {
    method: 'GET',
    path: '/duties/responsibilities',
    may: 'duties.read',
    says: 'duties.exportResponsibilities',
    query: z.object({
      edition: EditionId,
      unit: UnitId,
      /** Document number such as 创建办〔2026〕3号, and the legal or approval basis; both go on the page when given. */
      number: z.string().max(60).optional(),
      basis: z.string().max(1000).optional(),
      /** A list of what is whose is the rule; a letter of responsibility (责任状) needs its basis (policy `letterBasis`). */
      form: z.enum(['list', 'letter']).default('list'),
    }),
    returns: 'file',
  },
})
