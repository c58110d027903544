/** What was asked in a week: of everybody, or of the reader's own unit, which answers and says how long it took. */
import { useState } from 'react'
import { askKinds, type AskLine } from '../../../burden/burden.ts'
import { useAddress } from '../../../ui/address.ts'
import { Button } from '../../../ui/Button.tsx'
import type { Column } from '../../../ui/DataTable.tsx'
import { NumberField, TextField } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Card, Note } from '../../../ui/Page.tsx'
import { Select } from '../../../ui/Select.tsx'
import { EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { useMe } from '../../me.ts'
import { ListTable, useList } from '../parts/ListTable.tsx'
import { burden } from './calls.ts'

/** The list. */
export function Asks({ week, mine = false }: { week: string; mine?: boolean }) {
  const { t, read, moment, number } = useWords()
  const me = useMe()
  const [open, setOpen] = useState<AskLine | null>(null)
  const [at, setAt] = useAddress({ kind: '', answered: '' })
  const query = { week, kind: at.kind, open: at.answered, ...(mine ? { mine: 'true' } : {}) }
  const list = useList<AskLine>({ list: burden.listAsks, book: burden.exportAsks, query, prefix: 'asks' })
  const all = { value: '', label: t('ui.all') }
  const columns: Column<AskLine>[] = [
    { id: 'at', sort: 'at', title: t('burden.at'), nowrap: true, cell: (row) => moment(row.at) },
    ...(mine ? [] : [{ id: 'unit', sort: 'unit', title: t('burden.unit'), minRem: 9, cell: (row: AskLine) => read(row.unit.title) }]),
    {
      id: 'kind',
      sort: 'kind',
      title: t('burden.kind'),
      nowrap: true,
      cell: (row) =>
        row.pieces === 1 ? t(`burden.kind.${row.kind}`) : t('burden.pieces', { kind: t(`burden.kind.${row.kind}`), n: row.pieces }),
    },
    { id: 'text', title: t('burden.text'), minRem: 14, cell: (row) => row.text },
    { id: 'from', title: t('burden.from'), cell: (row) => read(row.from?.title) },
    { id: 'minutes', sort: 'minutes', title: t('burden.minutes'), number: true, cell: (row) => number(row.minutes) },
    { id: 'took', sort: 'took', title: t('burden.took'), number: true, cell: (row) => (row.took === null ? '—' : number(row.took)) },
    { id: 'answer', title: t('burden.answer'), optional: !mine, cell: (row) => row.answer ?? '—' },
  ]
  return (
    <Card flush>
      <ListTable
        of={list}
        label={t(mine ? 'burden.tab.mine' : 'burden.tab.asks')}
        search={t('burden.searchAsks')}
        isFiltered={at.kind !== '' || at.answered !== ''}
        onReset={() => setAt({ kind: '', answered: '' })}
        filters={
          <>
            <Select
              label={t('burden.kind')}
              value={at.kind}
              onChange={(kind) => setAt({ kind })}
              options={[all, ...askKinds.map((value) => ({ value: value as string, label: t(`burden.kind.${value}`) }))]}
            />
            <Select
              label={t('burden.answerState')}
              value={at.answered}
              onChange={(answered) => setAt({ answered })}
              options={[
                all,
                { value: 'true', label: t('burden.answerState.open') },
                { value: 'false', label: t('burden.answerState.done') },
              ]}
            />
          </>
        }
        columns={columns}
        idOf={(row) => row.id}
        {...(mine ? { onOpen: setOpen } : {})}
        empty={
          <EmptyState icon="check" title={t('burden.none')}>
            {t('burden.noneHelp')}
          </EmptyState>
        }
      />
      {open && open.unit.id === me.unit?.id && <AnswerDialog key={open.id} it={open} onClose={() => setOpen(null)} />}
    </Card>
  )
}

function AnswerDialog({ it, onClose }: { it: AskLine; onClose: () => void }) {
  const { t, read } = useWords()
  const [answer, setAnswer] = useState(it.answer ?? '')
  const [minutes, setMinutes] = useState<number | null>(it.took)
  const send = useSend(burden.answer, { quiet: true, done: t('burden.answered'), onDone: onClose })
  return (
    <Dialog
      title={t(`burden.kind.${it.kind}`)}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button
            kind="primary"
            isDisabled={answer.trim() === '' && minutes === null}
            isPending={send.isPending}
            onPress={() => send.send({ params: { id: it.id }, body: { answer: answer.trim(), minutes } })}
          >
            {t('burden.answerVerb')}
          </Button>
        </>
      }
    >
      <div className="stack">
        <p className="strong">{it.text}</p>
        <p className="quiet">{read(it.from?.title)}</p>
        <TextField label={t('burden.answer')} value={answer} onChange={setAnswer} rows={3} maxLength={4000} help={t('burden.answerHelp')} />
        <NumberField label={t('burden.tookMinutes')} value={minutes} onChange={setMinutes} min={0} max={10_000} step={5} />
        {send.error && <Note tone="red">{send.error.message}</Note>}
      </div>
    </Dialog>
  )
}
