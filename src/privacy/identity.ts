/**
 * Who reported: a name and a telephone number of somebody outside, kept apart from what was reported. Nobody needs them to
 * work on a case; whoever looks says why, and that is recorded before anything is shown.
 */
import { z } from 'zod'
import { EventId, PersonId } from '../base/ids.ts'
import { Instant } from '../base/time.ts'

/** The ciphers that can be chosen. A record says which one sealed it. */
export const ciphers = ['aes-256-gcm', 'sm4-cbc-hmac-sm3'] as const
export type Cipher = (typeof ciphers)[number]

/** How somebody outside can be reached. Every field is optional, and at least one is given. */
export const Contact = z
  .object({
    name: z.string().trim().max(60).default(''),
    phone: z
      .string()
      .trim()
      .regex(/^[+0-9 -]{0,24}$/)
      .default(''),
  })
  .refine(({ name, phone }) => name !== '' || phone !== '', { path: ['phone'] })
export type Contact = z.infer<typeof Contact>

/** What an identity belongs to. */
export const identityKinds = ['case', 'complaint'] as const
export const IdentityKind = z.enum(identityKinds)
export type IdentityKind = z.infer<typeof IdentityKind>

/** A telephone number in one form, so that 138 0000 1111 and +86-13800001111 are the same. */
export const plainPhone = (phone: string): string => phone.replace(/\D/g, '').replace(/^(00)?86(?=1\d{10}$)/, '')

/** An identity that was opened, for the one person who opened it. */
export const Opened = z.object({
  id: z.uuid(),
  thing: z.uuid(),
  kind: IdentityKind,
  contact: z.object({ name: z.string(), phone: z.string() }),
  keptAt: Instant,
})
export type Opened = z.infer<typeof Opened>

/** Who looked at an identity or destroyed it, when and why: for the supervisor. */
export const Opening = z.object({
  event: EventId,
  done: z.enum(['opened', 'erased']),
  identity: z.uuid(),
  thing: z.uuid(),
  kind: IdentityKind,
  at: Instant,
  by: z.object({ id: PersonId, name: z.string() }).nullable(),
  reason: z.string(),
})
export type Opening = z.infer<typeof Opening>
