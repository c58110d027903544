/** Calls for other cities' endpoints of Open311: where they are, what is taken from them and told to them. */
import { z } from 'zod'
import { contract } from '../api/contract.ts'
import { Instant } from '../base/time.ts'

const One = z.object({ id: z.uuid() })
const Wish = z.object({
  title: z.string().trim().min(1).max(100),
  /** The address that `/requests.json` is put behind. */
  url: z.url({ protocol: /^https?$/ }).max(500),
  jurisdiction: z.string().trim().max(100).default(''),
  /** The class that a service of theirs is, by its code. */
  classes: z.record(z.string().max(100), z.string().max(32)).default({}),
  pulls: z.boolean().default(true),
  pushes: z.boolean().default(false),
})

/** An endpoint as people see it; its key is never shown again. */
export const Endpoint = Wish.extend({
  id: z.uuid(),
  hasKey: z.boolean(),
  /** Their newest change that was taken in. */
  seenAt: Instant.nullable(),
  askedAt: Instant.nullable(),
  /** Why the last exchange ended early: the code of a problem. */
  problem: z.string().nullable(),
})
export type Endpoint = z.infer<typeof Endpoint>

/** What an exchange did. */
export const Exchange = z.object({ opened: z.int(), known: z.int(), leftOut: z.int(), told: z.int(), problem: z.string().nullable() })
export type Exchange = z.infer<typeof Exchange>

/** What a look at an endpoint found; nothing is taken in. */
export const Trial = z.object({
  /** What may be reported over there. */
  services: z.array(z.object({ code: z.string(), name: z.string() })),
  /** Requests on the first page of the last days. */
  requests: z.int(),
  problem: z.string().nullable(),
})
export type Trial = z.infer<typeof Trial>

const Endpoints = z.object({ items: z.array(Endpoint) })

export const open311Api = contract({
  list: { method: 'GET', path: '/open311/endpoints', may: 'city.edit', says: 'open311.list', returns: Endpoints },
  exchange: {
    method: 'POST',
    path: '/open311/endpoints/:id/exchange',
    may: 'city.edit',
    says: 'open311.exchange',
    params: One,
    alone: true,
    returns: Exchange,
  },
  /** Looks whether it answers, and what it offers. */
  test: {
    method: 'POST',
    path: '/open311/endpoints/:id/test',
    may: 'city.edit',
    says: 'open311.test',
    params: One,
    alone: true,
    returns: Trial,
  },
  put: {
    method: 'PUT',
    path: '/open311/endpoints/:id',
    may: 'city.edit',
    says: 'open311.put',
    params: One,
    // A secret: no receipt keeps it.
    alone: true,
    body: Wish.extend({ apiKey: z.string().trim().min(1).max(300).optional() }),
    returns: Endpoints,
  },
})
