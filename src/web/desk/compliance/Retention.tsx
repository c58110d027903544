/** How long each kind of personal data is kept, and what each run removed. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { v7 } from 'uuid'
import type { RetentionRule, RetentionRun } from '../../../privacy/retention.api.ts'
import { Button } from '../../../ui/Button.tsx'
import { type Column, DataTable } from '../../../ui/DataTable.tsx'
import { NumberField, TextField } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Card, Note } from '../../../ui/Page.tsx'
import { Answer } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { retention } from './calls.ts'

/** Both tables. */
export function Retention() {
  const { t, moment, number } = useWords()
  const asked = useQuery(retention.list.ask({}))
  const run = useSend(retention.run, { done: t('retention.ran') })
  const [open, setOpen] = useState<RetentionRule | null>(null)
  const rules: Column<RetentionRule>[] = [
    { id: 'kind', title: t('retention.column.kind'), minRem: 9, cell: (row) => t(`retention.kind.${row.kind}`) },
    { id: 'why', title: t('retention.column.why'), minRem: 10, cell: (row) => t(`retention.why.${row.kind}`) },
    { id: 'days', title: t('retention.column.days'), minRem: 10, cell: (row) => t(`retention.from.${row.from}`, { days: row.days }) },
    { id: 'does', title: t('retention.column.does'), cell: (row) => t(`retention.does.${row.does}`) },
    { id: 'basis', title: t('retention.column.basis'), minRem: 10, cell: (row) => row.basis ?? t('retention.usual') },
  ]
  const runs: Column<RetentionRun>[] = [
    { id: 'at', title: t('identity.at'), nowrap: true, cell: (row) => moment(row.at) },
    { id: 'by', title: t('identity.by'), nowrap: true, cell: (row) => row.by?.name ?? t('retention.night') },
    {
      id: 'report',
      title: t('retention.removed'),
      minRem: 14,
      cell: (row) =>
        row.report
          .filter(({ done }) => done > 0)
          .map(({ kind, done }) => `${t(`retention.kind.${kind}`)} ${number(done)}`)
          .join(' · '),
    },
  ]
  return (
    <Answer of={asked}>
      {(data) => (
        <div className="stack">
          <Card
            title={t('retention.rules')}
            actions={
              <Button small isPending={run.isPending} onPress={() => run.send({ body: { id: v7() } })}>
                {t('retention.runNow')}
              </Button>
            }
          >
            <DataTable few label={t('retention.rules')} columns={rules} rows={data.items} idOf={(row) => row.kind} onOpen={setOpen} />
          </Card>
          <Card title={t('retention.runs')}>
            <DataTable
              few
              label={t('retention.runs')}
              columns={runs}
              rows={data.runs}
              idOf={(row) => row.id}
              empty={<p className="quiet">{t('retention.noRuns')}</p>}
            />
          </Card>
          {open && <RuleDialog key={open.kind} it={open} onClose={() => setOpen(null)} />}
        </div>
      )}
    </Answer>
  )
}

function RuleDialog({ it, onClose }: { it: RetentionRule; onClose: () => void }) {
  const { t } = useWords()
  const [days, setDays] = useState<number | null>(it.days)
  const [basis, setBasis] = useState(it.basis ?? '')
  const set = useSend(retention.set, { quiet: true, done: t('retention.saved'), onDone: onClose })
  return (
    <Dialog
      title={t(`retention.kind.${it.kind}`)}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button
            kind="primary"
            isDisabled={days === null || basis.trim().length < 4}
            isPending={set.isPending}
            onPress={() => set.send({ params: { kind: it.kind }, body: { days: days!, basis: basis.trim() } })}
          >
            {t('retention.save')}
          </Button>
        </>
      }
    >
      <div className="stack">
        <NumberField label={t('retention.days')} value={days} onChange={setDays} min={1} max={3650} />
        <TextField label={t('retention.column.basis')} value={basis} onChange={setBasis} rows={2} isRequired maxLength={500} />
        {set.error && <Note tone="red">{set.error.message}</Note>}
      </div>
    </Dialog>
  )
}
