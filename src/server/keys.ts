/**
 * The master key of the vault of identities: from the setting, else a file beside the data, made on the first start and
 * readable by the server alone. Without it nobody can say who reported: it belongs into the backup, apart from the database.
 */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { Problem } from '../base/problem.ts'
import { keptSecret } from '../ledger/keys.serve.ts'
import type { Keys } from '../privacy/envelope.serve.ts'
import type { Config } from './config.ts'

/** Where the key lies when no setting gives it. */
const keyFile = (data: string): string => join(data, 'keys', 'identity.key')

/** The keys in force. *Refuses:* `config.badKeyFile` for a file that holds no key: a new one would hide what the old one sealed. */
export async function readKeys(config: Pick<Config, 'MINGCHENG_DATA' | 'MINGCHENG_IDENTITY_KEY' | 'MINGCHENG_CIPHER'>): Promise<Keys> {
  const text =
    config.MINGCHENG_IDENTITY_KEY ?? (await keptSecret(keyFile(config.MINGCHENG_DATA), () => `${randomBytes(32).toString('hex')}\n`))
  if (!/^[0-9a-f]{64}\s*$/i.test(text)) throw new Problem('config.badKeyFile', 500, { file: keyFile(config.MINGCHENG_DATA) })
  return { cipher: config.MINGCHENG_CIPHER, now: Buffer.from(text.trim(), 'hex') }
}
