/** Handlers of the papers. Words come from the house's word lists, handed in from the top. */
import { handlers, whoOf } from '../api/api.serve.ts'
import type { Say } from '../api/problems.serve.ts'
import { papersApi } from './papers.api.ts'
import { exportResponsibilities } from './responsibilities.serve.ts'
import { exportTable } from './task-table.serve.ts'

/** Handlers over the word lists. */
export const papersHandlers = (say: Say) =>
  handlers(papersApi, {
    exportTable: async (ask) => exportTable(ask.db, whoOf(ask).city, { ...ask.query, at: ask.at, language: ask.language }, say),
    exportResponsibilities: async (ask) =>
      exportResponsibilities(ask.db, whoOf(ask).city, ask.query, { at: ask.at, language: ask.language, say }),
  })
