/** Handlers of one person's data. Facts that must stay keep the id and lose the person. */
import { v7 } from 'uuid'
import { handlers, whoOf } from '../api/api.serve.ts'
import type { Download } from '../api/download.serve.ts'
import type { Say } from '../api/problems.serve.ts'
import type { Who } from '../api/who.ts'
import { appendEvents, findEvent } from '../base/event.sql.ts'
import type { CityId, EventId, PersonId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import type { Language } from '../base/text.ts'
import { dayOf } from '../base/time.ts'
import { findHeld, findPeople, listAccountsOf } from '../city/forgotten.sql.ts'
import { listSentBy } from '../evidence/evidence.sql.ts'
import type { Files } from '../evidence/files.serve.ts'
import { hashing } from '../ledger/keys.serve.ts'
import { hex } from '../ledger/personal.ts'
import { erasePersonal } from '../ledger/personal.sql.ts'
import { writeCopy } from './copy.serve.ts'
import { plainPhone } from './identity.ts'
import type { HeldRow } from './identity.sql.ts'
import { personsApi } from './persons.api.ts'
import type { Vault } from './vault.serve.ts'
import { listWordsAbout } from './words.sql.ts'

const sm3Of = (salt: string, value: string) => hex(hashing('sm3').hash(salt, value))

interface Asked {
  readonly id: string
  readonly reason: string
  readonly person?: PersonId | undefined
  readonly phone?: string | undefined
}

const findReporters = async (db: Db, who: Who, phone: string | undefined, vault: Vault): Promise<HeldRow[]> =>
  phone === undefined || plainPhone(phone).length < 5 ? [] : vault.find(db, who.city, phone)

/** What the house on top hands in: the ways in of a person, which stand in a higher room, and their end. */
export interface Ways {
  readonly findHeldWays: (db: Db, city: CityId, person: PersonId) => Promise<Readonly<Record<string, unknown>>>
  /** Takes people out of every table that knows them by more than an id; how many were known. */
  readonly forgetPeople: (db: Db, city: CityId, people: readonly PersonId[]) => Promise<number>
}

/** Who erases, when and why. */
export interface Erasing {
  readonly at: string
  readonly by: string | null
  readonly reason: string
}

/** Words that stand in rows beside the events they came in with; each room its own. */
export interface Words {
  /** Takes words that were erased from events of these things from their rows. */
  readonly blank: (db: Db, city: CityId, erased: readonly { readonly thing: string; readonly fields: readonly string[] }[]) => Promise<void>
  /** Erases notes of facts that hold one of these marks. */
  readonly eraseNotes: (db: Db, city: CityId, marks: readonly string[], erasing: Erasing, sm3: typeof sm3Of) => Promise<void>
}

/** What these calls work with. */
export interface PersonsHouse {
  readonly vault: Vault
  readonly files: Files
  readonly say: Say
  readonly ways: Ways
  readonly words: Words
}

const mostFiles = 2000

/** Everything held, as an archive. Opening what the vault holds is recorded like every opening. *Refuses:* 404 when there is nothing. */
async function exportPerson(db: Db, who: Who, at: string, asked: Asked, house: PersonsHouse, language: Language): Promise<Download> {
  const { id, reason, person, phone } = asked
  const { vault, ways } = house
  const held = person && (await findHeld(db, who.city, person, who.person))
  const reporters = await findReporters(db, who, phone, vault)
  if (!held && reporters.length === 0) throw new Problem('api.notFound', 404)
  const reported = []
  for (const reporter of reporters) {
    const event = v7() as EventId
    await vault.recordOpening(db, who.city, reporter, { event, at, by: who.person, reason })
    const opened = await vault.readOpened(db, who.city, event, at)
    if (opened) reported.push({ ...opened.contact, of: opened.kind, thing: opened.thing, keptAt: opened.keptAt })
  }
  await appendEvents(db, who.city, [
    {
      id: id as EventId,
      kind: 'privacy.exported',
      thing: person ?? id,
      at,
      by: who.person,
      version: 1,
      data: { reason, reporters: reporters.length },
    },
  ])
  const own = held ? { ...held, signIn: await ways.findHeldWays(db, who.city, person) } : null
  const files = held ? await listSentBy(db, who.city, person, mostFiles) : []
  return writeCopy({ at, held: { person: own, reported }, files }, { store: house.files, say: house.say }, language)
}

/** Where events still say in words who it was. Looked for before anything goes: afterwards nobody knows what to look for. */
async function wordsAbout(db: Db, who: Who, { person, phone }: { person?: PersonId | undefined; phone?: string | null | undefined }) {
  const accounts = person ? await listAccountsOf(db, who.city, [person]) : []
  const marks = [phone, ...accounts.flatMap(({ login, email }) => [login, email])].filter((mark) => mark !== null && mark !== undefined)
  // A short login is a common word.
  const rare = marks.filter((mark) => mark.length >= 6)
  return { marks: rare, said: await listWordsAbout(db, who.city, { accounts: accounts.map(({ id }) => id), marks: rare }) }
}

/** *Refuses:* 409 `privacy.stillServes` while an account works or a post is held; 404 when there is nothing. */
async function erasePerson(
  db: Db,
  who: Who,
  at: string,
  asked: Asked,
  { vault, ways, words }: PersonsHouse,
): Promise<{ people: number; reporters: number }> {
  const { id, reason, person, phone } = asked
  if (await findEvent(db, who.city, id)) return { people: 0, reporters: 0 }
  const reporters = await findReporters(db, who, phone, vault)
  const held = person && (await findHeld(db, who.city, person, null))
  if (!held && reporters.length === 0) throw new Problem('api.notFound', 404)
  if (held) {
    const serves = (await findPeople(db, who.city, held.name, dayOf(at))).find((it) => it.id === person)?.serves
    if (serves !== false) throw new Problem('privacy.stillServes', 409)
  }
  const { marks, said } = await wordsAbout(db, who, person && held ? { person, phone: held.phone } : { phone })
  const people = person && held ? await ways.forgetPeople(db, who.city, [person]) : 0
  const erasing = { at, by: who.person, reason }
  for (const { id: event, fields } of said) await erasePersonal(db, who.city, { event, fields, ...erasing }, sm3Of)
  await words.blank(db, who.city, said)
  await words.eraseNotes(db, who.city, marks, erasing, sm3Of)
  const erased = await vault.erase(db, who.city, reporters, erasing)
  await appendEvents(db, who.city, [
    {
      id: id as EventId,
      kind: 'privacy.erased',
      thing: person ?? id,
      at,
      by: who.person,
      version: 1,
      data: { reason, people, reporters: erased },
    },
  ])
  return { people, reporters: erased }
}

/** Handlers over the vault, the files and the ways in. */
export const personsHandlers = (house: PersonsHouse) =>
  handlers(personsApi, {
    find: async (ask) => {
      const who = whoOf(ask)
      const { text } = ask.body
      return {
        people: await findPeople(ask.db, who.city, text, dayOf(ask.at)),
        reporters: await findReporters(ask.db, who, text, house.vault),
      }
    },
    export: async (ask) => exportPerson(ask.db, whoOf(ask), ask.at, ask.body, house, ask.language),
    erase: async (ask) => erasePerson(ask.db, whoOf(ask), ask.at, ask.body, house),
  })
