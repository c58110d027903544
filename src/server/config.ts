/** Alone reads the environment. Every setting has a sentence (`config.<key>` in `locales/`); `mingcheng config` prints them. */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { Problem } from '../base/problem.ts'
import { type Language, languageFor } from '../base/text.ts'

export const Config = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  MINGCHENG_DATA: z.string().min(1).default('./data'),
  MINGCHENG_S3_URL: z.url({ protocol: /^https?$/ }).optional(),
  MINGCHENG_S3_KEY: z.string().min(1).optional(),
  MINGCHENG_S3_SECRET: z.string().min(1).optional(),
  MINGCHENG_S3_REGION: z.string().min(1).default('us-east-1'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//)
    .optional(),
  DATABASE_OWNER_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//)
    .optional(),
  MINGCHENG_SEAL: z.enum(['ed25519', 'sm2']).default('ed25519'),
  MINGCHENG_SEAL_MINUTES: z.coerce.number().int().min(1).max(1440).default(10),
  MINGCHENG_HEADS_TO: z
    .string()
    .transform((text) => text.split(/[,;\s]+/).filter(Boolean))
    .pipe(z.array(z.email()).min(1).max(50))
    .optional(),
  MINGCHENG_HEADS_DAYS: z.coerce.number().int().min(1).max(366).default(7),
  MINGCHENG_DEMO: z.enum(['on', 'off']).default('on'),
  MINGCHENG_BACKUPS: z.string().min(1).optional(),
  MINGCHENG_BACKUPS_KEEP: z.coerce.number().int().min(1).max(3650).default(14),
  MINGCHENG_BACKUPS_TO: z.string().startsWith('age1').optional(),
  MINGCHENG_RESERVE_MB: z.coerce.number().int().min(0).default(256),
  MINGCHENG_METRICS_TOKEN: z.string().min(16).optional(),
  MINGCHENG_SLOW_MS: z.coerce.number().int().min(1).default(500),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
  MINGCHENG_IDENTITY_KEY: z
    .string()
    .regex(/^[0-9a-f]{64}$/i)
    .optional(),
  MINGCHENG_CIPHER: z.enum(['aes-256-gcm', 'sm4-cbc-hmac-sm3']).default('aes-256-gcm'),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  MINGCHENG_TLS_CERT: z.string().min(1).optional(),
  MINGCHENG_TLS_KEY: z.string().min(1).optional(),
  TRUSTED_PROXIES: z.string().min(1).default('loopback'),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//)
    .optional(),
  MAIL_FROM: z.string().regex(/@/).optional(),
  OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  OIDC_CLAIM: z.string().min(1).default('preferred_username'),
  OIDC_ACR: z.string().min(1).optional(),
  OIDC_MAX_AGE: z.coerce.number().int().min(60).max(86_400).optional(),
  OIDC_TITLE: z.string().min(1).default('SSO'),
  MINGCHENG_CALLS_PER_MINUTE: z.coerce.number().int().min(0).default(1200),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('warn'),
})
export type Config = z.infer<typeof Config>

type Environment = Record<string, string | undefined>

/** Settings that are secrets: each may lie in a file that `<setting>_FILE` names, as vaults and orchestrators mount them. */
const secrets = [
  'DATABASE_URL',
  'DATABASE_OWNER_URL',
  'MINGCHENG_IDENTITY_KEY',
  'MINGCHENG_S3_SECRET',
  'MINGCHENG_METRICS_TOKEN',
  'SMTP_URL',
  'OIDC_CLIENT_SECRET',
] as const

/** *Refuses:* `config.badSecretFile`. */
function secretIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    throw new Problem('config.badSecretFile', 400, { file })
  }
}

/** The settings in force; an empty value counts as not set. *Refuses:* `config.invalid`, with a fault for each bad setting. */
export function readConfig(environment: Environment = process.env): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  for (const name of secrets) {
    const file = given[`${name}_FILE`]
    if (file !== undefined) given[name] = secretIn(file)
  }
  const result = Config.safeParse(given)
  if (result.success) return result.data
  const names = [...new Set(result.error.issues.map((issue) => String(issue.path[0])))]
  const faults = names.map((name) => ({ at: name, says: 'fault.setting', details: { value: given[name] ?? '' } }))
  throw new Problem('config.invalid', 400, { names }, faults)
}

/** Chinese unless the terminal's locale says English. */
export const terminalLanguage = (environment: Environment = process.env): Language =>
  languageFor(environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'])

/** When the launcher started, in milliseconds since 1970; undefined when there was none. */
export function launchedAt(environment: Environment = process.env): number | undefined {
  const value = Number(environment['MINGCHENG_LAUNCHED_AT'])
  return Number.isFinite(value) && value > 0 ? value : undefined
}
