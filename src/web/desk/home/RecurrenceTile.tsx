/** What comes back (复发率) as a headline: of the cases that were closed, how many came up again, beside the days before. */
import { useQuery } from '@tanstack/react-query'
import { latelyApi, type Period } from '../../../indicators/lately.api.ts'
import { StatTile } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'
import { calls } from '../../call.ts'

const lately = calls('indicators', latelyApi)
const days = 90

/** The figure of a unit, or of the city; it opens the cases behind it, and from there each unit's and class's own. */
export function RecurrenceTile({ unit }: { unit: string }) {
  const { t, number, percent } = useWords()
  const query = { days, ...(unit === '' ? {} : { unit: unit as never }) }
  const { data } = useQuery(lately.getLately.ask({ params: { id: 'recurrence' }, query }))
  const shown = (period: Period | undefined) => (period?.figure.rate == null ? '—' : percent(period.figure.rate / 1_000_000))
  const { of, per } = data?.now.figure ?? { of: 0, per: 0 }
  const narrowed = new URLSearchParams({ ...(data ? { from: data.now.from, to: data.now.to } : {}), ...(unit === '' ? {} : { unit }) })
  return (
    <StatTile
      label={t('home.recurrence', { days })}
      value={data === undefined ? '…' : shown(data.now)}
      note={
        data === undefined
          ? t('ui.loading')
          : per === 0
            ? t('home.recurrenceNone', { days })
            : t('home.recurrenceNote', { of: number(of), per: number(per ?? 0), days, before: shown(data?.before) })
      }
      href={`/indicators?${narrowed.toString()}&show=recurrence&open=recurrence`}
    />
  )
}
