/** Points of a round, routes and what nobody looked at as Excel workbooks. */
import { whoOf } from '../api/api.serve.ts'
import type { Download } from '../api/download.serve.ts'
import type { Say } from '../api/problems.serve.ts'
import type { Ask } from '../api/who.ts'
import type { PersonId, RoundId } from '../base/ids.ts'
import type { Language } from '../base/text.ts'
import { read } from '../base/text.ts'
import { dayOf } from '../base/time.ts'
import type { PointHead } from '../city/pointHead.ts'
import { type BookColumn, cityTime, listBook, rowsAtOnce } from '../sheets/listBook.serve.ts'
import type { RoundPoint, Route } from './round.ts'
import { listRoundPoints } from './roundPoints.sql.ts'
import { seerOf } from './seen.ts'
import type { UnseenPoint } from './rounds.api.ts'
import { listRoutes } from './routes.sql.ts'
import { listUnseen, type UnseenFilter } from './unseen.sql.ts'

/** Code, name, kind and street of a point. */
const placeColumns = <Row extends { readonly point: PointHead }>(say: Say, language: Language): BookColumn<Row>[] => [
  { head: say(language, 'inspections.column.point'), width: 16, cell: ({ point }) => point.code },
  { head: say(language, 'inspections.column.pointName'), width: 30, cell: ({ point }) => read(point.title, language) },
  { head: say(language, 'rounds.column.type'), width: 14, cell: ({ point }) => point.type },
  {
    head: say(language, 'inspections.column.street'),
    width: 18,
    cell: ({ point }) => (point.street ? read(point.street.title, language) : ''),
  },
]

/** The points of a round, in walking order when asked so. */
export function exportRoundPoints(
  ask: Ask<{
    params: { id: RoundId }
    query: { visited?: boolean | undefined; mine?: boolean | undefined; text?: string | undefined; sort: string }
    body: undefined
  }>,
  say: Say,
  own: PersonId | undefined,
): Promise<Download> {
  const { sort, mine, ...filter } = ask.query
  const { language } = ask
  const who = whoOf(ask)
  const narrowed = { round: ask.params.id, ...filter, person: mine === true ? who.person : own, seer: seerOf(who) }
  return listBook<RoundPoint>({
    name: say(language, 'rounds.sheet.points'),
    at: ask.at,
    columns: [
      { head: say(language, 'rounds.column.walker'), width: 14, cell: ({ walker }) => walker?.name ?? '' },
      { head: say(language, 'rounds.column.step'), width: 8, cell: ({ step }) => step },
      ...placeColumns<RoundPoint>(say, language),
      { head: say(language, 'rounds.column.lng'), width: 12, cell: ({ place }) => place[0] },
      { head: say(language, 'rounds.column.lat'), width: 12, cell: ({ place }) => place[1] },
      { head: say(language, 'rounds.column.visitedAt'), width: 17, cell: ({ visit }) => cityTime(visit?.visitedAt ?? null) },
    ],
    read: (cursor) => listRoundPoints(ask.db, who.city, narrowed, { sort, cursor, limit: rowsAtOnce }),
  })
}

/** The routes of the city. */
export function exportRoutes(
  ask: Ask<{ params: undefined; query: { text?: string | undefined; sort: string }; body: undefined }>,
  say: Say,
): Promise<Download> {
  const { language } = ask
  const { city } = whoOf(ask)
  return listBook<Route>({
    name: say(language, 'rounds.sheet.routes'),
    at: ask.at,
    columns: [
      { head: say(language, 'rounds.column.route'), width: 36, cell: ({ title }) => read(title, language) },
      { head: say(language, 'inspections.column.points'), width: 10, cell: ({ points }) => points },
      { head: say(language, 'rounds.column.changedAt'), width: 17, cell: ({ changedAt }) => cityTime(changedAt) },
    ],
    read: (cursor) => listRoutes(ask.db, city, ask.query.text, { sort: ask.query.sort, cursor, limit: rowsAtOnce }),
  })
}

/** What nobody looked at. */
export function exportUnseen(
  ask: Ask<{ params: undefined; query: { sort: string }; body: undefined }>,
  say: Say,
  filter: UnseenFilter,
): Promise<Download> {
  const { language, at } = ask
  const { city } = whoOf(ask)
  return listBook<UnseenPoint>({
    name: say(language, 'rounds.sheet.unseen'),
    at,
    columns: [
      ...placeColumns<UnseenPoint>(say, language),
      {
        head: say(language, 'rounds.column.lastVisited'),
        width: 14,
        cell: ({ lastVisitedAt }) => (lastVisitedAt === null ? say(language, 'rounds.never') : dayOf(lastVisitedAt)),
      },
    ],
    read: (cursor) => listUnseen(ask.db, city, filter, { sort: ask.query.sort, cursor, limit: rowsAtOnce }),
  })
}
