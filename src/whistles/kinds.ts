/**
 * Kinds of whistles (吹哨) as data: who may raise one, by when the called units sign in, reply and finish, and to whom it goes
 * when they do not. A city adopts its own set as a new version; a whistle keeps the times it was raised under.
 */
import { z } from 'zod'
import { Text } from '../base/text.ts'
import { Limit } from '../calendar/limit.ts'

/** What a called unit owes, each with a time of its own; only the lead unit finishes. */
export const owings = ['signIn', 'reply', 'finish'] as const
export const Owing = z.enum(owings)
export type Owing = z.infer<typeof Owing>

/** Who stands where: by the area that a unit works for. What works for a district or for the whole city is `city`. */
export const levels = ['community', 'street', 'city'] as const
export const Level = z.enum(levels)
export type Level = z.infer<typeof Level>

/** To whom a whistle goes that is not answered: the coordinator (协调单位) first, then the leader in charge (分管领导) of the late unit. */
const addressees = ['coordinator', 'leader'] as const
export const Addressee = z.enum(addressees)
export type Addressee = z.infer<typeof Addressee>

/** Who coordinates: the street office above the raiser, the unit whose posts have a role (the campaign office), or one unit by its code. */
export const Coordinator = z.discriminatedUnion('of', [
  z.object({ of: z.literal('street') }),
  z.object({ of: z.literal('role'), role: z.string().max(32) }),
  z.object({ of: z.literal('unit'), code: z.string().max(64) }),
])
export type Coordinator = z.infer<typeof Coordinator>

/** A step of the escalation: `after` the deadline, at once when null. Each step counts from the one before. */
export const EscalationStep = z.object({ to: Addressee, after: Limit.nullable() })

/** One kind. */
export const WhistleKind = z.object({
  id: z.string().regex(/^[a-z][a-zA-Z0-9]{1,31}$/),
  name: Text,
  help: Text.nullable().default(null),
  /** Where its times come from. */
  provenance: z.enum(['sourced', 'illustrative', 'own']).default('own'),
  raisers: z.array(Level).min(1),
  coordinator: Coordinator,
  limits: z.object({ signIn: Limit, reply: Limit, finish: Limit }),
  escalation: z.array(EscalationStep).max(4),
})
export type WhistleKind = z.infer<typeof WhistleKind>

/** The kinds of a city at one time. */
export const WhistleKinds = z.object({
  source: z.string().max(1000).default(''),
  kinds: z
    .array(WhistleKind)
    .min(1)
    .max(30)
    .refine((kinds) => new Set(kinds.map(({ id }) => id)).size === kinds.length, { params: { says: 'fault.whistleKindTwice' } }),
})
export type WhistleKinds = z.infer<typeof WhistleKinds>

/** The kind of a name. */
export const findKind = ({ kinds }: WhistleKinds, id: string): WhistleKind | undefined => kinds.find((kind) => kind.id === id)

/**
 * Whether calling a unit asks something of the grassroots. A whistle is how a small office asks a larger one for help: it is no
 * burden on whoever is called from below. Calling downwards, or a neighbour of the same level, is one, and is counted.
 */
export const asksGrassroots = (raiser: Level, called: Level): boolean =>
  called !== 'city' && levels.indexOf(called) <= levels.indexOf(raiser)
