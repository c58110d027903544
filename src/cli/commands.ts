/** Every command, in the order of the help. A new one: its file and one line here. */
import type { Command } from './command.ts'
import { backupCommand } from './backup.ts'
import { checkCasesCommand } from './checkCases.ts'
import { checkFilesCommand } from './checkFiles.ts'
import { configCommand } from './config.ts'
import { demoCommand } from './demo.ts'
import { exportStandardCommand } from './exportStandard.ts'
import { exportDutiesCommand, exportObservationsCommand } from './exportTable.ts'
import { importStandardCommand } from './importStandard.ts'
import {
  importAreasCommand,
  importCasesCommand,
  importClassesCommand,
  importDutiesCommand,
  importGridsCommand,
  importObservationsCommand,
  importOwnersCommand,
  importPointsCommand,
  importUnitsCommand,
} from './importTable.ts'
import { ledgerExportCommand, ledgerHeadCommand, ledgerProofCommand } from './ledger.ts'
import { ledgerVerifyCommand } from './ledgerVerify.ts'
import { migrateCommand } from './migrate.ts'
import { restoreCommand } from './restore.ts'
import { scoreCommand } from './score.ts'
import { startCommand } from './start.ts'

export const commands: readonly Command[] = [
  startCommand,
  migrateCommand,
  configCommand,
  demoCommand,
  importStandardCommand,
  importPointsCommand,
  importAreasCommand,
  importGridsCommand,
  importUnitsCommand,
  importCasesCommand,
  importClassesCommand,
  importOwnersCommand,
  importDutiesCommand,
  importObservationsCommand,
  exportStandardCommand,
  exportDutiesCommand,
  exportObservationsCommand,
  scoreCommand,
  checkCasesCommand,
  checkFilesCommand,
  backupCommand,
  restoreCommand,
  ledgerExportCommand,
  ledgerVerifyCommand,
  ledgerHeadCommand,
  ledgerProofCommand,
]
