/** `mingcheng start`: the server on this terminal, until it is told to stop. */
import { demoPassword } from '../city/session.api.ts'
import { listDoors } from '../city/session.serve.ts'
import { launchedAt, readConfig } from '../server/config.ts'
import type { Phase, Running } from '../server/main.ts'
import { command, exitCodes } from './command.ts'

export const startCommand = command({
  path: 'start',
  says: 'start',
  options: [{ is: '--timings', says: 'timings' }],
  run: async (terminal, _args, options) => {
    const config = readConfig()
    const codeFrom = performance.now()
    const { startServer } = await import('../server/main.ts')
    const code = { name: 'code', ms: performance.now() - codeFrom }
    const told = untilToldToStop()
    let running: Running | undefined
    // A start that is told to stop ends at once: what it has not committed did not happen, and the next one begins again.
    void told.then(() => running ?? process.exit(exitCodes.refused))
    running = await startServer(config, terminal.progress)
    const phases = options['timings'] === true ? withTotal([...(await phasesBefore(codeFrom)), code, ...running.phases]) : []
    const accounts = (await listDoors(running.db)).flatMap((door) => door.accounts)
    const { foundAt } = running
    terminal.answer(
      {
        address: running.address,
        accounts,
        ...(foundAt === undefined ? {} : { foundAt }),
        ...(accounts.length > 0 ? { password: demoPassword } : {}),
        timings: phases,
      },
      [
        terminal.say('start.ready', { address: running.address }),
        ...(foundAt === undefined ? [] : [terminal.say('start.found', { address: foundAt })]),
        ...(accounts.length > 0 ? [terminal.say('start.accounts', { password: demoPassword })] : []),
        ...accounts.map(({ login, role, name }) => `  ${login.padEnd(12)} ${terminal.say(`role.${role}`)} · ${name}`),
        ...phases.map(({ name, ms }) => `  ${terminal.say(`start.phase.${name}`)} ${ms.toFixed(0)} ms`),
      ],
    )
    await told
    terminal.note(terminal.say('start.stopping'))
    await stopInTime(running)
    terminal.note(terminal.say('start.stopped'))
  },
})

/** What passed before this file ran: npm, the launcher, then this process up to here. */
async function phasesBefore(codeFrom: number): Promise<Phase[]> {
  const launched = launchedAt()
  const own = { name: 'runtime', ms: codeFrom }
  if (launched === undefined) return [own]
  const { startOfNpm } = await import('../server/ancestors.ts')
  const npmAt = startOfNpm()
  const npm = npmAt === undefined ? [] : [{ name: 'npm', ms: launched - npmAt }]
  return [...npm, { name: 'launcher', ms: performance.timeOrigin - launched }, own]
}

const withTotal = (phases: readonly Phase[]): Phase[] => [...phases, { name: 'total', ms: phases.reduce((sum, { ms }) => sum + ms, 0) }]

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
