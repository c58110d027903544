/**
 * Single sign-on by OpenID Connect: authorization code with PKCE, state and nonce, ID token checked by the library. The provider
 * says who somebody is; which account that is stands here: linked before, or the one whose login (or mail) the provider names.
 */
import type { Configuration } from 'openid-client'
import { z } from 'zod'
import type { AccountId, CityId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import type { Text } from '../base/text.ts'
import { findLoginOfEmail } from '../city/accounts.sql.ts'
import { findAccount } from '../city/session.sql.ts'
import { addLink, findLink } from './ways.sql.ts'

/** What is asked of the provider by settings. */
export interface SsoSettings {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret?: string | undefined
  /** The claim that names the account: `email` is compared with the account's mail, any other with its login. */
  readonly claim: string
  readonly title: Text
  /** The level (acr) that the provider is asked for and must confirm: it counts as two factors. */
  readonly level?: string | undefined
  /** How long ago the person may have signed in there; older ones are asked again there. */
  readonly longestSeconds?: number | undefined
}

/** The provider. Its description is read with the first sign-in, and again when that failed. */
export interface Sso {
  readonly title: Text
  readonly start: (callback: string) => Promise<{ url: string; kept: KeptStep }>
  readonly finish: (callback: string, search: string, kept: KeptStep) => Promise<Person>
}

/** What has to be remembered between leaving for the provider and coming back. */
export const KeptStep = z.object({ verifier: z.string(), state: z.string(), nonce: z.string() })
export type KeptStep = z.infer<typeof KeptStep>

/** Who somebody is at the provider. */
export interface Person {
  readonly issuer: string
  readonly subject: string
  /** Compared with the login, or with the mail when `byMail`. */
  readonly named: string | undefined
  readonly byMail: boolean
  /** The provider confirmed the level that was asked for. */
  readonly strong: boolean
}

/** A provider by its settings. */
export function makeSso({ issuer, clientId, clientSecret, claim, title, level, longestSeconds }: SsoSettings): Sso {
  let known: Promise<Configuration> | undefined
  const configuration = () =>
    (known ??= discover(issuer, clientId, clientSecret).catch((error: unknown) => {
      known = undefined
      throw error
    }))
  return {
    title,
    start: async (callback) => {
      const client = await import('openid-client')
      const config = await configuration()
      const kept = { verifier: client.randomPKCECodeVerifier(), state: client.randomState(), nonce: client.randomNonce() }
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: callback,
        scope: claim === 'email' ? 'openid email' : 'openid profile email',
        code_challenge: await client.calculatePKCECodeChallenge(kept.verifier),
        code_challenge_method: 'S256',
        state: kept.state,
        nonce: kept.nonce,
        ...(level === undefined ? {} : { acr_values: level }),
        ...(longestSeconds === undefined ? {} : { max_age: String(longestSeconds) }),
      })
      return { url: url.href, kept }
    },
    finish: async (callback, search, { verifier, state, nonce }) => {
      const client = await import('openid-client')
      const config = await configuration()
      const url = new URL(callback)
      url.search = search
      const tokens = await client.authorizationCodeGrant(config, url, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
        // The library then asks that the token says when, and that it was not longer ago.
        ...(longestSeconds === undefined ? {} : { maxAge: longestSeconds }),
      })
      const claims = tokens.claims()!
      if (level !== undefined && claims['acr'] !== level) throw new Error('the provider did not confirm the level that was asked for')
      const more = claims[claim] === undefined ? await client.fetchUserInfo(config, tokens.access_token, claims.sub) : {}
      const all: Record<string, unknown> = { ...more, ...claims }
      // A mail that the provider did not verify may be anybody's.
      const believed = claim !== 'email' || all['email_verified'] === true
      const named = believed && typeof all[claim] === 'string' ? all[claim] : undefined
      return { issuer: claims.iss, subject: claims.sub, named, byMail: claim === 'email', strong: level !== undefined }
    },
  }
}

async function discover(issuer: string, clientId: string, clientSecret: string | undefined): Promise<Configuration> {
  const client = await import('openid-client')
  const url = new URL(issuer)
  const auth = clientSecret === undefined ? client.None() : client.ClientSecretBasic(clientSecret)
  // Plain HTTP is for a provider on the same machine or behind the same wall; the operator wrote the address.
  const execute = url.protocol === 'http:' ? [client.allowInsecureRequests] : []
  return client.discovery(url, clientId, {}, auth, { execute })
}

/** The account of a person of the provider; linked for the next time. *Refuses:* `access.noAccount` 403. */
export async function accountOf(db: Db, city: CityId, { issuer, subject, named, byMail }: Person, at: string): Promise<AccountId> {
  const link = await findLink(db, city, issuer, subject)
  if (link) return link.accountId
  const login = named === undefined ? undefined : byMail ? await findLoginOfEmail(db, city, named) : named
  const account = login === undefined ? undefined : await findAccount(db, city, login)
  if (!account || account.kind !== 'person') throw new Problem('access.noAccount', 403)
  await addLink(db, city, issuer, subject, account.id, at)
  return account.id
}
