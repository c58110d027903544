/** A document from outside, of whatever shape: parsed and checked, every fault with its row. */
import type { Fault } from '../../base/problem.ts'
import { faultsOf } from './check.ts'
import { Procedure } from './procedure.ts'

const sheets: Readonly<Record<string, string>> = { steps: 'step', states: 'state', clocks: 'clock' }

/** The document, or what is wrong with it. */
export function readProcedure(given: unknown): { procedure: Procedure; faults: [] } | { procedure: null; faults: Fault[] } {
  const parsed = Procedure.safeParse(given)
  if (!parsed.success)
    return {
      procedure: null,
      faults: parsed.error.issues.map(({ path, message }) => {
        const [part, index, ...rest] = path
        const sheet = sheets[String(part)]
        const at = rest.length === 0 ? path.join('.') : rest.join('.')
        const where = sheet !== undefined && typeof index === 'number' ? { sheet, row: index + 2 } : {}
        return { at, ...where, says: 'fault.procedure.shape', details: { message } }
      }),
    }
  const faults = faultsOf(parsed.data)
  return faults.length === 0 ? { procedure: parsed.data, faults: [] } : { procedure: null, faults }
}
