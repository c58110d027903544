/**
 * Calls of the standards room: editions from draft to published, comparison, search, and what else an observation serves.
 * An edition is changed only while it is a draft; publishing freezes it with its content hash.
 */
import { z } from 'zod'
import { contract } from '../api/contract.ts'
import { EditionId } from '../base/ids.ts'
import { Hundredths } from '../base/points.ts'
import { Fault } from '../base/problem.ts'
import { Text } from '../base/text.ts'
import { Comparison } from './compare.ts'
import { Edit } from './edit.ts'
import { EditionHead, editionsApi, Status } from './editions.api.ts'
import { Edition } from './edition.ts'
import { Code, Method } from './terms.ts'

/** An edition that ships with Mingcheng and can be taken as a draft. */
export const LibraryItem = z.object({
  standard: Code,
  edition: Code,
  title: Text,
  programme: Text,
  criteria: z.int(),
  total: Hundredths,
  notes: z.array(Text),
})
export type LibraryItem = z.infer<typeof LibraryItem>

/** A criterion of a published edition that reads a fact: "this observation also serves …". */
export const Served = z.object({
  editionId: EditionId,
  standard: Code,
  edition: Code,
  programme: Text,
  /** The check, question or statistic under which this edition knows the fact. */
  item: z.object({ id: Code, title: Text }),
  /** Absent when the edition looks at it without scoring it. */
  criterion: z.object({ id: Code, title: Text, method: Method, points: Hundredths }).optional(),
})
export type Served = z.infer<typeof Served>

/** A hit of the search: where it stands, and its words. */
export const Hit = z.object({
  editionId: EditionId,
  edition: z.string(),
  status: Status,
  kind: z.enum(['branch', 'criterion', 'check', 'pointType', 'question', 'statistic']),
  id: Code,
  title: Text,
  path: z.array(Text),
})
export type Hit = z.infer<typeof Hit>

/** Kinds of place and of unit as the editions in force name them; a newer edition's words go before an older one's. */
export const Kinds = z.object({
  pointTypes: z.array(z.object({ id: Code, title: Text, group: z.string() })),
  unitKinds: z.array(z.object({ id: Code, title: Text })),
  /** Classes of cases that checks name, with the words of those checks: a class has no other words of its own. */
  caseClasses: z.array(z.object({ id: z.string(), title: Text })),
  /** What observations and cases are about, by its code. */
  facts: z.array(z.object({ id: z.string(), title: Text })),
})
export type Kinds = z.infer<typeof Kinds>

/** What a draft begins with: nothing, an edition of the library, or a copy of one of the city's editions. */
export const DraftSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('empty'), standard: Code, edition: Code, title: Text, programme: Text }),
  z.object({ kind: z.literal('library'), standard: Code, edition: Code }),
  z.object({ kind: z.literal('copy'), of: EditionId, edition: Code }),
  z.object({ kind: z.literal('content'), content: Edition }),
])

const Id = z.object({ id: EditionId })
/** A published or draft edition by id, or one of the library as `standard/edition`. */
const EditionRef = z.string().min(3).max(140)

