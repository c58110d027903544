/** Statistics of departments: value, unit, period and source; the same period again replaces the figure, the old one is kept. */
import { useState } from 'react'
import { v7 } from 'uuid'
import type { EditionId, ObservationId } from '../../../base/ids.ts'
import { Problem } from '../../../base/problem.ts'
import type { StatisticLine } from '../../../inspections/desk.ts'
import { useAddress } from '../../../ui/address.ts'
import { Button } from '../../../ui/Button.tsx'
import type { Column } from '../../../ui/DataTable.tsx'
import { DatePicker } from '../../../ui/DatePicker.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Card, Note, StatusTag } from '../../../ui/Page.tsx'
import { EmptyState, Faults } from '../../../ui/States.tsx'
import { Select } from '../../../ui/Select.tsx'
import { useWords, type Words } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { today } from '../../today.ts'
import { useMay } from '../../me.ts'
import { ProofPicker, useProofs } from '../parts/proof.tsx'
import { ListTable, useList } from '../parts/ListTable.tsx'
import { desk } from './calls.ts'
import { DocumentLink } from './ReviewForm.tsx'

/** The statistics that an edition asks for. */
export function Statistics({ edition }: { edition: string }) {
  const words = useWords()
  const { t } = words
  const may = useMay('inspections.review')
  const [at, setAt] = useAddress({ state: '' })
  const list = useList<StatisticLine>({ list: desk.listStatistics, book: desk.exportStatistics, query: { edition, ...at } })
  const [open, setOpen] = useState<StatisticLine | null>(null)
  return (
    <Card flush>
      <ListTable
        of={list}
        label={t('reviews.tab.statistics')}
        search={t('statistics.search')}
        isFiltered={at.state !== ''}
        onReset={() => setAt({ state: '' })}
        filters={
          <Select
            label={t('reviews.state')}
            value={at.state}
            onChange={(state) => setAt({ state })}
            options={[
              { value: '', label: t('ui.all') },
              { value: 'open', label: t('statistics.open') },
              { value: 'entered', label: t('statistics.done') },
            ]}
          />
        }
        columns={columnsOf(words, may ? setOpen : undefined)}
        idOf={(row) => row.id}
        empty={
          <EmptyState icon="list" title={t('statistics.none')}>
            {t('statistics.noneHelp')}
          </EmptyState>
        }
      />
      {open && <Enter line={open} edition={edition} onClose={() => setOpen(null)} />}
    </Card>
  )
}

const columnsOf = ({ t, read, day }: Words, onEnter: ((line: StatisticLine) => void) | undefined): Column<StatisticLine>[] => [
  {
    id: 'title',
    sort: 'title',
    title: t('statistics.title'),
    minRem: 14,
    cell: (row) => (
      <>
        <span className="strong">{read(row.title)}</span>
        {row.formula && <p className="small quiet">{read(row.formula)}</p>}
      </>
    ),
  },
  {
    id: 'value',
    title: t('statistics.value'),
    number: true,
    cell: (row) => (row.values[0] ? `${row.values[0].value} ${read(row.unit)}` : <StatusTag>{t('statistics.open')}</StatusTag>),
  },
  {
    id: 'period',
    sort: 'until',
    title: t('statistics.period'),
    nowrap: true,
    cell: (row) => (row.values[0] ? t('scores.windowIs', { from: day(row.values[0].fromOn), to: day(row.values[0].toOn) }) : ''),
  },
  { id: 'source', title: t('statistics.source'), minRem: 9, cell: (row) => row.values[0]?.source ?? '' },
  {
    id: 'documents',
    title: t('reviews.document'),
    cell: (row) => row.values[0]?.documents.map((id) => <DocumentLink key={id} id={id} />) ?? '',
  },
  {
    id: 'before',
    title: t('statistics.before'),
    optional: true,
    minRem: 10,
    cell: (row) =>
      row.values
        .slice(1)
        .map(({ value, toOn }) => `${value} (${day(toOn)})`)
        .join(' · '),
  },
  ...(onEnter
    ? [
        {
          id: 'enter',
          title: t('statistics.enter'),
          nowrap: true,
          cell: (row: StatisticLine) => (
            <Button small onPress={() => onEnter(row)}>
              {t('statistics.enter')}
            </Button>
          ),
        },
      ]
    : []),
]

function Enter({ line, edition, onClose }: { line: StatisticLine; edition: string; onClose: () => void }) {
  const { t, read } = useWords()
  const year = today().slice(0, 4)
  const [asked, setAsked] = useState({ value: '', fromOn: `${year}-01-01`, toOn: today(), source: line.values[0]?.source ?? '', note: '' })
  const proofs = useProofs()
  const [id] = useState(() => v7() as ObservationId)
  const record = useSend(desk.recordStatistic, { quiet: true, done: t('statistics.done'), touches: ['assessments'], onDone: onClose })
  const isReady = /^-?\d+(\.\d+)?$/.test(asked.value.trim()) && asked.source.trim() !== '' && asked.fromOn !== '' && asked.toOn !== ''
  return (
    <Dialog
      title={read(line.title)}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button
            kind="primary"
            isDisabled={!isReady || proofs.isSending}
            isPending={record.isPending}
            onPress={() =>
              record.send({
                body: {
                  id,
                  editionId: edition as EditionId,
                  statistic: line.id,
                  ...asked,
                  value: asked.value.trim(),
                  documents: proofs.ids,
                },
              })
            }
          >
            {t('statistics.enter')}
          </Button>
        </>
      }
    >
      <div className="stack">
        <TextField
          label={t('statistics.valueIn', { unit: read(line.unit) })}
          value={asked.value}
          onChange={(value) => setAsked({ ...asked, value })}
          isRequired
          help={line.formula ? read(line.formula) : undefined}
        />
        <div className="grid">
          <DatePicker label={t('scores.from')} value={asked.fromOn} onChange={(fromOn) => setAsked({ ...asked, fromOn })} />
          <DatePicker label={t('scores.to')} value={asked.toOn} onChange={(toOn) => setAsked({ ...asked, toOn })} />
        </div>
        <TextField
          label={t('statistics.source')}
          value={asked.source}
          onChange={(source) => setAsked({ ...asked, source })}
          isRequired
          help={t('statistics.sourceHelp')}
        />
        <TextField label={t('inspections.note')} value={asked.note} onChange={(note) => setAsked({ ...asked, note })} rows={2} />
        <ProofPicker label={t('proof.addFile')} proofs={proofs} anyFile />
        {record.error && (
          <Note tone="red">
            {record.error.message}
            {record.error instanceof Problem && <Faults problem={record.error} />}
          </Note>
        )}
      </div>
    </Dialog>
  )
}
