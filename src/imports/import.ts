/**
 * A file on its way in: read in the background, previewed with what was understood, corrected by a person, and then taken
 * in whole or left. Nothing is half imported. What a row means is known to its kind (`sheets/kind.ts`), not here.
 */
import { z } from 'zod'
import { ImportId, PersonId } from '../base/ids.ts'
import { Fault } from '../base/problem.ts'
import { Text } from '../base/text.ts'
import { Instant } from '../base/time.ts'

export const ImportState = z.enum(['reading', 'previewed', 'refused', 'applied', 'abandoned'])
export type ImportState = z.infer<typeof ImportState>

/** Where a table stands on a sheet and what its columns mean: rows count from 1, columns from 0. Without a header `heads` is 0 and the data begins at `head`. */
export const LayoutShape = z.object({
  sheet: z.string(),
  head: z.int().min(1),
  heads: z.int().min(0).max(6),
  columns: z.record(z.string(), z.int().min(0).max(500)),
  guessed: z.array(z.string()).default([]),
})

/** A correction: another text in a cell (column from 0), or a row left out. Rows count from 1. */
export const FixShape = z.union([
  z.object({ sheet: z.string(), row: z.int().min(1), column: z.int().min(0).max(500), text: z.string().max(32_767) }),
  z.object({ sheet: z.string(), row: z.int().min(1), skip: z.literal(true) }),
])

/** What was found in a file: its sheets, notes about it, and numbers; the rows themselves are read page by page. */
export const Found = z.object({
  format: z.enum(['xlsx', 'xlsm', 'xls', 'csv', 'geojson']),
  notes: z.array(z.enum(['macros', 'externalLinks', 'oldFormat', 'guessedEncoding'])),
  sheets: z.array(z.object({ name: z.string(), rows: z.int(), columns: z.int(), hidden: z.boolean(), hiddenRows: z.int() })),
  rows: z.int(),
  faults: z.int(),
  hints: z.int(),
  counts: z.record(z.string(), z.int()),
})
export type Found = z.infer<typeof Found>

/** What is being done with a file: how many rows so far, and of how many where that is known. */
export const Doing = z.object({ stage: z.enum(['waiting', 'reading', 'understanding']), rows: z.int(), of: z.int().nullable() })
export type Doing = z.infer<typeof Doing>

/** An import as lists and its page show it. */
export const Import = z.object({
  id: ImportId,
  kind: z.string(),
  name: z.string(),
  sha256: z.string(),
  bytes: z.int(),
  state: ImportState,
  version: z.int(),
  options: z.record(z.string(), z.string()),
  layouts: z.array(LayoutShape).nullable(),
  found: Found.nullable(),
  /** Why the file was refused: the code of a problem and its details. */
  problem: z.object({ code: z.string(), details: z.record(z.string(), z.unknown()) }).nullable(),
  /** What became of it: ids and counts, said by its kind. */
  result: z.record(z.string(), z.union([z.string(), z.number()])).nullable(),
  addedAt: Instant,
  addedBy: PersonId.nullable(),
  /** While it is being read or understood: rows so far, of which stage, and of how many rows in all where that is known. */
  progress: z.int().optional(),
  stage: Doing.shape.stage.optional(),
  of: z.int().optional(),
  /** Refused for no fault of the file, which is kept: reading can be tried again. */
  again: z.literal(true).optional(),
})
export type Import = z.infer<typeof Import>

/** A row in the preview: the cells as they stand (by column key), what was understood, and what is wrong or doubtful. */
export const ImportRow = z.object({
  sheet: z.string(),
  row: z.int(),
  cells: z.record(z.string(), z.string()),
  values: z.array(z.record(z.string(), z.string())),
  faults: z.array(Fault),
  hints: z.array(Fault),
})
export type ImportRow = z.infer<typeof ImportRow>

/** Words of a column that must mean a thing of the city, with what they may mean; `meant` is what was answered ("-" for nothing). */
export const Asked = z.object({
  column: z.string(),
  offers: z.array(z.object({ value: z.string(), title: z.string() })).readonly(),
  words: z
    .array(z.object({ word: z.string(), rows: z.int(), near: z.array(z.string()).readonly(), meant: z.string().nullable() }))
    .readonly(),
})
export type Asked = z.infer<typeof Asked>

/** The first rows of a sheet as they stand, for saying what the columns mean. */
export const SheetHead = z.object({ name: z.string(), hidden: z.boolean(), rows: z.array(z.array(z.string())) })
export type SheetHead = z.infer<typeof SheetHead>

/** What a kind of import expects, for its page. Titles of columns are `import.column.<kind>.<key>`. */
export const KindInfo = z.object({
  kind: z.string(),
  columns: z.array(z.object({ key: z.string(), words: z.array(z.string()) })),
  needs: z.array(z.array(z.string())),
  /** Fixed choices, or what the city has to offer; free text where there is neither. */
  options: z.array(
    z.object({ key: z.string(), choices: z.array(z.string()), offered: z.array(z.object({ value: z.string(), title: Text })).optional() }),
  ),
})
export type KindInfo = z.infer<typeof KindInfo>
