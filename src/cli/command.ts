/** A command of the terminal as data: one file each, one line in `commands.ts`. Help, usage errors and `--json` follow by themselves. */
import type { Terminal } from './terminal.ts'

export interface Command {
  /** `start`, or `import points` for a command of a group. */
  readonly path: string
  /** Commander's notation: `<file>` must be given, `[id]` may be. */
  readonly args?: readonly Words[]
  readonly options?: readonly Words[]
  /** Key of the sentence in the help: `cli.<says>`. */
  readonly says: string
  /** Import what is heavy inside, so that other commands start at once. */
  readonly run: (
    terminal: Terminal,
    args: readonly string[],
    options: Readonly<Record<string, string | boolean | undefined>>,
  ) => Promise<void>
}

/** An argument or option: its notation (`<file>`, `--city <code>`) and the key of its sentence, `cli.<says>`. */
export interface Words {
  readonly is: string
  readonly says: string
}

/** Binds a command to its shape. */
export const command = (it: Command): Command => it

/** What a process says when it ends. */
export const exitCodes = { done: 0, refused: 1, usage: 2, bug: 3 } as const
