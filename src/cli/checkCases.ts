/** `mingcheng check cases`: folds every case again from its events; ends with code 1 when a row is not what its events say. */
import { Problem } from '../base/problem.ts'
import { command } from './command.ts'
import { onDatabase } from './database.ts'
import { getCity } from '../server/whichCity.ts'

export const checkCasesCommand = command({
  path: 'check cases',
  says: 'checkCases',
  options: [{ is: '--city <code>', says: 'city' }],
  run: async (terminal, _args, options) => {
    const { checkFolds } = await import('../cases/foldCheck.serve.ts')
    const { checked, differences } = await onDatabase(async (db) => checkFolds(db, await getCity(db, options['city'])))
    const faults = differences.map(({ no, fields }) => ({ at: no, says: 'fault.notTheFold', details: { fields: fields.join(', ') } }))
    if (faults.length > 0) throw new Problem('case.notTheFold', 409, { n: faults.length }, faults)
    terminal.answer({ checked, differences }, [terminal.say('cli.checkedCases', { checked })])
  },
})
