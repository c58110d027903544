/**
 * Who is meant by a row: by the system's number, else by staff number, else by name. A name that several people bear is refused,
 * never guessed.
 */
import type { PersonFacts } from './tables.ts'
import type { Reading } from './reading.ts'
import { groupsOf, idIn, sameForm } from './reading.ts'

/** The columns that name a person. */
export interface PersonColumns {
  readonly id: string
  readonly code: string
  readonly name: string
}

/** The people of a city and of a file. */
export interface PeopleBook {
  /** What the person is called from here on: an id, or a name within this file. Undefined with a fault. */
  readonly find: (reading: Reading, columns: PersonColumns) => string | undefined
  /** Those that the file adds or names anew. */
  readonly changed: () => ReadonlyMap<string, PersonFacts>
}

/** Begins with the people who are known. */
export function peopleBook(known: readonly (PersonFacts & { readonly id: string })[]): PeopleBook {
  const people = new Map<string, PersonFacts>(known.map(({ id, name, code }) => [id, { name, code }]))
  const byCode = new Map(known.flatMap(({ id, code }) => (code === null ? [] : [[code, id] as const])))
  const byName = new Map<string, readonly { readonly id: string }[]>(groupsOf(known, ({ name }) => sameForm(name)))
  const changed = new Map<string, PersonFacts>()
  const write = (key: string, facts: PersonFacts) => {
    const before = people.get(key)
    if (before?.name === facts.name && before.code === facts.code) return
    people.set(key, facts)
    changed.set(key, facts)
    if (facts.code !== null) byCode.set(facts.code, key)
    const namesakes = byName.get(sameForm(facts.name)) ?? []
    if (!namesakes.some(({ id }) => id === key)) byName.set(sameForm(facts.name), [...namesakes, { id: key }])
  }
  const keyOf = (reading: Reading, { code, name }: Pick<PersonColumns, 'code' | 'name'>): string | undefined => {
    const [staffNo, called] = [reading.text(code), reading.text(name)]
    if (staffNo !== '') return byCode.get(staffNo) ?? `code ${staffNo}`
    const namesakes = byName.get(sameForm(called)) ?? []
    if (namesakes.length > 1) reading.fault(name, 'namesake', { name: called, n: namesakes.length })
    return namesakes.length > 1 ? undefined : (namesakes[0]?.id ?? `name ${sameForm(called)}`)
  }
  return {
    find: (reading, columns) => {
      const id = idIn(reading, columns.id)
      const [name, code] = [reading.text(columns.name), reading.text(columns.code)]
      if (name === '') reading.fault(columns.name, 'noName')
      if (name.length > 100 || code.length > 40) reading.fault(columns.name, 'tooLong', { name: name.slice(0, 40) })
      const key = id === '' ? keyOf(reading, columns) : id
      const taken = code === '' ? undefined : byCode.get(code)
      if (key !== undefined && taken !== undefined && taken !== key) reading.fault(columns.code, 'codeTaken', { code })
      if (key === undefined || !reading.isGood()) return undefined
      write(key, { name, code: code === '' ? (people.get(key)?.code ?? null) : code })
      return key
    },
    changed: () => changed,
  }
}
