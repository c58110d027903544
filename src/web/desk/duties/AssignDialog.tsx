/** Shares an edition out by rule: kind of unit × area. What it would make is shown first; nothing existing is overwritten. */
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { v7 } from 'uuid'
import type { AssignPreview } from '../../../duties/duties.api.ts'
import { Button } from '../../../ui/Button.tsx'
import { type Column, DataTable } from '../../../ui/DataTable.tsx'
import { DatePicker } from '../../../ui/DatePicker.tsx'
import { Choice, TextField } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Note } from '../../../ui/Page.tsx'
import { EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { today } from '../../today.ts'
import { Refusal } from '../parts/Refusal.tsx'
import { duties } from './calls.ts'
import { MilestonesForm } from './MilestonesForm.tsx'
import { useUndoAction } from './useUndoAction.ts'
import type { Milestone } from '../../../duties/duty.ts'

/** The dialog. */
export function AssignDialog({ edition, onClose }: { edition: string; onClose: () => void }) {
  const { t } = useWords()
  const [rule, setRule] = useState({ spread: 'auto' as 'auto' | 'city', startOn: today(), dueOn: '', effect: '' })
  const [milestones, setMilestones] = useState<Milestone[]>([])
  const body = {
    editionId: edition as never,
    spread: rule.spread,
    startOn: rule.startOn === '' ? null : rule.startOn,
    dueOn: rule.dueOn === '' ? null : rule.dueOn,
    effect: rule.effect,
    milestones: milestones.filter(({ title }) => title.trim() !== '').map(({ title, dueOn }) => ({ title, dueOn })),
  }
  const preview = useMutation({ mutationFn: () => duties.previewAssign({ body }) })
  const undo = useUndoAction()
  const assign = useSend(duties.assign, {
    quiet: true,
    done: t('duties.assigned', { count: preview.data?.total ?? 0 }),
    undo: (action) => undo(action.id),
    onDone: onClose,
  })
  const change = (next: Partial<typeof rule>) => {
    setRule({ ...rule, ...next })
    preview.reset()
  }
  const error = preview.error ?? assign.error
  return (
    <Dialog
      title={t('duties.assign')}
      place="wide"
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          {preview.data ? (
            <Button
              kind="primary"
              isDisabled={preview.data.total === 0}
              isPending={assign.isPending}
              onPress={() => assign.send({ body: { ...body, id: v7() } })}
            >
              {t('duties.assignVerb', { count: preview.data.total })}
            </Button>
          ) : (
            <Button kind="primary" isPending={preview.isPending} onPress={() => preview.mutate()}>
              {t('duties.preview')}
            </Button>
          )}
        </>
      }
    >
      <div className="stack">
        <p className="quiet">{t('duties.assignHelp')}</p>
        <Choice
          label={t('duties.spread')}
          value={rule.spread}
          onChange={(spread) => change({ spread })}
          options={(['auto', 'city'] as const).map((value) => ({ value, label: t(`duties.spread.${value}`) }))}
        />
        <div className="std-fields">
          <DatePicker label={t('duties.start')} value={rule.startOn} onChange={(startOn) => change({ startOn })} />
          <DatePicker label={t('duties.due')} value={rule.dueOn} onChange={(dueOn) => change({ dueOn })} />
        </div>
        <TextField label={t('duties.effect')} rows={2} value={rule.effect} onChange={(effect) => change({ effect })} maxLength={1000} />
        <MilestonesForm
          value={milestones}
          onChange={(next) => {
            setMilestones(next)
            preview.reset()
          }}
        />
        <Refusal error={error} wanted={{ kind: 'duty', text: t('duties.assignVerb', { count: preview.data?.total ?? 0 }) }} />
        {preview.data && <Proposed preview={preview.data} />}
      </div>
    </Dialog>
  )
}

type ProposedLine = AssignPreview['lines'][number]

function Proposed({ preview }: { preview: AssignPreview }) {
  const { t, read, number } = useWords()
  const columns: Column<ProposedLine>[] = [
    { id: 'criterion', title: t('duties.criterion'), minRem: 12, cell: (row) => read(row.title) },
    { id: 'area', title: t('duties.area'), minRem: 6, cell: (row) => read(row.area?.title) || t('duties.wholeCity') },
    { id: 'lead', title: t('duties.lead'), minRem: 8, cell: (row) => read(row.lead?.title) || '—' },
    { id: 'leader', title: t('duties.leader'), minRem: 6, cell: (row) => read(row.leader) || '—' },
    { id: 'person', title: t('duties.person'), minRem: 6, cell: (row) => read(row.person) || '—' },
  ]
  return (
    <section className="stack">
      <Note tone={preview.total === 0 ? 'amber' : 'green'}>
        {t('duties.proposed', { count: preview.total, left: preview.leftOut.length })}
      </Note>
      <DataTable
        few
        label={t('duties.proposals')}
        columns={columns}
        rows={preview.lines}
        idOf={(row) => `${row.criterion} ${row.area?.id ?? ''}`}
        total={preview.total}
        empty={
          <EmptyState icon="duty" title={t('duties.nothingProposed')}>
            {t('duties.nothingProposedHelp')}
          </EmptyState>
        }
      />
      {preview.leftOut.length > 0 && (
        <details>
          <summary>{t('duties.leftOut', { count: number(preview.leftOut.length) })}</summary>
          <ul className="std-list">
            {preview.leftOut.map((line) => (
              <li key={line.criterion}>
                {read(line.title)} <span className="quiet small">{t(`duties.leftOut.${line.why}`, { kind: line.kind ?? '' })}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}
