/** Handlers of programmes and titles. */
import { v7 } from 'uuid'
import { handlers, whoOf } from '../api/api.serve.ts'
import type { Turn } from '../api/cursor.ts'
import type { Say } from '../api/problems.serve.ts'
import type { Who } from '../api/who.ts'
import { appendEvents } from '../base/event.sql.ts'
import type { CityId, EventId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { read } from '../base/text.ts'
import { dayOf } from '../base/time.ts'
import { listBook, rowsAtOnce } from '../sheets/listBook.serve.ts'
import { programmesApi, type Programme, type TitleFile, type TitleHead } from './programmes.api.ts'
import {
  addStep,
  findProgramme,
  findSubject,
  type HeadFilter,
  type HeadRow,
  listHeads,
  listPlacings,
  listProgrammes,
  listSteps,
  lockProgramme,
  putPlacing,
  putProgramme,
  type StepRow,
} from './programmes.sql.ts'
import { adviceFor, type NewTitleStep, refusal, stepsFrom, titleOf } from './title.ts'

const event = (who: Who, at: string, kind: string, thing: string, data: Record<string, unknown>) => ({
  id: v7() as EventId,
  kind,
  thing,
  at,
  by: who.person,
  version: 1,
  data,
})

const stepOf = ({ by: _by, byName: _name, ...step }: StepRow): NewTitleStep => step

/** A programme. *Refuses:* 404 `programmes.noSuch`. */
async function getProgramme(db: Db, city: CityId, code: string): Promise<Programme> {
  const programme = await findProgramme(db, city, code)
  if (programme === undefined) throw new Problem('programmes.noSuch', 404)
  return programme
}

/** A title with its history. *Refuses:* 404 `programmes.noSuchSubject`. */
async function getTitle(db: Db, city: CityId, code: string, subject: string, at: string): Promise<TitleFile> {
  const { rules } = await getProgramme(db, city, code)
  const known = await findSubject(db, city, subject)
  if (known === undefined) throw new Problem('programmes.noSuchSubject', 404)
  const rows = await listSteps(db, city, code, subject)
  const placings = await listPlacings(db, city, code, subject)
  const title = titleOf(rows.map(stepOf))
  const corrected = new Set(rows.flatMap(({ corrects }) => corrects ?? []))
  return {
    subject: { id: subject, kind: known.kind, title: { zh: known.zh, en: known.en } },
    state: title.state,
    since: title.since,
    until: title.until,
    history: rows.map((row) => ({
      ...stepOf(row),
      corrected: corrected.has(row.id),
      by: row.by && { id: row.by, name: row.byName ?? '' },
    })),
    placings,
    next: stepsFrom(title.state),
    advice: adviceFor(title, placings, rules, dayOf(at)).map(({ details, ...advice }) => ({ ...advice, details: { ...details } })),
  }
}

/** Appends a step when the table allows it; sent twice, it is taken once. */
async function takeStep(
  db: Db,
  who: Who,
  at: string,
  { code, subject, step }: { code: string; subject: string; step: NewTitleStep },
): Promise<void> {
  await lockProgramme(db, who.city, code)
  const history = (await listSteps(db, who.city, code, subject)).map(stepOf)
  if (history.some(({ id }) => id === step.id)) return
  const refused = refusal(titleOf(history), step)
  if (refused !== null) throw refused
  const after = titleOf([...history, step])
  const kind = step.corrects === null ? 'title.stepped' : 'title.corrected'
  const seq = await appendEvents(db, who.city, [event(who, at, kind, subject, { programme: code, ...step, state: after.state })])
  await addStep(db, who.city, { ...step, programme: code, subject, after, by: who.person, seq })
}

const headOf = ({ subject, kind, zh, en, state, since, until }: HeadRow): TitleHead => ({
  subject: { id: subject, kind, title: { zh, en } },
  state,
  since,
  until,
})

/** One page of titles. *Refuses:* 404 `programmes.noSuch`. */
async function listTitles(db: Db, city: CityId, code: string, filter: HeadFilter, turn: Turn) {
  await getProgramme(db, city, code)
  const { items, ...next } = await listHeads(db, city, code, filter, turn)
  return { ...next, items: items.map(headOf) }
}

/** Handlers over the word lists, which the workbook needs. */
export const programmesHandlers = (say: Say) =>
  handlers(programmesApi, {
    listProgrammes: async (ask) => ({ items: await listProgrammes(ask.db, whoOf(ask).city) }),
    putProgramme: async (ask) => {
      const who = whoOf(ask)
      await putProgramme(ask.db, who.city, ask.body)
      await appendEvents(ask.db, who.city, [event(who, ask.at, 'programme.set', v7(), { ...ask.body })])
      return getProgramme(ask.db, who.city, ask.body.code)
    },
    listTitles: async (ask) => {
      const { sort, cursor, limit, ...filter } = ask.query
      return listTitles(ask.db, whoOf(ask).city, ask.params.code, filter, { sort, cursor, limit })
    },
    exportTitles: async (ask) => {
      const { sort, ...filter } = ask.query
      const { language } = ask
      const { city } = whoOf(ask)
      const { title } = await getProgramme(ask.db, city, ask.params.code)
      return listBook<TitleHead>({
        name: read(title, language),
        at: ask.at,
        columns: [
          { head: say(language, 'programmes.subject'), width: 30, cell: ({ subject }) => read(subject.title, language) },
          { head: say(language, 'programmes.kind'), cell: ({ subject }) => say(language, `programmes.kind.${subject.kind}`) },
          { head: say(language, 'programmes.stateIs'), cell: ({ state }) => say(language, `programmes.state.${state}`) },
          { head: say(language, 'programmes.since'), cell: ({ since }) => since ?? '' },
          { head: say(language, 'programmes.until'), cell: ({ until }) => until ?? '' },
        ],
        read: (cursor) => listTitles(ask.db, city, ask.params.code, filter, { sort, cursor, limit: rowsAtOnce }),
      })
    },
    getTitle: async (ask) => getTitle(ask.db, whoOf(ask).city, ask.params.code, ask.params.subject, ask.at),
    takeStep: async (ask) => {
      const { code, subject } = ask.params
      await getTitle(ask.db, whoOf(ask).city, code, subject, ask.at)
      await takeStep(ask.db, whoOf(ask), ask.at, { code, subject, step: ask.body })
      return getTitle(ask.db, whoOf(ask).city, code, subject, ask.at)
    },
    putPlacing: async (ask) => {
      const { code, subject } = ask.params
      const who = whoOf(ask)
      await getTitle(ask.db, who.city, code, subject, ask.at)
      await putPlacing(ask.db, who.city, code, { ...ask.body, subject })
      await appendEvents(ask.db, who.city, [event(who, ask.at, 'title.placed', subject, { programme: code, ...ask.body })])
      return getTitle(ask.db, who.city, code, subject, ask.at)
    },
  })
