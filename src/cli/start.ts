/** `mingcheng start`: the server on this terminal, until it is told to stop. */
import { listDemoAccounts } from '../city/session.sql.ts'
import { launchedAt, readConfig } from '../server/config.ts'
import type { Phase, Running } from '../server/main.ts'
import { command } from './command.ts'

export const startCommand = command({
  path: 'start',
  says: 'start',
  options: [{ is: '--timings', says: 'timings' }],
  run: async (terminal, _args, options) => {
    const config = readConfig()
    const codeFrom = performance.now()
    const { startServer } = await import('../server/main.ts')
    const codeMs = performance.now() - codeFrom
    const running = await startServer(config, terminal.progress)
    const phases = options['timings'] === true ? [...phasesBefore(codeFrom), { name: 'code', ms: codeMs }, ...running.phases] : []
    const accounts = await listDemoAccounts(running.db)
    terminal.answer({ address: running.address, accounts, timings: phases }, [
      terminal.say('start.ready', { address: running.address }),
      ...(accounts.length > 0 ? [terminal.say('start.demoAccounts')] : []),
      ...accounts.map(({ login, name }) => `  ${login}  ${name}`),
      ...phases.map(({ name, ms }) => `  ${terminal.say(`start.phase.${name}`)} ${ms.toFixed(0)} ms`),
    ])
    await untilToldToStop()
    terminal.note(terminal.say('start.stopping'))
    await stopInTime(running)
    terminal.note(terminal.say('start.stopped'))
  },
})

/** What passed before this file ran: the launcher, then this process up to here. */
function phasesBefore(codeFrom: number): Phase[] {
  const launched = launchedAt()
  const launcher = launched === undefined ? [] : [{ name: 'launcher', ms: performance.timeOrigin - launched }]
  return [...launcher, { name: 'runtime', ms: codeFrom }]
}

const repeatMs = 1000

/**
 * One Ctrl-C can arrive several times (from the terminal, from npm, from the launcher): repeats within a second count as
 * one, a later one ends the process at once. The launcher's death counts as being told to stop.
 */
function untilToldToStop(): Promise<void> {
  return new Promise((resolve) => {
    let toldAt: number | undefined
    const stop = () => {
      const at = performance.now()
      if (toldAt !== undefined && at - toldAt > repeatMs) process.exit(1)
      toldAt ??= at
      resolve()
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
    process.on('disconnect', stop)
    process.channel?.unref()
  })
}

const patienceMs = 10_000

/** Requests under way get ten seconds to finish. What is committed is safe either way. */
async function stopInTime(running: Running): Promise<void> {
  const late = setTimeout(() => process.exit(1), patienceMs)
  await running.stop()
  clearTimeout(late)
}
