/** The organisation as a workbook of five sheets, that can be taken in again as it is. */
import type { Download } from '../../../api/download.serve.ts'
import type { Say } from '../../../api/problems.serve.ts'
import type { CityId } from '../../../base/ids.ts'
import type { Db } from '../../../base/sql.ts'
import type { Language } from '../../../base/text.ts'
import { dayOf } from '../../../base/time.ts'
import type { CellOut } from '../../../sheets/out.ts'
import { streamWorkbook } from '../../../sheets/write.serve.ts'
import { columnsOf, type Organisation, type TableName, tableNames } from './tables.ts'
import { readOrganisation } from './workbook.sql.ts'

/** Headers as the reader's language has them: the first word of a column, or the last. */
const headsOf = (name: TableName, language: Language): string[] =>
  columnsOf[name].map(({ words }) => (language === 'en' ? words.at(-1)! : words[0]!))

function rowsOf(
  { areas, units, posts, people, holders, deputies }: Organisation,
  t: (key: string) => string,
): Record<TableName, CellOut[][]> {
  const post = new Map(posts.map((it) => [it.id as string, it]))
  const person = new Map(people.map((it) => [it.id as string, it]))
  const named = (id: string) => [id, person.get(id)?.code ?? '', person.get(id)?.name ?? '']
  const placed = (id: string) => [id, post.get(id)?.unit ?? '', post.get(id)?.titleZh ?? '']
  return {
    areas: areas.map((it) => [it.code, it.nameZh, it.nameEn, t(`city.level.${it.level}`), it.parent ?? '']),
    units: units.map((it) => [it.code, it.nameZh, it.nameEn, it.kind, it.parent ?? '', it.area ?? '', it.closedOn ?? '']),
    posts: posts.map((it) => [
      it.id,
      it.unit,
      it.titleZh,
      it.titleEn,
      t(it.leads ? 'ui.yes' : 'ui.no'),
      it.role === null ? '' : t(`role.${it.role}`),
      it.area ?? '',
    ]),
    holders: holders.map((it) => [...placed(it.post), ...named(it.person), it.fromOn, it.toOn ?? '']),
    deputies: deputies.map((it) => [it.id, ...placed(it.post), ...named(it.person), it.fromOn, it.toOn, it.reason, it.endedOn ?? '']),
  }
}

/** The workbook. */
export async function exportOrganisation(
  db: Db,
  city: CityId,
  { at, language }: { at: string; language: Language },
  say: Say,
): Promise<Download> {
  const organisation = await readOrganisation(db, city)
  const rows = rowsOf(organisation, (key) => say(language, key))
  const sheets = tableNames.map((name) => {
    const heads = headsOf(name, language)
    return { name: say(language, `organisation.sheet.${name}`), widths: heads.map(() => 22), rows: [heads, ...rows[name]] }
  })
  return {
    name: `${say(language, 'nav.organisation')} ${dayOf(at)}.xlsx`,
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    content: streamWorkbook(sheets, at),
    rows: Object.values(rows).reduce((sum, list) => sum + list.length, 0),
  }
}
