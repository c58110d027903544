/** Samples and their points as Excel workbooks. */
import { whoOf } from '../api/api.serve.ts'
import type { Download } from '../api/download.serve.ts'
import type { Say } from '../api/problems.serve.ts'
import type { Ask } from '../api/who.ts'
import { read } from '../base/text.ts'
import { cityTime, listBook, rowsAtOnce } from '../sheets/listBook.serve.ts'
import type { SampleId, SamplePoint } from './sample.ts'
import { listPoints } from './points.sql.ts'
import { listSamples, type SampleFilter, type SampleRow } from './samples.sql.ts'

/** The samples of a filter. */
export function exportSamples(
  ask: Ask<{ params: undefined; query: Omit<SampleFilter, 'unit'> & { sort: string }; body: undefined }>,
  say: Say,
  reader: { unit: string | null; reach: 'city' | 'unit' },
): Promise<Download> {
  const { sort, ...filter } = ask.query
  const { city } = whoOf(ask)
  const head = (name: string) => say(ask.language, `samples.column.${name}`)
  const narrowed = { ...filter, ...(reader.reach === 'unit' ? { unit: reader.unit ?? '00000000-0000-0000-0000-000000000000' } : {}) }
  return listBook<SampleRow>({
    name: say(ask.language, 'samples.sheet.samples'),
    at: ask.at,
    columns: [
      { head: head('round'), width: 28, cell: (it) => read({ zh: it.roundZh, en: it.roundEn }, ask.language) },
      { head: head('unit'), width: 24, cell: (it) => read({ zh: it.unitZh, en: it.unitEn }, ask.language) },
      { head: head('frame'), width: 10, cell: (it) => it.framePoints },
      { head: head('drawn'), width: 10, cell: (it) => it.drawnPoints },
      { head: head('committed'), width: 17, cell: (it) => cityTime(it.committedAt) },
      { head: head('drawnAt'), width: 17, cell: (it) => cityTime(it.drawnAt) },
      { head: head('released'), width: 17, cell: (it) => cityTime(it.releasedAt) },
      { head: head('commitment'), width: 66, cell: (it) => it.commitment },
    ],
    read: (cursor) => listSamples(ask.db, city, narrowed, { sort, cursor, limit: rowsAtOnce }),
  })
}

/** The points of a sample. */
export function exportPoints(
  ask: Ask<{
    params: { id: SampleId }
    query: { drawn?: boolean | undefined; mine?: boolean | undefined; text?: string | undefined; sort: string }
    body: undefined
  }>,
  say: Say,
): Promise<Download> {
  const { sort, mine, ...filter } = ask.query
  const who = whoOf(ask)
  const head = (name: string) => say(ask.language, `samples.column.${name}`)
  const narrowed = { sample: ask.params.id, ...filter, ...(mine === true ? { walker: who.person } : {}) }
  return listBook<SamplePoint>({
    name: say(ask.language, 'samples.sheet.points'),
    at: ask.at,
    columns: [
      { head: head('stratum'), width: 20, cell: (it) => it.stratum },
      { head: head('line'), width: 8, cell: (it) => it.line },
      { head: head('code'), width: 16, cell: (it) => it.point.code },
      { head: head('point'), width: 30, cell: (it) => read(it.point.title, ask.language) },
      { head: head('street'), width: 20, cell: (it) => (it.point.street ? read(it.point.street.title, ask.language) : '') },
      { head: head('drawn'), width: 10, cell: (it) => say(ask.language, it.drawn ? 'samples.yes' : 'samples.no') },
      { head: head('chance'), width: 10, cell: (it) => ({ value: it.chance, format: '0.0000' }) },
      { head: head('reason'), width: 30, cell: (it) => it.reason ?? '' },
      { head: head('walker'), width: 14, cell: (it) => it.walker?.name ?? '' },
      { head: head('step'), width: 8, cell: (it) => it.step },
    ],
    read: (cursor) => listPoints(ask.db, who.city, narrowed, { sort, cursor, limit: rowsAtOnce }),
  })
}
