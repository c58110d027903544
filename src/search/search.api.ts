/** One question to the whole house: where do these words stand? Asked from the box at the top of every page. */
import { z } from 'zod'
import { contract, type Permission } from '../api/contract.ts'
import { Text } from '../base/text.ts'

/** The kinds of thing that are searched, in the order in which they are shown, with the permission to read each. */
export const searchKinds = {
  case: 'cases.read',
  point: 'city.read',
  duty: 'duties.read',
  criterion: 'standards.read',
  unit: 'city.read',
  post: 'city.read',
  import: 'imports.run',
} as const satisfies Record<string, Permission>
export const SearchKind = z.enum(Object.keys(searchKinds) as [keyof typeof searchKinds, ...(keyof typeof searchKinds)[]])
export type SearchKind = z.infer<typeof SearchKind>

/** One thing found. `of` is the thing it belongs to: the edition of a criterion or a duty, the unit of a post. */
export const Found = z.object({ id: z.string(), code: z.string(), title: Text, note: Text.nullable(), of: z.string().nullable() })
export type Found = z.infer<typeof Found>

/** What was found of a kind. `partial`: there are more things than one search looks through; the kind's own list finds them all. */
export const FoundGroup = z.object({ kind: SearchKind, items: z.array(Found), more: z.boolean(), partial: z.boolean() })
export type FoundGroup = z.infer<typeof FoundGroup>

export const searchApi = contract({
  /** Only kinds that the reader may list are searched; the first `limit` of each. */
  search: {
    method: 'GET',
    path: '/search',
    may: 'signedIn',
    says: 'search.all',
    query: z.object({ q: z.string().trim().min(1).max(100), limit: z.coerce.number().int().min(1).max(20).default(5) }),
    returns: z.object({ groups: z.array(FoundGroup) }),
  },
})
