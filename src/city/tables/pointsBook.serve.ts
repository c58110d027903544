/** The list of points as a workbook, with the very columns that an import understands. */
import type { Readable } from 'node:stream'
import type { Say } from '../../api/problems.serve.ts'
import type { CityId } from '../../base/ids.ts'
import type { Db } from '../../base/sql.ts'
import { type Language, read } from '../../base/text.ts'
import { type CellOut, streamWorkbook } from '../../sheets/write.serve.ts'
import { listPublished } from '../../standards/published.sql.ts'
import type { ShownRow } from '../points.sql.ts'

export const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const columns = ['code', 'type', 'name', 'nameEn', 'address', 'lng', 'lat', 'unit', 'area'] as const
const widths = [18, 20, 32, 32, 40, 14, 14, 30, 24]

/** Names of the point types of the standards in force, in the reader's language; the newest edition names them. */
export async function typeNamesOf(db: Db, city: CityId, language: Language): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>()
  for (const { content } of (await listPublished(db, city)).reverse())
    for (const { id, title } of content.pointTypes) names.set(id, read(title, language))
  return names
}

interface Words {
  readonly language: Language
  readonly say: Say
  readonly at: string
}

/** The workbook as a stream, read while it is written. */
export function pointsBook(points: AsyncIterable<ShownRow>, types: ReadonlyMap<string, string>, { language, say, at }: Words): Readable {
  const head = columns.map((column) => say(language, `import.column.points.${column}`))
  async function* rows(): AsyncGenerator<CellOut[]> {
    yield head
    for await (const point of points) yield rowOf(point, types)
  }
  return streamWorkbook([{ name: say(language, 'points.book'), widths, rows: rows() }], at)
}

const rowOf = (point: ShownRow, types: ReadonlyMap<string, string>): CellOut[] => [
  point.code,
  types.get(point.type) ?? point.type,
  point.nameZh,
  point.nameEn,
  point.address,
  { value: point.lng, format: '0.000000' },
  { value: point.lat, format: '0.000000' },
  point.unitZh,
  point.streetZh ?? point.districtZh,
]
