/**
 * Calls of the imports room. A file is sent as it is, read in the background (poll `getImport` until it is no longer
 * `reading`), corrected, and applied in one transaction. Every write names the version it saw.
 */
import { z } from 'zod'
import { bookOf, contract, orders, page, Paging, searched } from '../api/contract.ts'
import { ImportId } from '../base/ids.ts'
import { Fault } from '../base/problem.ts'
import { Asked, FixShape, Import, ImportRow, ImportState, KindInfo, LayoutShape, SheetHead } from './import.ts'

const Id = z.object({ id: ImportId })

const listImports = {
  method: 'GET',
  path: '/imports',
  may: 'imports.run',
  says: 'imports.list',
  query: Paging.extend({
    kind: z.string().optional(),
    state: ImportState.optional(),
    ...searched,
    sort: orders(['added', 'name', 'kind', 'state'], '-added'),
  }),
  returns: page(Import),
} as const

/** The preview; `only` = rows with faults, or with hints too. */
const listImportRows = {
  method: 'GET',
  path: '/imports/:id/rows',
  may: 'imports.run',
  says: 'imports.rows',
  params: Id,
  query: Paging.extend({ only: z.enum(['faults', 'notes']).optional(), ...searched, sort: orders(['row', 'faults'], 'row') }),
  returns: page(ImportRow),
} as const

export const importsApi = contract({
  /** Kinds of table that can be imported, with their columns and options. */
  listImportKinds: {
    method: 'GET',
    path: '/imports/kinds',
    may: 'imports.run',
    says: 'imports.kinds',
    returns: z.object({ items: z.array(KindInfo) }),
  },
  /** An empty workbook with the headers of a kind, to be filled in. */
  getTemplate: {
    method: 'GET',
    path: '/imports/template',
    may: 'imports.run',
    says: 'imports.template',
    query: z.object({ kind: z.string() }),
    returns: 'file',
  },
  listImports,
  exportImports: bookOf(listImports),
  /** Sends a file; `id` is made by the caller, sending it again gives the same import. `options` is a JSON object of texts. */
  addImport: {
    method: 'POST',
    path: '/imports',
    may: 'imports.run',
    asks: { of: 'importKind', at: 'query.kind' },
    says: 'imports.add',
    query: z.object({ id: ImportId, kind: z.string(), name: z.string().min(1).max(200), options: z.string().max(4000).optional() }),
    body: 'bytes',
    returns: Import,
  },
  getImport: { method: 'GET', path: '/imports/:id', may: 'imports.run', says: 'imports.get', params: Id, returns: Import },
  listImportRows,
  exportImportRows: bookOf(listImportRows),
  /** Faults and hints that belong to no row, of the whole file, of sheets, of sums; and the words that have to be asked, answered by options `column=word`. */
  listImportNotes: {
    method: 'GET',
    path: '/imports/:id/notes',
    may: 'imports.run',
    says: 'imports.notes',
    params: Id,
    returns: z.object({ faults: z.array(Fault), hints: z.array(Fault), asks: z.array(Asked) }),
  },
  /** The first rows of every sheet as they stand, for saying what the columns mean. */
  listSheetHeads: {
    method: 'GET',
    path: '/imports/:id/heads',
    may: 'imports.run',
    says: 'imports.heads',
    params: Id,
    returns: z.object({ items: z.array(SheetHead) }),
  },
  /** Says what the columns mean, chooses options, or corrects cells; gives what is understood now. Fixes add to earlier ones. */
  correctImport: {
    method: 'PUT',
    path: '/imports/:id',
    may: 'imports.run',
    asks: { of: 'import', at: 'params.id' },
    says: 'imports.correct',
    params: Id,
    body: z.object({
      version: z.int(),
      layouts: z.array(LayoutShape).max(100).optional(),
      options: z.record(z.string(), z.string().max(400)).optional(),
      fixes: z.array(FixShape).max(5000).optional(),
    }),
    returns: Import,
  },
  /** Takes it in, whole or not at all. 422 `imports.faults` while there are faults. Remembers what the columns meant. */
  applyImport: {
    method: 'POST',
    path: '/imports/:id/apply',
    may: 'imports.run',
    asks: { of: 'import', at: 'params.id' },
    says: 'imports.apply',
    params: Id,
    body: z.object({ version: z.int() }),
    returns: Import,
  },
  /** Reads a file again that was refused for no fault of its own (`again`). 409 `imports.decided` for any other. */
  retryImport: {
    method: 'POST',
    path: '/imports/:id/retry',
    may: 'imports.run',
    asks: { of: 'import', at: 'params.id' },
    says: 'imports.retry',
    params: Id,
    body: z.object({}),
    returns: Import,
  },
  /** Leaves the file. While it is being read this stops the reading. */
  abandonImport: {
    method: 'POST',
    path: '/imports/:id/abandon',
    may: 'imports.run',
    asks: { of: 'import', at: 'params.id' },
    says: 'imports.abandon',
    params: Id,
    body: z.object({}),
    returns: Import,
  },
  /** The original rows with a column that says what is wrong; corrected there, it can be sent again. */
  getErrorBook: { method: 'GET', path: '/imports/:id/errors', may: 'imports.run', says: 'imports.errors', params: Id, returns: 'file' },
})
