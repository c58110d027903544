/** What the ways in get from the settings: mail, single sign-on, the key of second factors, the right to found a city. */
import { hkdfSync } from 'node:crypto'
import { makeFounding } from '../access/founding.serve.ts'
import { postBySmtp } from '../access/mail.serve.ts'
import type { AccessOptions } from '../access/options.serve.ts'
import { makeSso } from '../access/sso.serve.ts'
import type { Db } from '../base/sql.ts'
import type { Config } from './config.ts'

/** Another key than that of the vault, and yet only one to keep. */
const keyOf = (master: Uint8Array): Uint8Array => new Uint8Array(hkdfSync('sha256', master, '', 'mingcheng second factors', 32))

/** The doors of a server. `owner` may found a city while there is none. */
export async function doorsOf(config: Config, master: Uint8Array, owner: Db): Promise<Omit<AccessOptions, 'say' | 'told'>> {
  const { PUBLIC_URL: publicUrl, SMTP_URL: smtp, MAIL_FROM: from, OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId } = config
  return {
    key: keyOf(master),
    publicUrl: publicUrl === undefined ? undefined : new URL(publicUrl).origin,
    post: smtp !== undefined && from !== undefined ? postBySmtp(smtp, from) : undefined,
    sso:
      issuer !== undefined && clientId !== undefined
        ? makeSso({
            issuer,
            clientId,
            clientSecret: config.OIDC_CLIENT_SECRET,
            claim: config.OIDC_CLAIM,
            level: config.OIDC_ACR,
            longestSeconds: config.OIDC_MAX_AGE,
            title: { zh: config.OIDC_TITLE, en: config.OIDC_TITLE },
          })
        : undefined,
    founding: await makeFounding(owner),
  }
}

/** What went wrong without what was said: a mail server repeats addresses, a provider repeats names. */
export const kindOfFailure = (error: unknown): string => {
  const { name, code } = error as { name?: string; code?: string }
  return [name, code].filter(Boolean).join(' ')
}
