/** Handlers of complaints. A flood from nobody knows where is held back, so that the office still finds the real ones. */
import { v7 } from 'uuid'
import { handlers, whoOf } from '../api/api.serve.ts'
import type { Turn } from '../api/cursor.ts'
import type { Say } from '../api/problems.serve.ts'
import { appendEvents } from '../base/event.sql.ts'
import type { CityId, EventId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { type Language, read } from '../base/text.ts'
import { findCity } from '../city/session.sql.ts'
import { type BookColumn, cityTime, listBook, rowsAtOnce } from '../sheets/listBook.serve.ts'
import { type Complaint, type ComplaintAnswer, complaintsApi, type NewComplaint } from './complaints.api.ts'
import {
  addComplaint,
  type ComplaintFilter,
  type ComplaintRow,
  countComplaints,
  countSince,
  findComplaint,
  listComplaints,
  saveAnswer,
} from './complaints.sql.ts'
import type { Vault } from './vault.serve.ts'

const mostPerHour = 300

const answerOf = ({ id, at, answer, answeredAt }: ComplaintRow): ComplaintAnswer => ({ id, at, answer, answeredAt })

const toComplaint = (row: ComplaintRow, contacts: ReadonlyMap<string, unknown>): Complaint => ({
  ...answerOf(row),
  kind: row.kind,
  text: row.text,
  page: row.page,
  unit: row.unitId === null ? null : { id: row.unitId, title: { zh: row.unitZh ?? '', en: row.unitEn ?? '' } },
  hasContact: contacts.has(row.id),
  answeredBy: row.answeredBy === null ? null : { id: row.answeredBy, name: row.answeredName ?? '' },
})

/** The city of a code. *Refuses:* 404. */
async function getCity(db: Db, code: string): Promise<CityId> {
  const city = await findCity(db, code)
  if (!city) throw new Problem('api.notFound', 404)
  return city.cityId
}

async function getComplaint(db: Db, city: CityId, id: string): Promise<ComplaintRow> {
  const row = await findComplaint(db, city, id)
  if (!row) throw new Problem('api.notFound', 404)
  return row
}

/** Keeps a complaint; the same id again changes nothing. *Refuses:* 429 `complaints.tooMany`. */
export async function complain(db: Db, city: CityId, at: string, { contact, ...it }: NewComplaint, vault: Vault): Promise<ComplaintAnswer> {
  const hourAgo = new Date(Date.parse(at) - 3_600_000).toISOString()
  if (!(await findComplaint(db, city, it.id))) {
    if ((await countSince(db, city, hourAgo)) >= mostPerHour) throw new Problem('complaints.tooMany', 429)
    await addComplaint(db, city, it, at)
    await appendEvents(db, city, [
      { id: v7() as EventId, kind: 'complaint.made', thing: it.id, at, by: null, version: 1, data: { kind: it.kind } },
    ])
    if (contact) await vault.keep(db, city, { thing: it.id, kind: 'complaint', contact, at })
  }
  return answerOf(await getComplaint(db, city, it.id))
}

/** A page of complaints, each with whether the vault knows how to reach who wrote it. */
async function listShown(db: Db, city: CityId, vault: Vault, filter: ComplaintFilter, turn: Turn) {
  const { items, ...next } = await listComplaints(db, city, filter, turn)
  const contacts = await vault.holds(
    db,
    items.map(({ id }) => id),
  )
  return { ...next, total: await countComplaints(db, city, filter), items: items.map((row) => toComplaint(row, contacts)) }
}

const complaintColumns = (say: Say, language: Language): BookColumn<Complaint>[] => [
  { head: say(language, 'complaints.at'), width: 17, cell: ({ at }) => cityTime(at) },
  { head: say(language, 'complaints.kind'), cell: ({ kind }) => say(language, `complaints.kind.${kind}`) },
  { head: say(language, 'complaints.text'), width: 60, cell: ({ text }) => text },
  { head: say(language, 'complaints.page'), width: 24, cell: ({ page }) => page },
  { head: say(language, 'complaints.unit'), width: 28, cell: ({ unit }) => (unit ? read(unit.title, language) : '') },
  { head: say(language, 'complaints.answer'), width: 60, cell: ({ answer }) => answer ?? '' },
  { head: say(language, 'complaints.answeredAt'), width: 17, cell: ({ answeredAt }) => cityTime(answeredAt) },
  { head: say(language, 'complaints.answeredBy'), cell: ({ answeredBy }) => answeredBy?.name ?? '' },
]

/** Handlers over the vault and the word lists. */
export const complaintsHandlers = ({ vault, say }: { vault: Vault; say: Say }) =>
  handlers(complaintsApi, {
    complain: async ({ db, body: { city: code, ...body }, at }) => {
      const city = await getCity(db, code)
      return db.of(city).tx((tx) => complain(tx, city, at, body, vault))
    },
    findAnswer: async ({ db, params, query }) => {
      const city = await getCity(db, query.city)
      return answerOf(await getComplaint(db.of(city), city, params.id))
    },
    list: async (ask) => {
      const { limit, cursor, sort, ...filter } = ask.query
      return listShown(ask.db, whoOf(ask).city, vault, filter, { sort, cursor, limit })
    },
    exportList: async (ask) => {
      const { sort, ...filter } = ask.query
      const { city } = whoOf(ask)
      const page = (cursor: string | undefined) => listShown(ask.db, city, vault, filter, { sort, cursor, limit: rowsAtOnce })
      const name = say(ask.language, 'compliance.tab.complaints')
      return listBook({ name, at: ask.at, columns: complaintColumns(say, ask.language), read: page })
    },
    answer: async (ask) => {
      const { city, person } = whoOf(ask)
      const { id } = ask.params
      await getComplaint(ask.db, city, id)
      if ((await saveAnswer(ask.db, city, id, { ...ask.body, at: ask.at, by: person })) > 0)
        await appendEvents(ask.db, city, [
          { id: v7() as EventId, kind: 'complaint.answered', thing: id, at: ask.at, by: person, version: 1, data: {} },
        ])
      return toComplaint(await getComplaint(ask.db, city, id), await vault.holds(ask.db, [id]))
    },
  })
