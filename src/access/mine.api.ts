/** Calls of a person about their own account: password, second factor, passkeys, sessions. A system with a key has none of these. */
import { z } from 'zod'
import { contract } from '../api/contract.ts'
import { Instant } from '../base/time.ts'
import { WebauthnMessage } from './signIn.api.ts'

/** A session as its owner sees it. */
export const SessionShown = z.object({
  id: z.uuid(),
  way: z.string(),
  /** The browser in its own words. */
  device: z.string(),
  address: z.string(),
  startedAt: Instant,
  seenAt: Instant.nullable(),
  isThis: z.boolean(),
})
export type SessionShown = z.infer<typeof SessionShown>

/** A passkey as its owner sees it. */
export const PasskeyShown = z.object({ id: z.string(), name: z.string(), addedAt: Instant, usedAt: Instant.nullable() })
export type PasskeyShown = z.infer<typeof PasskeyShown>

/** Everything about one's own sign-in. */
export const Mine = z.object({
  login: z.string(),
  email: z.string().nullable(),
  hasPassword: z.boolean(),
  passwordAt: Instant.nullable(),
  /** Since when a second factor is asked; null when none is. */
  factorSince: Instant.nullable(),
  recoveryCodes: z.int(),
  hasSso: z.boolean(),
  passkeys: z.array(PasskeyShown),
  sessions: z.array(SessionShown),
})
export type Mine = z.infer<typeof Mine>

const Typed = z.string().max(400)
const Codes = z.object({ codes: z.array(z.string()) })
const Done = z.object({})

export const mineApi = contract({
  getMine: { method: 'GET', path: '/mine', may: 'signedIn', says: 'access.mine', evenOwing: true, unkept: true, returns: Mine },
  changePassword: {
    method: 'POST',
    path: '/mine/password',
    may: 'signedIn',
    says: 'access.changePassword',
    evenOwing: true,
    alone: true,
    body: z.object({ current: Typed, next: Typed }),
    returns: Done,
  },
  prove: {
    method: 'POST',
    path: '/mine/proof',
    may: 'signedIn',
    says: 'access.prove',
    evenOwing: true,
    alone: true,
    body: z.object({ password: Typed }),
    returns: Done,
  },
  proveByPasskey: {
    method: 'POST',
    path: '/mine/proof/passkey',
    may: 'signedIn',
    says: 'access.proveByPasskey',
    evenOwing: true,
    alone: true,
    body: z.object({ response: WebauthnMessage }),
    returns: Done,
  },
  startFactor: {
    method: 'POST',
    path: '/mine/factor',
    may: 'signedIn',
    says: 'access.startFactor',
    evenOwing: true,
    alone: true,
    /** The secret for an app: as text, as an address, and that address as the modules of a QR code, row by row. */
    returns: z.object({ secret: z.string(), address: z.string(), qr: z.array(z.string()) }),
  },
  confirmFactor: {
    method: 'POST',
    path: '/mine/factor/confirmed',
    may: 'signedIn',
    says: 'access.confirmFactor',
    evenOwing: true,
    alone: true,
    body: z.object({ code: z.string().max(20) }),
    returns: Codes,
  },
  endFactor: { method: 'DELETE', path: '/mine/factor', may: 'signedIn', says: 'access.endFactor', alone: true, returns: Done },
  renewCodes: { method: 'POST', path: '/mine/codes', may: 'signedIn', says: 'access.renewCodes', alone: true, returns: Codes },
  askNewPasskey: {
    method: 'POST',
    path: '/mine/passkeys/options',
    may: 'signedIn',
    says: 'access.askNewPasskey',
    evenOwing: true,
    alone: true,
    returns: WebauthnMessage,
  },
  addPasskey: {
    method: 'POST',
    path: '/mine/passkeys',
    may: 'signedIn',
    says: 'access.addPasskey',
    evenOwing: true,
    alone: true,
    body: z.object({ name: z.string().trim().min(1).max(60), response: WebauthnMessage }),
    returns: PasskeyShown,
  },
  removePasskey: {
    method: 'DELETE',
    path: '/mine/passkeys/:id',
    may: 'signedIn',
    says: 'access.removePasskey',
    params: z.object({ id: z.string().max(2000) }),
    returns: Done,
  },
  endSession: {
    method: 'DELETE',
    path: '/mine/sessions/:id',
    may: 'signedIn',
    says: 'access.endSession',
    evenOwing: true,
    proved: true,
    params: z.object({ id: z.uuid() }),
    returns: Done,
  },
  endOthers: {
    method: 'POST',
    path: '/mine/sessions/others/end',
    may: 'signedIn',
    says: 'access.endOthers',
    evenOwing: true,
    proved: true,
    returns: z.object({ ended: z.int() }),
  },
})
