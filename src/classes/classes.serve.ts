/** Handlers of case classes, and the table of them as a kind of import. */
import { v7 } from 'uuid'
import { handlers, whoOf } from '../api/api.serve.ts'
import type { Say } from '../api/problems.serve.ts'
import { appendEvents } from '../base/event.sql.ts'
import type { EventId } from '../base/ids.ts'
import type { Language } from '../base/text.ts'
import { getCityZh, listUnitNames } from '../city/units.sql.ts'
import { tableKind } from '../sheets/kind.ts'
import { type BookColumn, listBook, rowsAtOnce } from '../sheets/listBook.serve.ts'
import { type Condition } from './class.ts'
import { classesApi } from './classes.api.ts'
import { type ConditionRow, listClasses, listConditions, listKnownConditions, putConditions } from './classes.sql.ts'
import { dueOf } from './limits.serve.ts'
import { classColumns, type ClassContext, type ClassPlan, understandClasses } from './table.ts'

const toCondition = (row: ConditionRow): Condition => {
  const { id, no, files, closes, handler, supervisor, limitText, act, withdrawn, amount, unit, clock, season } = row
  return {
    id,
    class: { code: row.classCode, kind: row.kind, big: { code: row.bigCode, name: row.bigName }, name: row.smallName },
    no,
    files,
    closes,
    handler,
    supervisor,
    unit: row.unitId === null ? null : { id: row.unitId, title: { zh: row.unitZh ?? '', en: row.unitEn ?? '' } },
    limitText,
    limit: { amount, unit, clock, season },
    act,
    withdrawn,
  }
}

/** The columns that a table of classes may come in with, so that what goes out comes back in. */
const bookColumns = (say: Say, language: Language): BookColumn<Condition>[] => [
  { head: say(language, 'import.column.classes.kind'), width: 10, cell: (it) => say(language, `classes.kind.${it.class.kind}`) },
  { head: say(language, 'import.column.classes.bigCode'), width: 10, cell: (it) => it.class.big.code },
  { head: say(language, 'import.column.classes.bigName'), cell: (it) => it.class.big.name },
  { head: say(language, 'import.column.classes.smallCode'), width: 10, cell: (it) => it.class.code.split('-')[1]! },
  { head: say(language, 'import.column.classes.smallName'), width: 20, cell: (it) => it.class.name },
  { head: say(language, 'import.column.classes.handler'), width: 32, cell: ({ handler }) => handler },
  { head: say(language, 'import.column.classes.supervisor'), width: 32, cell: ({ supervisor }) => supervisor },
  { head: say(language, 'import.column.classes.files'), width: 48, cell: ({ files }) => files },
  { head: say(language, 'import.column.classes.closes'), width: 28, cell: ({ closes }) => closes },
  { head: say(language, 'import.column.classes.limit'), cell: ({ limitText }) => limitText },
  { head: say(language, 'import.column.classes.clock'), width: 12, cell: ({ limit }) => say(language, `classes.clock.${limit.clock}`) },
  { head: say(language, 'import.column.classes.withdrawn'), width: 8, cell: ({ withdrawn }) => (withdrawn ? say(language, 'ui.yes') : '') },
]

/** Handlers over the word lists. */
export const classesHandlers = (say: Say) =>
  handlers(classesApi, {
    listClasses: async (ask) => ({
      items: (await listClasses(ask.db, whoOf(ask).city)).map(({ code, kind, bigCode, bigName, smallName, conditions }) => ({
        code,
        kind,
        big: { code: bigCode, name: bigName },
        name: smallName,
        conditions,
      })),
    }),
    listConditions: async (ask) => {
      const { items, ...next } = await listConditions(ask.db, whoOf(ask).city, ask.query, ask.query)
      return { ...next, items: items.map(toCondition) }
    },
    exportConditions: async (ask) => {
      const { city } = whoOf(ask)
      return listBook({
        name: say(ask.language, 'classes.book'),
        at: ask.at,
        columns: bookColumns(say, ask.language),
        read: async (cursor) => {
          const turn = { sort: ask.query.sort, cursor, limit: rowsAtOnce }
          const { items, ...next } = await listConditions(ask.db, city, ask.query, turn)
          return { ...next, items: items.map(toCondition) }
        },
      })
    },
    findDue: async (ask) => dueOf(ask.db, whoOf(ask).city, ask.params.id, { start: ask.query.from ?? ask.at, unit: ask.query.unit }),
  })

/** Case classes with their conditions from a table. */
export const classesKind = tableKind<ClassContext, ClassPlan>({
  kind: 'classes',
  columns: classColumns,
  needs: [['smallName'], ['files'], ['limit']],
  options: [
    { key: 'plain', choices: ['natural', 'working'] },
    { key: 'refused', choices: ['stop', 'skip'] },
  ],
  load: async (db, city) => ({
    cityName: await getCityZh(db, city),
    units: (await listUnitNames(db, city)).filter(({ closedOn }) => closedOn === null),
    known: await listKnownConditions(db, city),
  }),
  understand: understandClasses,
  apply: async (db, taker, { plan, counts }) => {
    const list = plan.conditions.map((one) => ({ ...one, id: v7() }))
    if (list.length > 0) await putConditions(db, taker.city, list)
    const data = { conditions: list.length, refused: counts['refused'] ?? 0 }
    const event = { id: v7() as EventId, kind: 'classes.imported', thing: taker.id, at: taker.at, by: taker.person, version: 1, data }
    await appendEvents(db, taker.city, [event])
    return { added: counts['new'] ?? 0, changed: counts['changed'] ?? 0 }
  },
})
