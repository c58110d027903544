/** `mingcheng config`: every setting with its value, its default and its sentence. A password in an address is not shown. */
import { Config, readConfig } from '../server/config.ts'
import { command } from './command.ts'

/** Settings that are secrets from beginning to end. */
const secret = /(_SECRET|_KEY|_TOKEN)$/

/** A setting as it is printed; nothing when it is not set. */
const shown = (name: string, value: unknown) =>
  value === undefined ? undefined : secret.test(name) ? '***' : `${value as string | number}`.replace(/(:\/\/[^:/@]+:)[^@]*@/, '$1***@')

export const configCommand = command({
  path: 'config',
  says: 'config',
  run: async (terminal) => {
    const values: Record<string, unknown> = readConfig()
    const defaults: Record<string, unknown> = Config.parse({})
    const settings = Object.keys(Config.shape).map((name) => ({
      name,
      value: shown(name, values[name]) ?? null,
      default: shown(name, defaults[name]) ?? null,
      says: terminal.say(`config.${name}`),
    }))
    terminal.answer(
      settings,
      settings.map(({ name, value, default: usual, says }) => {
        const changed = value === usual ? '' : ` (${terminal.say('cli.default', { value: usual ?? '—' })})`
        return `${name}=${value ?? ''}${changed}\n    ${says}`
      }),
    )
  },
})
