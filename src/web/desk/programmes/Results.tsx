/** Results of past years against their targets (M18): official figures as printed, each with its source. */
import { useMemo, useState } from 'react'
import { v7 } from 'uuid'
import type { Result } from '../../../assessments/assessments.api.ts'
import { parseHundredths } from '../../../base/points.ts'
import { methods } from '../../../standards/terms.ts'
import { Button, IconButton } from '../../../ui/Button.tsx'
import { Chart, type ChartOption } from '../../../ui/Chart.tsx'
import type { Column } from '../../../ui/DataTable.tsx'
import { NumberField, TextField } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Card, Note, StatusTag } from '../../../ui/Page.tsx'
import { Select } from '../../../ui/Select.tsx'
import { EmptyState } from '../../../ui/States.tsx'
import { useWords, type Words } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { today } from '../../today.ts'
import { ListTable, useList } from '../parts/ListTable.tsx'
import { useMay, useMe } from '../../me.ts'
import { stored } from '../assessments/storedCalls.ts'
import { ResultHistory } from './ResultHistory.tsx'

/** The card with chart and table. */
export function Results({ standard }: { standard: string }) {
  const words = useWords()
  const { t, read } = words
  const { city } = useMe()
  // Results are entered by name; the city itself is known in both languages.
  const nameOf = (subject: string) => (subject === city.title.zh ? read(city.title) : subject)
  const may = useMay('scores.run')
  const list = useList<Result>({
    list: stored.listResults,
    book: stored.exportResults,
    query: { standard, limit: 200 },
    prefix: 'results-',
  })
  const [isOpen, setOpen] = useState(false)
  const [past, setPast] = useState<Result>()
  const remove = useSend(stored.removeResult, { done: t('results.removed') })
  const add = may && (
    <Button small icon="add" onPress={() => setOpen(true)}>
      {t('results.add')}
    </Button>
  )
  return (
    <Card title={t('results.title')} flush>
      <ListTable
        of={list}
        label={t('results.title')}
        search={t('results.search')}
        above={(rows) => <Years rows={rows} words={words} nameOf={nameOf} />}
        columns={columnsOf({ words, nameOf }, setPast, may ? (id) => remove.send({ params: { id } }) : undefined)}
        idOf={(row) => row.id}
        tools={add}
        empty={
          <EmptyState icon="score" title={t('results.none')} action={add}>
            {t('results.noneHelp')}
          </EmptyState>
        }
      />
      {past && <ResultHistory id={past.id} year={past.year} onClose={() => setPast(undefined)} />}
      {isOpen && <Add standard={standard} onClose={() => setOpen(false)} />}
    </Card>
  )
}

interface YearsProps {
  readonly rows: readonly Result[]
  readonly words: Words
  readonly nameOf: (subject: string) => string
}

/** Whole results (no single method or criterion) of the subject with the most years, as a line with its targets. */
function Years({ rows, words, nameOf }: YearsProps) {
  const { t, points } = words
  const years = useMemo(() => {
    const whole = rows.filter(({ method, criterion }) => method === undefined && criterion === undefined)
    const bySubject = Map.groupBy(whole, ({ subject }) => subject)
    return ([...bySubject.values()].toSorted((a, b) => b.length - a.length)[0] ?? []).toSorted((a, b) => a.year - b.year)
  }, [rows])
  const option = useMemo(() => optionOf(years, words), [years, words])
  if (years.length < 2) return null
  return (
    <div className="results-chart">
      <Chart
        label={t('results.chart', { subject: nameOf(years[0]!.subject) })}
        option={option}
        heightRem={12}
        table={
          <ul>
            {years.map((row) => (
              <li key={row.id}>
                {row.year}: {row.got === null ? '—' : points(row.got)}
              </li>
            ))}
          </ul>
        }
      />
    </div>
  )
}

const optionOf = (years: readonly Result[], { t }: Words): ChartOption => ({
  grid: { left: 40, right: 16, top: 32, bottom: 24 },
  legend: { top: 0, left: 0 },
  tooltip: { trigger: 'axis' },
  xAxis: { type: 'category', data: years.map(({ year }) => String(year)) },
  yAxis: { type: 'value', scale: true },
  series: [
    { name: t('results.got'), type: 'line', data: years.map(({ got }) => (got === null ? null : got / 100)) },
    {
      name: t('results.target'),
      type: 'line',
      lineStyle: { type: 'dashed' },
      data: years.map(({ target }) => (target === null ? null : target / 100)),
    },
  ],
})

