/**
 * Passkeys (WebAuthn): the device proves it holds the key and that its owner unlocked it, which is both factors at once. The
 * library is loaded with the first passkey.
 */
import type { AuthenticationResponseJSON, AuthenticatorTransport, RegistrationResponseJSON } from '@simplewebauthn/server'
import { Problem } from '../base/problem.ts'
import type { AccountId, CityId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import type { WebauthnMessage } from './signIn.api.ts'
import { addPasskey, findPasskey, listPasskeys, usePasskey } from './ways.sql.ts'

const library = () => import('@simplewebauthn/server')

/** Under which name the server is reached: passkeys belong to it. */
const siteOf = (origin: string): string => new URL(origin).hostname

/** Whose passkey it becomes. */
export interface Owner {
  readonly account: AccountId
  readonly login: string
  readonly name: string
}

/** The question for a new passkey, and the challenge to remember. */
export async function askForNew(db: Db, city: CityId, { account, login, name }: Owner, origin: string, product: string) {
  const { generateRegistrationOptions } = await library()
  const known = await listPasskeys(db, city, account)
  const options = await generateRegistrationOptions({
    rpName: product,
    rpID: siteOf(origin),
    userName: login,
    userDisplayName: name,
    userID: new TextEncoder().encode(account),
    attestationType: 'none',
    excludeCredentials: known.map(({ id }) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  return { options: options as unknown as WebauthnMessage, challenge: options.challenge }
}

/** What was remembered, and what the browser said. */
export interface Reply {
  readonly challenge: string
  readonly origin: string
  readonly response: WebauthnMessage
}

const refuse = () => new Problem('access.badPasskey', 401)

/** Checks a new passkey and keeps it. *Refuses:* `access.badPasskey`. */
export async function keepNew(db: Db, city: CityId, account: AccountId, name: string, at: string, reply: Reply): Promise<string> {
  const { verifyRegistrationResponse } = await library()
  const checked = await verifyRegistrationResponse({
    response: reply.response as unknown as RegistrationResponseJSON,
    expectedChallenge: reply.challenge,
    expectedOrigin: reply.origin,
    expectedRPID: siteOf(reply.origin),
    requireUserVerification: true,
  }).catch(() => undefined)
  if (!checked?.verified) throw refuse()
  const { id, publicKey, counter, transports = [] } = checked.registrationInfo.credential
  await addPasskey(db, city, {
    id,
    account,
    publicKey: Buffer.from(publicKey).toString('base64url'),
    counter,
    transports: transports.join(' '),
    name,
    at,
  })
  return id
}

/** The question for any passkey of this site; the browser lists those it has. */
export async function askForAny(origin: string) {
  const { generateAuthenticationOptions } = await library()
  const options = await generateAuthenticationOptions({ rpID: siteOf(origin), userVerification: 'required' })
  return { options: options as unknown as WebauthnMessage, challenge: options.challenge }
}

/** The account whose passkey answered. *Refuses:* `access.badPasskey`, the same for every reason. */
export async function holderOf(db: Db, city: CityId, at: string, { challenge, origin, response }: Reply): Promise<AccountId> {
  const { verifyAuthenticationResponse } = await library()
  const id = typeof response['id'] === 'string' ? response['id'] : ''
  const passkey = await findPasskey(db, city, id)
  if (!passkey) throw refuse()
  const checked = await verifyAuthenticationResponse({
    response: response as unknown as AuthenticationResponseJSON,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: siteOf(origin),
    requireUserVerification: true,
    credential: {
      id,
      publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')),
      counter: passkey.counter,
      transports: passkey.transports.split(' ').filter((way) => way !== '') as AuthenticatorTransport[],
    },
  }).catch(() => undefined)
  if (!checked?.verified) throw refuse()
  await usePasskey(db, city, id, checked.authenticationInfo.newCounter, at)
  return passkey.accountId
}
