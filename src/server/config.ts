/** Alone reads the environment. Every setting has a sentence (`config.<key>` in `locales/`); `mingcheng config` prints them. */
import { z } from 'zod'

export const Config = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  MINGCHENG_DATA: z.string().default('./data'),
  DATABASE_URL: z.string().optional(),
  MINGCHENG_DEMO: z.enum(['on', 'off']).default('on'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('warn'),
})
export type Config = z.infer<typeof Config>

/** The settings in force. *Refuses:* by ZodError naming the setting. */
export const readConfig = (environment: Record<string, string | undefined> = process.env): Config => Config.parse(environment)
