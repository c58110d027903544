/** The list of whistles as an Excel workbook: one row a whistle, its units in words. */
import { whoOf } from '../api/api.serve.ts'
import type { Download } from '../api/download.serve.ts'
import type { Say } from '../api/problems.serve.ts'
import type { Ask } from '../api/who.ts'
import { read } from '../base/text.ts'
import { cityTime, listBook, rowsAtOnce } from '../sheets/listBook.serve.ts'
import type { PartyHead, WhistleFilter, WhistleHead } from './whistles.api.ts'
import { listWhistles, type Reader } from './whistles.sql.ts'

/** The whistles of a filter. */
export function exportWhistles(
  ask: Ask<{ params: undefined; query: WhistleFilter & { sort: string }; body: undefined }>,
  say: Say,
  reader: Reader,
): Promise<Download> {
  const { sort, ...filter } = ask.query
  const { city } = whoOf(ask)
  const { language, at } = ask
  const head = (name: string) => say(language, `whistles.column.${name}`)
  const names = (parties: readonly PartyHead[]) =>
    parties.map(({ unit }) => read(unit.title, language)).join(say(language, 'whistles.comma'))
  const only = (it: WhistleHead, role: PartyHead['role']) => it.parties.filter((party) => party.role === role)
  return listBook<WhistleHead>({
    name: say(language, 'nav.whistles'),
    at,
    columns: [
      { head: head('no'), width: 18, cell: ({ no }) => no },
      { head: head('kind'), width: 20, cell: ({ name }) => read(name, language) },
      { head: head('text'), width: 40, cell: ({ text }) => text },
      { head: head('raiser'), width: 22, cell: ({ unit }) => read(unit.title, language) },
      { head: head('street'), width: 18, cell: ({ street }) => (street ? read(street.title, language) : '') },
      { head: head('lead'), width: 22, cell: (it) => names(only(it, 'lead')) },
      { head: head('helpers'), width: 30, cell: (it) => names(only(it, 'helper')) },
      { head: head('state'), width: 12, cell: ({ state }) => say(language, `whistles.state.${state}`) },
      { head: head('height'), width: 14, cell: ({ height }) => say(language, `whistles.height.${height}`) },
      { head: head('cases'), width: 8, cell: ({ cases }) => cases },
      { head: head('raised'), width: 17, cell: ({ raisedAt }) => cityTime(raisedAt) },
      {
        head: head('signedIn'),
        width: 12,
        cell: ({ parties }) => `${parties.filter(({ signedInAt }) => signedInAt !== null).length}/${parties.length}`,
      },
      { head: head('due'), width: 17, cell: ({ dueAt }) => cityTime(dueAt) },
      { head: head('finished'), width: 17, cell: ({ finishedAt }) => cityTime(finishedAt) },
      { head: head('stars'), width: 10, cell: (it) => only(it, 'lead')[0]?.stars ?? null },
    ],
    read: (cursor) => listWhistles(ask.db, city, { filter, reader, at }, { sort, cursor, limit: rowsAtOnce }),
  })
}
