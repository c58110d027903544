/** The list of editions, apart from the other calls of standards: the first page asks for it, and needs no whole edition. */
import { z } from 'zod'
import { bookOf, contract, orders, page, Paging, searched } from '../api/contract.ts'
import { EditionId } from '../base/ids.ts'
import { Hundredths } from '../base/points.ts'
import { Text } from '../base/text.ts'
import { Instant } from '../base/time.ts'
import { Code } from './terms.ts'

export const Status = z.enum(['draft', 'published', 'withdrawn'])
export type Status = z.infer<typeof Status>

/** An edition as lists show it. `version` counts the saves of a draft; `hash` is there from publishing on. */
export const EditionHead = z.object({
  id: EditionId,
  standard: Code,
  edition: Code,
  title: Text,
  status: Status,
  official: z.boolean(),
  version: z.int(),
  hash: z.string().nullable(),
  /** Numbered standards, and points of the whole. */
  criteria: z.int(),
  total: Hundredths,
  changedAt: Instant,
  publishedAt: Instant.nullable(),
})
export type EditionHead = z.infer<typeof EditionHead>

/** `text` is part of the title or of a code; `q` is its older name. */
const listEditions = {
  method: 'GET',
  path: '/standards/editions',
  may: 'standards.read',
  says: 'standards.list',
  query: Paging.extend({
    status: Status.optional(),
    standard: Code.optional(),
    q: z.string().max(100).optional(),
    ...searched,
    sort: orders(['changed', 'title', 'status', 'criteria', 'total', 'published'], '-changed'),
  }),
  returns: page(EditionHead),
} as const

/** Two of the calls of standards; they are listed and served with the others. */
export const editionsApi = contract({ listEditions, exportEditions: bookOf(listEditions) })
