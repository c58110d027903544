/** Handlers of one person's data. Facts that must stay keep the id and lose the person. */
import { v7 } from 'uuid'
import { type Download, handlers, whoOf } from '../api/api.serve.ts'
import type { Who } from '../api/who.ts'
import { appendEvents, findEvent } from '../base/event.sql.ts'
import type { EventId, PersonId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { dayOf } from '../base/time.ts'
import { blankPeople, findHeld, findPeople } from '../city/forgotten.sql.ts'
import { plainPhone } from './identity.ts'
import type { HeldRow } from './identity.sql.ts'
import { personsApi } from './persons.api.ts'
import type { Vault } from './vault.serve.ts'

interface Asked {
  readonly id: string
  readonly reason: string
  readonly person?: PersonId | undefined
  readonly phone?: string | undefined
}

const findReporters = async (db: Db, who: Who, phone: string | undefined, vault: Vault): Promise<HeldRow[]> =>
  phone === undefined || plainPhone(phone).length < 5 ? [] : vault.find(db, who.city, phone)

/** Everything held, as JSON. Opening what the vault holds is recorded like every opening. *Refuses:* 404 when there is nothing. */
async function exportPerson(db: Db, who: Who, at: string, asked: Asked, vault: Vault): Promise<Download> {
  const { id, reason, person, phone } = asked
  const held = person && (await findHeld(db, who.city, person))
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
  const content = Buffer.from(JSON.stringify({ format: 'mingcheng.person/1', at, person: held ?? null, reported }, undefined, 2))
  return { name: `personal-data ${dayOf(at)}.json`, mediaType: 'application/json; charset=utf-8', content }
}

/** *Refuses:* 409 `privacy.stillServes` while an account works or a post is held; 404 when there is nothing. */
async function erasePerson(db: Db, who: Who, at: string, asked: Asked, vault: Vault): Promise<{ people: number; reporters: number }> {
  const { id, reason, person, phone } = asked
  if (await findEvent(db, who.city, id)) return { people: 0, reporters: 0 }
  const reporters = await findReporters(db, who, phone, vault)
  const held = person && (await findHeld(db, who.city, person))
  if (!held && reporters.length === 0) throw new Problem('api.notFound', 404)
  if (held) {
    const serves = (await findPeople(db, who.city, held.name, dayOf(at))).find((it) => it.id === person)?.serves
    if (serves !== false) throw new Problem('privacy.stillServes', 409)
  }
  const people = person && held ? await blankPeople(db, who.city, [person]) : 0
  const erased = await vault.erase(db, who.city, reporters, { at, by: who.person, reason })
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

/** Handlers over the vault. */
export const personsHandlers = ({ vault }: { vault: Vault }) =>
  handlers(personsApi, {
    find: async (ask) => {
      const who = whoOf(ask)
      const { text } = ask.body
      return { people: await findPeople(ask.db, who.city, text, dayOf(ask.at)), reporters: await findReporters(ask.db, who, text, vault) }
    },
    export: async (ask) => exportPerson(ask.db, whoOf(ask), ask.at, ask.body, vault),
    erase: async (ask) => erasePerson(ask.db, whoOf(ask), ask.at, ask.body, vault),
  })
