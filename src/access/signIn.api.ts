/** Calls of who is not signed in yet: the ways in. None tells whether an account exists. */
import { z } from 'zod'
import { contract } from '../api/contract.ts'
import { Text } from '../base/text.ts'
import { Me } from '../city/session.api.ts'
import { longest, shortest } from './password.ts'

const CityCode = z.string().max(64)
const Login = z.string().max(64)
/** What is typed as a password; whether it is good enough is weighed by `password.ts`, with words. */
const Password = z.string().max(longest * 2)
const OneTimeCode = z.string().min(1).max(64)

/** A message of the WebAuthn protocol, made and read by the library on either side. */
export const WebauthnMessage = z.record(z.string(), z.unknown())
export type WebauthnMessage = z.infer<typeof WebauthnMessage>

/** Which ways in there are besides the password. */
export const Ways = z.object({
  sso: z.object({ title: Text }).nullable(),
  /** A forgotten password can be renewed by mail. */
  mail: z.boolean(),
  /** There is no city yet: the one-time link of the first start founds it. */
  founding: z.boolean(),
  shortest: z.int(),
})
export type Ways = z.infer<typeof Ways>

/** Whose code it is, shown before a password is chosen. */
export const CodeHolder = z.object({ login: z.string(), name: z.string(), purpose: z.enum(['invitation', 'reset']) })
export type CodeHolder = z.infer<typeof CodeHolder>

/** The first city of an installation and its first administrator. */
export const FirstCity = z.object({
  code: z.string(),
  city: z.object({
    code: z.string().regex(/^[a-z0-9][a-z0-9-]{0,30}$/),
    name: z.string().trim().min(1).max(100),
    nameEn: z.string().trim().max(100).default(''),
    kind: z.enum(['province', 'city', 'district', 'county']),
  }),
  name: z.string().trim().min(1).max(100),
  login: z
    .string()
    .trim()
    .regex(/^[\p{L}\d._-]{2,64}$/u),
  password: Password,
})
export type FirstCity = z.infer<typeof FirstCity>

export const signInApi = contract({
  getWays: { method: 'GET', path: '/session/ways', may: 'anyone', says: 'access.ways', returns: Ways },
  signIn: {
    method: 'POST',
    path: '/session',
    may: 'anyone',
    says: 'session.signIn',
    body: z.object({ city: CityCode, login: Login, password: Password }),
    returns: Me,
  },
  giveCode: {
    method: 'POST',
    path: '/session/code',
    may: 'anyone',
    says: 'access.giveCode',
    body: z.object({ code: OneTimeCode }),
    returns: Me,
  },
  askPasskey: {
    method: 'POST',
    path: '/session/passkey/options',
    may: 'anyone',
    says: 'access.askPasskey',
    body: z.object({ city: CityCode }),
    returns: WebauthnMessage,
  },
  givePasskey: {
    method: 'POST',
    path: '/session/passkey',
    may: 'anyone',
    says: 'access.givePasskey',
    body: z.object({ response: WebauthnMessage }),
    returns: Me,
  },
  startSso: {
    method: 'POST',
    path: '/session/sso/start',
    may: 'anyone',
    says: 'access.startSso',
    body: z.object({ city: CityCode }),
    returns: z.object({ url: z.url() }),
  },
  finishSso: {
    method: 'POST',
    path: '/session/sso',
    may: 'anyone',
    says: 'access.finishSso',
    /** The query that the provider sent the browser back with. */
    body: z.object({ search: z.string().max(8000) }),
    returns: Me,
  },
  forget: {
    method: 'POST',
    path: '/session/forgotten',
    may: 'anyone',
    says: 'access.forgotten',
    body: z.object({ city: CityCode, login: Login }),
    returns: z.object({}),
  },
  lookAtCode: {
    method: 'POST',
    path: '/entry/look',
    may: 'anyone',
    says: 'access.lookAtCode',
    body: z.object({ city: CityCode, code: OneTimeCode }),
    returns: CodeHolder,
  },
  enterByCode: {
    method: 'POST',
    path: '/entry',
    may: 'anyone',
    says: 'access.useCode',
    body: z.object({ city: CityCode, code: OneTimeCode, password: Password }),
    returns: Me,
  },
  foundCity: { method: 'POST', path: '/founding', may: 'anyone', says: 'access.found', body: FirstCity, returns: Me },
})

/** The fewest letters of a password, for the pages. */
export const fewestLetters = shortest