export const standardsApi = contract({
  ...editionsApi,
  /** Head and whole content. */
  getEdition: {
    method: 'GET',
    path: '/standards/editions/:id',
    may: 'standards.read',
    says: 'standards.get',
    params: Id,
    returns: z.object({ head: EditionHead, content: Edition }),
  },
  /** `id` is made by the caller; sending it again gives the same draft. */
  createDraft: {
    method: 'POST',
    path: '/standards/editions',
    may: 'standards.edit',
    says: 'standards.create',
    body: z.object({ id: EditionId, from: DraftSource }),
    returns: EditionHead,
  },
  /** Replaces the whole content; `version` is the one that was read, 409 `standards.changed` when somebody saved in between. */
  saveDraft: {
    method: 'PUT',
    path: '/standards/editions/:id',
    may: 'standards.edit',
    says: 'standards.save',
    params: Id,
    body: z.object({ version: z.int(), content: Edition }),
    returns: EditionHead,
  },
  /** Small edits (`edit.ts`) instead of the whole; gives the new head and what is now wrong. */
  editDraft: {
    method: 'POST',
    path: '/standards/editions/:id/edits',
    may: 'standards.edit',
    says: 'standards.edit',
    params: Id,
    body: z.object({ version: z.int(), edits: z.array(Edit).min(1).max(2000) }),
    returns: z.object({ head: EditionHead, faults: z.array(Fault) }),
  },
  /** Everything that hinders publishing; `says` is a key, `details` its values. */
  checkDraft: {
    method: 'GET',
    path: '/standards/editions/:id/faults',
    may: 'standards.read',
    says: 'standards.check',
    params: Id,
    returns: z.object({ faults: z.array(Fault) }),
  },
  /** Freezes a draft without faults: content hash, event `edition.published`. 422 `standards.faults` lists what hinders. */
  publishEdition: {
    method: 'POST',
    path: '/standards/editions/:id/publish',
    may: 'standards.publish',
    says: 'standards.publish',
    params: Id,
    body: z.object({ version: z.int() }),
    returns: EditionHead,
  },
  /** Takes a published edition out of force; its scores stay reproducible. */
  withdrawEdition: {
    method: 'POST',
    path: '/standards/editions/:id/withdraw',
    may: 'standards.publish',
    says: 'standards.withdraw',
    params: Id,
    body: z.object({ reason: z.string().max(500).default('') }),
    returns: EditionHead,
  },
  removeDraft: {
    method: 'DELETE',
    path: '/standards/editions/:id',
    may: 'standards.edit',
    says: 'standards.remove',
    params: Id,
    returns: z.object({}),
  },
  /** Line by line; `from` and `to` are ids, or `standard/edition` of the library. */
  compareEditions: {
    method: 'GET',
    path: '/standards/compare',
    may: 'standards.read',
    says: 'standards.compare',
    query: z.object({ from: EditionRef, to: EditionRef }),
    returns: Comparison.extend({ from: z.object({ title: Text }), to: z.object({ title: Text }) }),
  },
  listLibrary: {
    method: 'GET',
    path: '/standards/library',
    may: 'standards.read',
    says: 'standards.library',
    returns: z.object({ items: z.array(LibraryItem) }),
  },
  /** "This observation also serves …": every published edition that reads the fact. */
  listServed: {
    method: 'GET',
    path: '/standards/serves',
    may: 'standards.read',
    says: 'standards.serves',
    query: z.object({ fact: z.string().min(1).max(200) }),
    returns: z.object({ items: z.array(Served) }),
  },
  /** Names for the codes that points and units carry. */
  listKinds: { method: 'GET', path: '/standards/kinds', may: 'signedIn', says: 'standards.kinds', returns: Kinds },
  /** Text (zh or en) or code in all editions of the city, drafts included; at most 200 hits. */
  searchStandards: {
    method: 'GET',
    path: '/standards/search',
    may: 'standards.read',
    says: 'standards.search',
    query: z.object({
      q: z.string().min(1).max(100),
      edition: EditionId.optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    returns: z.object({ items: z.array(Hit), more: z.boolean() }),
  },
  /** The edition as a workbook that comes back without loss through `imports` (kind `edition`). */
  exportWorkbook: {
    method: 'GET',
    path: '/standards/editions/:id/workbook',
    may: 'standards.read',
    says: 'standards.exportWorkbook',
    params: Id,
    returns: 'file',
  },
  /** The canonical JSON of an edition, for another installation or a repository. */
  exportJson: {
    method: 'GET',
    path: '/standards/editions/:id/json',
    may: 'standards.read',
    says: 'standards.exportJson',
    params: Id,
    returns: 'file',
  },
})
