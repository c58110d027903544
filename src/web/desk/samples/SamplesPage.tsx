/** Samples (抽样): which points a round visits, drawn and not chosen; sealed ones stay shut for everybody but who assesses. */
import { useState } from 'react'
import { type Sample, SampleState } from '../../../samples/sample.ts'
import { useAddress } from '../../../ui/address.ts'
import { Button } from '../../../ui/Button.tsx'
import type { Column } from '../../../ui/DataTable.tsx'
import { Card, PageHeader, StatusTag } from '../../../ui/Page.tsx'
import { Select } from '../../../ui/Select.tsx'
import { SplitView } from '../../../ui/SplitView.tsx'
import { EmptyState } from '../../../ui/States.tsx'
import { useWords, type Words } from '../../../ui/words.tsx'
import { useMay } from '../../me.ts'
import { ListTable, useList } from '../parts/ListTable.tsx'
import { samples, toneOfSample } from './calls.ts'
import { NewSample } from './NewSample.tsx'
import { SampleDetail } from './SampleDetail.tsx'

/** The page. */
export function SamplesPage() {
  const words = useWords()
  const { t } = words
  const [at, setAt] = useAddress({ state: '', open: '', round: '' })
  const [isNew, setNew] = useState(false)
  const list = useList<Sample>({ list: samples.list, book: samples.exportList, query: { state: at.state } })
  const add = useMay('samples.plan') && (
    <Button icon="add" kind="primary" onPress={() => setNew(true)}>
      {t('samples.new')}
    </Button>
  )
  return (
    <div className="page">
      <PageHeader title={t('nav.samples')} subtitle={t('samples.are')} actions={add} />
      <SplitView
        detailLabel={t('samples.sample')}
        detailRem={34}
        onClose={() => setAt({ open: '' })}
        detail={at.open === '' ? undefined : <SampleDetail key={at.open} id={at.open} />}
        list={
          <Card flush>
            <ListTable
              of={list}
              label={t('nav.samples')}
              search={t('samples.search')}
              isFiltered={at.state !== ''}
              onReset={() => setAt({ state: '' })}
              filters={
                <Select
                  label={t('samples.column.state')}
                  value={at.state}
                  onChange={(state) => setAt({ state })}
                  options={[
                    { value: '', label: t('ui.all') },
                    ...SampleState.options.map((state) => ({ value: state as string, label: t(`samples.state.${state}`) })),
                  ]}
                />
              }
              columns={columnsOf(words)}
              idOf={({ id }) => id}
              openId={at.open}
              onOpen={({ id }) => setAt({ open: id }, true)}
              empty={
                <EmptyState icon="point" title={t('samples.none')} action={add}>
                  {t('samples.noneHelp')}
                </EmptyState>
              }
            />
          </Card>
        }
      />
      {(isNew || at.round !== '') && (
        <NewSample
          round={at.round === '' ? null : at.round}
          onClose={() => {
            setNew(false)
            setAt({ round: '' })
          }}
          onDone={(id) => setAt({ open: id, round: '' }, true)}
        />
      )}
    </div>
  )
}

const columnsOf = ({ t, read, number, moment }: Words): Column<Sample>[] => [
  { id: 'round', title: t('samples.column.round'), minRem: 10, cell: ({ round }) => <span className="strong">{read(round.title)}</span> },
  { id: 'unit', title: t('samples.column.unit'), minRem: 8, cell: ({ unit }) => read(unit.title) },
  {
    id: 'state',
    title: t('samples.column.state'),
    nowrap: true,
    cell: ({ state, sealed }) => (
      <span className="row">
        <StatusTag tone={toneOfSample[state]}>{t(`samples.state.${state}`)}</StatusTag>
        {sealed && state !== 'released' && (
          <StatusTag tone="violet" icon="lock">
            {t('samples.sealed')}
          </StatusTag>
        )}
      </span>
    ),
  },
  { id: 'frame', title: t('samples.column.frame'), number: true, cell: ({ framePoints }) => number(framePoints) },
  { id: 'drawn', title: t('samples.column.drawn'), number: true, cell: ({ drawnPoints }) => number(drawnPoints) },
  {
    id: 'committed',
    sort: 'committed',
    title: t('samples.column.committed'),
    nowrap: true,
    cell: ({ committedAt }) => moment(committedAt),
  },
]
