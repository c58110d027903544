/** `mingcheng check files`: reads every file of proof, on the disk or in the store; ends with code 1 when one is not there or not what it was. */
import { Problem } from '../base/problem.ts'
import { command } from './command.ts'
import { onDatabase } from './database.ts'
import { getCity } from '../server/whichCity.ts'

export const checkFilesCommand = command({
  path: 'check files',
  says: 'checkFiles',
  options: [{ is: '--city <code>', says: 'city' }],
  run: async (terminal, _args, options) => {
    const [{ checkFiles }, { filesIn }, { filesOf }, { readConfig }] = await Promise.all([
      import('../evidence/check.serve.ts'),
      import('../evidence/files.serve.ts'),
      import('../server/files.ts'),
      import('../server/config.ts'),
    ])
    const config = readConfig()
    const files = await filesOf(config, filesIn(config.MINGCHENG_DATA))
    const { checked, bytes, faults } = await onDatabase(async (db) => checkFiles(db, await getCity(db, options['city']), files))
    const told = faults.map(({ sha256, what }) => ({ at: sha256, says: `fault.file.${what}` }))
    if (told.length > 0) throw new Problem('evidence.filesAtFault', 409, { n: told.length, of: checked }, told)
    terminal.answer({ checked, bytes }, [terminal.say('cli.checkedFiles', { checked, megabytes: bytes / 1e6 })])
  },
})
