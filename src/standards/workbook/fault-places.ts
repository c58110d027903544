/**
 * Faults of an edition name a place in its tree (`tree/P01.S02/onsite`). Whoever sent a workbook finds a sheet, a row and a
 * column, so that is what such a fault is turned into, with the thing called by its own words.
 */
import type { Fault } from '../../base/problem.ts'

/** Where a part of an edition stands in a file. */
export interface Place {
  readonly sheet: string
  readonly row: number
  /** What people call it. */
  readonly name: string
  /** The letter and the header of the column that holds a field (`points`, `title.zh`). */
  readonly columnOf: (field: string) => { readonly letter: string; readonly head: string } | undefined
}

/** Places by path: `tree/A1`, `tree/A1/onsite`, `checks/PSA`. */
export type Places = ReadonlyMap<string, Place>

/** The field that a sentence is about, where its path does not say so. */
const fieldOf: Readonly<Record<string, string>> = {
  duplicate: 'id',
  noText: 'title.zh',
  empty: 'title.zh',
  noWay: 'method',
  twoWays: 'method',
  negative: 'points',
  ruleMethod: 'rule.name',
  checkNowhere: 'checks',
  typeIdle: 'pointTypes',
  'unknown.unitKinds': 'lead',
  'unknown.scales': 'scale',
  'unknown.statistics': 'statistic',
}

/** The fault at its place in the file; as it is when the file has no place for it (a sum over the whole). */
export function placed(fault: Fault, places: Places): Fault {
  const steps = shortened(fault.at.split('/'), places)
  for (let length = steps.length; length > 0; length--) {
    const place = places.get(steps.slice(0, length).join('/'))
    if (place) return at(fault, place, steps.slice(length).join('.'))
  }
  return fault
}

/** The way to a criterion leads through its headings; its own id is enough. */
function shortened(steps: readonly string[], places: Places): readonly string[] {
  if (steps[0] !== 'tree') return steps
  const last = steps.findLastIndex((step, index) => index > 0 && places.has(`tree/${step}`))
  return last < 0 ? steps : ['tree', steps[last]!, ...steps.slice(last + 1).filter((step) => step !== 'ways')]
}

function at(fault: Fault, { sheet, row, name, columnOf }: Place, rest: string): Fault {
  const reason = fault.says.replace('fault.edition.', '')
  const steps = rest.split('.')
  const fields = [
    // A text that is missing altogether is missing in its first language.
    `${rest}.zh`,
    ...steps.map((_, index) => steps.slice(0, steps.length - index).join('.')),
    // What a rule takes besides its name is written in one cell.
    ...(steps[0] === 'rule' ? ['params'] : []),
    fieldOf[reason] ?? reason.replace(/^(reads|unknown)\./, ''),
  ]
  const column = fields.map(columnOf).find((it) => it !== undefined)
  const placedAt = { at: column?.letter ?? '', sheet, row }
  if (fault.says !== 'fault.invalid') return { ...placedAt, says: fault.says, details: { ...fault.details, at: name } }
  const why = String(fault.details?.['why'] ?? '')
  const details = { at: placedAt.at, head: column?.head ?? name }
  if (why.endsWith('received undefined')) return { ...placedAt, says: 'fault.form.missing', details }
  return { ...placedAt, says: 'fault.form.wrong', details: { ...details, why } }
}
