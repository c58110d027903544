/** What a command sees of the terminal: its language, its answer (as text or as JSON), a progress bar, the settings. */
import { stderr, stdout } from 'node:process'
import type { Language } from '../base/text.ts'
import { say } from '../server/say.ts'

export interface Terminal {
  readonly language: Language
  readonly json: boolean
  say(key: string, values?: Record<string, unknown>): string
  /** The command's answer, once: as JSON with `--json`, else the lines for people. */
  answer(value: unknown, lines: readonly string[]): void
  /** A remark beside the answer; never mixed into it. */
  note(line: string): void
  /** A progress bar on standard error; silent without a terminal, apart from each finished part. */
  readonly progress: Progress
}

/**
 * Called with what is being done (key), how much is done, and of how much (infinite while nobody knows). `done === of` finishes
 * the part. What is counted is said in words: `cli.count.<what>`, by the table below.
 */
export type Progress = (says: string, done: number, of: number) => void

/** The terminal of this process. */
export function terminalOf(language: Language, json: boolean): Terminal {
  const sayHere = (key: string, values: Record<string, unknown> = {}) => say(language, key, values)
  const note = (line: string) => void stderr.write(`${line}\n`)
  return {
    language,
    json,
    say: sayHere,
    note,
    answer: (value, lines) => void stdout.write(json ? `${JSON.stringify(value, null, 2)}\n` : lines.map((line) => `${line}\n`).join('')),
    progress: progressBar((text) => void stderr.write(text), stderr.isTTY, sayHere),
  }
}

/** What each long work counts. */
const counted: Readonly<Record<string, string>> = {
  'backup.phase.files': 'files',
  'backup.phase.tables': 'tables',
  'backup.phase.restore': 'tables',
  'cli.ledgerSealing': 'entries',
  'cli.ledgerWriting': 'entries',
  'cli.ledgerChecking': 'entries',
  'cli.readingRows': 'rows',
  'cli.understandingRows': 'rows',
  'cli.writingRows': 'rows',
  'demo.phase.year': 'days',
}

const width = 30
const drawEveryMs = 100

/** One line redrawn in place on a terminal; without one (a log), a line when a part is finished. */
export function progressBar(write: (text: string) => void, isTerminal: boolean, sayHere: Terminal['say']): Progress {
  let drawnAt = 0
  return (says, done, of) => {
    const finished = done >= of
    const share = of === 0 ? 1 : Math.min(1, done / of)
    const what = counted[says] ?? 'steps'
    const isKnown = Number.isFinite(of)
    const count = isKnown && !finished ? sayHere(`cli.count.${what}Of`, { done, of }) : sayHere(`cli.count.${what}`, { done })
    const line = `${sayHere(says)} · ${count}`
    if (!isTerminal) return finished ? write(`${line}\n`) : undefined
    if (!finished && performance.now() - drawnAt < drawEveryMs) return
    drawnAt = performance.now()
    const full = Math.round(share * width)
    const bar = isKnown ? `${'█'.repeat(full)}${'░'.repeat(width - full)} ${Math.floor(share * 100)}% ` : ''
    write(`\r\u001B[2K${bar}${line}${finished ? '\n' : ''}`)
  }
}