const columnsOf = (
  { words: { t, points }, nameOf }: Pick<YearsProps, 'words' | 'nameOf'>,
  onHistory: (row: Result) => void,
  onRemove: ((id: string) => void) | undefined,
): Column<Result>[] => [
  { id: 'year', sort: 'year', title: t('scores.year'), cell: (row) => row.year },
  { id: 'subject', sort: 'subject', title: t('programmes.subject'), cell: (row) => nameOf(row.subject) },
  {
    id: 'what',
    title: t('results.what'),
    cell: (row) => (row.method ? t(`scores.method.${row.method}`) : (row.criterion ?? t('results.whole'))),
  },
  {
    id: 'got',
    sort: 'got',
    title: t('results.got'),
    number: true,
    cell: (row) => (row.got === null ? '—' : `${points(row.got)} / ${points(row.of)}`),
  },
  { id: 'target', title: t('results.target'), number: true, cell: (row) => (row.target === null ? '—' : points(row.target)) },
  { id: 'met', title: t('results.met'), nowrap: true, cell: (row) => <Met row={row} /> },
  { id: 'source', title: t('statistics.source'), minRem: 8, cell: (row) => row.source },
  {
    id: 'history',
    title: t('results.history'),
    cell: (row) => (
      <IconButton small icon="history" label={t('results.historyOf', { year: String(row.year) })} onPress={() => onHistory(row)} />
    ),
  },
  ...(onRemove
    ? [
        {
          id: 'remove',
          title: t('results.remove'),
          cell: (row: Result) => (
            <IconButton small icon="trash" label={t('results.removeOf', { year: String(row.year) })} onPress={() => onRemove(row.id)} />
          ),
        },
      ]
    : []),
]

function Met({ row: { got, target } }: { row: Result }) {
  const { t, points } = useWords()
  if (got === null || target === null) return null
  return got >= target ? (
    <StatusTag tone="green" icon="check">
      {t('results.reached')}
    </StatusTag>
  ) : (
    <StatusTag tone="amber">{t('results.short', { points: points(target - got) })}</StatusTag>
  )
}

function Add({ standard, onClose }: { standard: string; onClose: () => void }) {
  const { t, read } = useWords()
  const me = useMe()
  const [id] = useState(() => v7())
  const [year, setYear] = useState<number | null>(Number(today().slice(0, 4)) - 1)
  const [asked, setAsked] = useState({ subject: read(me.city.title), method: '', got: '', of: '100', target: '', source: '' })
  const put = useSend(stored.putResult, { quiet: true, done: t('results.done'), onDone: onClose })
  const set = (change: Partial<typeof asked>) => setAsked({ ...asked, ...change })
  const [got, of, target] = [parseHundredths(asked.got), parseHundredths(asked.of), parseHundredths(asked.target)]
  const isReady =
    year !== null && asked.subject.trim() !== '' && got !== undefined && of !== undefined && (asked.target === '' || target !== undefined)
  return (
    <Dialog
      title={t('results.add')}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button
            kind="primary"
            isDisabled={!isReady}
            isPending={put.isPending}
            onPress={() =>
              put.send({
                body: {
                  id,
                  year: year!,
                  standard,
                  subject: asked.subject.trim(),
                  got: got!,
                  of: of!,
                  target: target ?? null,
                  source: asked.source,
                  ...(asked.method === '' ? {} : { method: asked.method as 'onsite' }),
                },
              })
            }
          >
            {t('results.add')}
          </Button>
        </>
      }
    >
      <div className="stack">
        <div className="grid">
          <NumberField label={t('scores.year')} value={year} onChange={setYear} min={1990} max={2100} format={{ useGrouping: false }} />
          <TextField label={t('programmes.subject')} value={asked.subject} onChange={(subject) => set({ subject })} isRequired />
          <Select
            label={t('results.what')}
            value={asked.method}
            onChange={(method) => set({ method })}
            options={[
              { value: '', label: t('results.whole') },
              ...methods.map((value) => ({ value: value as string, label: t(`scores.method.${value}`) })),
            ]}
          />
          <TextField label={t('results.got')} value={asked.got} onChange={(next) => set({ got: next })} isRequired />
          <TextField label={t('results.of')} value={asked.of} onChange={(next) => set({ of: next })} isRequired />
          <TextField label={t('results.target')} value={asked.target} onChange={(next) => set({ target: next })} />
        </div>
        <TextField
          label={t('statistics.source')}
          value={asked.source}
          onChange={(source) => set({ source })}
          help={t('results.sourceHelp')}
        />
        {put.error && <Note tone="red">{put.error.message}</Note>}
      </div>
    </Dialog>
  )
}
