/** The burden register as an Excel workbook: weeks of units, and every request behind them. */
import type { Download } from '../api/download.serve.ts'
import type { Say } from '../api/problems.serve.ts'
import type { CityId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { type Language, read } from '../base/text.ts'
import { dayOf } from '../base/time.ts'
import type { CellOut } from '../sheets/out.ts'
import { readRates } from './ask.serve.ts'
import { stateOf } from './burden.ts'
import { type AskRow, listAsks, listWeeks, type WeekRow } from './burden.sql.ts'

interface Wanted {
  readonly from: string
  readonly week: string
  readonly at: string
  readonly language: Language
}

const atOnce = 500

async function* allWeeks(db: Db, city: CityId, { from, week }: Wanted): AsyncGenerator<WeekRow> {
  let cursor: string | undefined
  do {
    const found = await listWeeks(db, city, { from, to: week }, { sort: 'week', cursor, limit: atOnce })
    yield* found.items
    cursor = found.next
  } while (cursor !== undefined)
}

async function* allAsks(db: Db, city: CityId, week: string): AsyncGenerator<AskRow> {
  let cursor: string | undefined
  do {
    const found = await listAsks(db, city, { week }, { sort: '-at', cursor, limit: atOnce })
    yield* found.items
    cursor = found.next
  } while (cursor !== undefined)
}

/** The workbook: the weeks asked for, and the requests of the last of them. */
export async function exportWeeks(db: Db, city: CityId, wanted: Wanted, say: Say): Promise<Download> {
  const { streamWorkbook } = await import('../sheets/write.serve.ts')
  const { language, at, week } = wanted
  const t = (key: string, values?: Record<string, unknown>) => say(language, key, values)
  const { budget: usual } = await readRates(db, city)
  async function* weeks(): AsyncGenerator<CellOut[]> {
    yield ['week', 'unit', 'asks', 'minutes', 'measured', 'budget', 'state'].map((key) => t(`burden.${key}`))
    for await (const it of allWeeks(db, city, wanted)) {
      const budget = (it.budget ?? usual) + it.allowed
      const unit = read({ zh: it.zh, en: it.en }, language)
      yield [it.week, unit, it.asks, it.minutes, it.measured, budget, t(`burden.state.${stateOf(it.minutes, budget)}`)]
    }
  }
  async function* asks(): AsyncGenerator<CellOut[]> {
    yield ['unit', 'kind', 'text', 'from', 'at', 'minutes', 'took', 'answer'].map((key) => t(`burden.${key}`))
    for await (const it of allAsks(db, city, week)) {
      const unit = read({ zh: it.unitZh, en: it.unitEn }, language)
      const from = it.fromId === null ? '' : read({ zh: it.fromZh ?? '', en: it.fromEn ?? '' }, language)
      yield [unit, t(`burden.kind.${it.kind}`), it.text, from, dayOf(it.at), it.minutes, it.measured, it.answer ?? '']
    }
  }
  const name = t('nav.burden')
  return {
    name: `${name} ${week}.xlsx`,
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    content: streamWorkbook(
      [
        { name, widths: [12, 28, 8, 10, 10, 10, 10], rows: weeks() },
        { name: t('burden.tab.asks'), widths: [28, 12, 48, 24, 12, 8, 10, 40], rows: asks() },
      ],
      at,
    ),
  }
}
