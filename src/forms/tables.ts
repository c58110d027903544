/** Answers as tables: one of what is asked once, one for each repeat with a row for each turn, joined by the answer and the turn around. */
import type { AnswerColumn, Answers } from './answers.ts'
import type { Form, FormGroup, FormPart } from './form.ts'

/** A repeat as a table of its own. */
export interface TurnTable {
  readonly group: FormGroup
  /** From the root of the answers to its turns. */
  readonly steps: readonly FormGroup[]
  /** Paths from within a turn. */
  readonly columns: readonly AnswerColumn[]
}

/** What is asked once in an answer, and the tables of its repeats in reading order. */
export function tablesOf({ parts }: Pick<Form, 'parts'>): { once: AnswerColumn[]; turns: TurnTable[] } {
  const once: AnswerColumn[] = []
  const turns: TurnTable[] = []
  const walk = (inner: readonly FormPart[], steps: readonly FormGroup[], path: readonly string[], columns: AnswerColumn[]) => {
    for (const part of inner) {
      if (part.is === 'question') {
        if (part.type !== 'note') columns.push({ question: part, path: [...path, part.name] })
      } else if (part.is === 'group') walk(part.parts, [...steps, part], [...path, part.name], columns)
      else {
        const table = { group: part, steps: [...steps, part], columns: [] as AnswerColumn[] }
        turns.push(table)
        walk(part.parts, table.steps, [], table.columns)
      }
    }
  }
  walk(parts, [], [], once)
  return { once, turns }
}

/** A turn: its own name within the answer (`stall[2]/visit[1]`), the name of the turn around it ('' for none), and what was said. */
export interface TurnRow {
  readonly key: string
  readonly around: string
  readonly answers: Answers
}

/** The turns of one answer. */
export function turnsIn(answers: Answers, steps: readonly FormGroup[]): TurnRow[] {
  let rows: TurnRow[] = [{ key: '', around: '', answers }]
  for (const { is, name } of steps)
    rows = rows.flatMap((row): TurnRow[] => {
      const value = row.answers[name]
      if (value === undefined || typeof value === 'string') return []
      const list = (Array.isArray(value) ? value : [value]) as readonly Answers[]
      if (is === 'group') return [{ ...row, answers: list[0]! }]
      return list.map((turn, index) => ({
        key: [row.key, `${name}[${index + 1}]`].filter(Boolean).join('/'),
        around: row.key,
        answers: turn,
      }))
    })
  return rows
}
