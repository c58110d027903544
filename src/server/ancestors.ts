/** When the npm that started us was started itself: only Linux tells, and only `--timings` wants to know. */
import { readFileSync } from 'node:fs'
import { ppid } from 'node:process'

const ticksPerSecond = 100

/** The start of the first npm among our ancestors, in milliseconds since 1970 (to the hundredth of a second). */
export function startOfNpm(): number | undefined {
  try {
    for (let pid = ppid, steps = 0; pid > 1 && steps < 5; steps++) {
      const { parent, startedAt, name } = readProcess(pid)
      if (name.startsWith('npm')) return startedAt
      pid = parent
    }
  } catch {
    // No /proc: not known.
  }
  return undefined
}

function readProcess(pid: number): { parent: number; startedAt: number; name: string } {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const upSeconds = Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0])
  const agoMs = (upSeconds - Number(fields[19]) / ticksPerSecond) * 1000
  return {
    parent: Number(fields[1]),
    startedAt: performance.timeOrigin + performance.now() - agoMs,
    name: text.slice(text.indexOf('(') + 1, text.lastIndexOf(')')),
  }
}
