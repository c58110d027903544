/**
 * A call as data. Server, typed client, OpenAPI document, permission page and tests are read off the same object,
 * so a call cannot say one thing and do another.
 */
import { z } from 'zod'

/** What a person may do; roles hold sets of these (`city/who.ts`). `anyone` needs no sign-in, `signedIn` needs only that. */
export const permissions = [
  'anyone',
  'signedIn',
  'city.read',
  'city.edit',
  'organisation.edit',
  'posts.deputise',
  'permissions.read',
  'standards.read',
  'standards.edit',
  'standards.publish',
  'duties.read',
  'duties.edit',
  'duties.report',
  'inspections.read',
  'inspections.record',
  'inspections.correct',
  'inspections.review',
  'samples.read',
  'samples.plan',
  'samples.walk',
  'cases.read',
  'cases.report',
  'cases.dispatch',
  'cases.rectify',
  'cases.verify',
  'cases.approve',
  'procedure.edit',
  'whistles.read',
  'whistles.raise',
  'whistles.answer',
  'whistles.coordinate',
  'scores.read',
  'scores.run',
  'programmes.read',
  'programmes.edit',
  'imports.run',
  'below.read',
  'above.publish',
  'compliance.edit',
  'complaints.answer',
  'identity.open',
  'identity.audit',
  'privacy.manage',
  'burden.read',
  'burden.ask',
  'burden.decide',
  'accounts.edit',
  'ledger.read',
  'ledger.export',
] as const
export const Permission = z.enum(permissions)
export type Permission = z.infer<typeof Permission>

/**
 * How far a permission reaches: the whole city, the area or the unit of the post that the person acts in, or only what they
 * did themselves. Roles say it (`city/who.ts`); a call says where its thing stands.
 */
export const reaches = ['city', 'area', 'unit', 'own'] as const
export const Reach = z.enum(reaches)
export type Reach = z.infer<typeof Reach>

/** The thing that a call is about: its kind, and which part of the input names it. */
export interface Place {
  readonly of: string
  readonly at: `${'params' | 'query' | 'body'}.${string}`
}

/** One call. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Path with `:params`, below `/api`. */
  readonly path: `/${string}`
  readonly may: Permission
  /**
   * For those whose permission does not reach the whole city: every place named here must lie within their reach, checked
   * before the handler runs; `rule`: the room's own rule narrows it (the filter of a list, the table of a procedure).
   * Without it, only who reaches the whole city may make the call.
   */
  readonly within?: readonly Place[] | 'rule'
  /** The thing may ask for a permission of its own besides `may` (a kind of import: that of the room it writes to). */
  readonly asks?: Place
  /** Key of the sentence that says what the call does: `call.<says>` in `locales/`. */
  readonly says: string
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  /** JSON body, or 'bytes' for a file sent as it is (name and kind in the query). */
  readonly body?: z.ZodType | 'bytes'
  /** Opens its own transactions and leaves no receipt: for secrets, which no table may keep, and for slow work. */
  readonly alone?: true
  /** Only who proved a short while ago who they are: what decides over accounts, identities and restrictions. */
  readonly proved?: true
  /** Never stored by a browser: secrets, identities, who did what. The rest is the reader's own and asked anew each time. */
  readonly unkept?: true
  /** Answered also to who still has to set up a second factor: what is needed to do so, and to leave. */
  readonly evenOwing?: true
  /** JSON answer, 'file' for a download, or 'stream' for server-sent events. */
  readonly returns: z.ZodType | 'file' | 'stream'
}
export type Contract = Readonly<Record<string, Route>>

/** Declares a contract, keeping the exact types of its routes. */
export const contract = <const Routes extends Contract>(routes: Routes): Routes => routes

/** Query of every list: opaque cursor and page size. */
export const Paging = z.object({
  cursor: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(50),
})
export type Paging = z.infer<typeof Paging>

type BothWays<Key extends string> = Key | `-${Key}`

/** The orders of a list: by each column up, and with a minus down. What a reader sees first comes first. */
export function orders<const Key extends string>(keys: readonly Key[], first: BothWays<NoInfer<Key>>) {
  const both = keys.flatMap((key): BothWays<Key>[] => [key, `-${key}`])
  const named = Object.fromEntries(both.map((order) => [order, order])) as { [Order in BothWays<Key>]: Order }
  return z.enum(named).default(first as never)
}

/** What every list can be searched by. */
export const searched = { text: z.string().max(100).optional() }

/** A call that gives one list of the house. */
type List = Route & { readonly query: z.ZodObject<typeof Paging.shape> }

/** The call of a list's workbook. */
type BookOf<L extends List> = {
  readonly method: 'GET'
  readonly path: `${L['path']}/export`
  readonly may: L['may']
  readonly within?: NonNullable<Route['within']>
  readonly says: 'list.book'
  readonly query: L['query'] extends z.ZodObject<infer Shape> ? z.ZodObject<Omit<Shape, keyof typeof Paging.shape>> : never
  readonly returns: 'file'
} & (L extends { readonly params: infer Params } ? { readonly params: Params } : object)

/** The workbook of a list: every row of the same filter in the same order, at `<list>/export`. */
export const bookOf = <const L extends List>({ path, may, within, params, query }: L): BookOf<L> =>
  ({
    method: 'GET',
    path: `${path}/export`,
    may,
    ...(within === undefined ? {} : { within }),
    says: 'list.book',
    ...(params === undefined ? {} : { params }),
    query: query.omit({ cursor: true, limit: true }),
    returns: 'file',
  }) as unknown as BookOf<L>

/** A yes or no in a query, which knows only text. */
export const YesNo = z.enum(['true', 'false']).transform((text) => text === 'true')

/**
 * One page of a list. `next` is the cursor of the page after it; absent on the last. `total` counts the whole filter; 1,000
 * stands for 1,000 or more where a list is too long to be counted at each look (observations, visits, cases, duties).
 */
export const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next: z.string().optional(), total: z.int().optional() })

/** A file as browsers and Node both know it (a `Blob`), named here because contracts know no platform. */
export interface Bytes {
  readonly size: number
  readonly type: string
  arrayBuffer(): Promise<ArrayBuffer>
}

type In<Shape> = Shape extends z.ZodType ? z.input<Shape> : undefined
type Out<Shape> = Shape extends z.ZodType ? z.output<Shape> : undefined

/** What a caller hands over for a route: params, query and body that the route declares. */
export type InputOf<R extends Route> = (R extends { params: z.ZodObject } ? { params: In<R['params']> } : object) &
  (R extends { query: z.ZodObject } ? { query?: In<R['query']> } : object) &
  (R extends { body: z.ZodType } ? { body: In<R['body']> } : R extends { body: 'bytes' } ? { body: Bytes | Uint8Array } : object)

/** What a caller gets. */
export type AnswerOf<R extends Route> = R['returns'] extends z.ZodType ? z.output<R['returns']> : Bytes

/** What a handler is given after parsing. */
export interface ParsedOf<R extends Route> {
  readonly params: Out<R['params']>
  readonly query: Out<R['query']>
  readonly body: R extends { body: 'bytes' } ? Uint8Array : Out<R['body']>
}
