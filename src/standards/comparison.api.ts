/** The comparison of two editions as a workbook: what a city hands round before it decides what changes in its work. */
import { z } from 'zod'
import { contract } from '../api/contract.ts'

const EditionRef = z.string().min(3).max(140)

export const comparisonApi = contract({
  /** Line by line, then the lists; `from` and `to` as in `compareEditions`. */
  exportComparison: {
    method: 'GET',
    path: '/standards/compare/workbook',
    may: 'standards.read',
    says: 'standards.exportComparison',
    query: z.object({ from: EditionRef, to: EditionRef }),
    returns: 'file',
  },
})
