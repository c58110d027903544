/** One duty in full: its cells, steps that its unit marks as reached, its points, and what happened to it. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { DutyFile } from '../../../duties/duty.ts'
import { Button, Link } from '../../../ui/Button.tsx'
import { Checkbox, TextField } from '../../../ui/Fields.tsx'
import { Confirm } from '../../../ui/Overlays.tsx'
import { Card, Facts, StatusTag } from '../../../ui/Page.tsx'
import { Answer } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { today } from '../../today.ts'
import { useMay } from '../../me.ts'
import { duties } from './calls.ts'
import { DutyForm } from './DutyForm.tsx'
import { DutyStateTag } from './DutyStateTag.tsx'

/** The detail at the right of the list. */
export function DutyDetail({ id }: { id: string }) {
  const asked = useQuery(duties.get.ask({ params: { id: id as never } }))
  return (
    <Card>
      <Answer of={asked}>{(duty) => <Detail duty={duty} />}</Answer>
    </Card>
  )
}

function Detail({ duty }: { duty: DutyFile }) {
  const { t, read, day } = useWords()
  const post = (of: DutyFile['leader']) => (of ? `${of.holder?.name ?? t('duties.vacant')} · ${read(of.title)}` : '')
  return (
    <article className="std-detail">
      <p className="quiet small">{duty.path.map(read).join(' / ')}</p>
      <h2>{read(duty.title) || duty.criterion}</h2>
      <div className="row">
        <DutyStateTag state={duty.state} />
        {duty.overdue && <StatusTag tone="red">{t('duties.overdue')}</StatusTag>}
        {duty.missing.map((cell) => (
          <StatusTag key={cell} tone="amber">
            {t('duties.cellEmpty', { cell: t(`duties.cell.${cell}`) })}
          </StatusTag>
        ))}
      </div>
      <Tools duty={duty} />
      <Facts
        items={[
          [t('duties.task'), duty.task],
          [t('duties.area'), duty.area ? read(duty.area.title) : t('duties.wholeCity')],
          [t('duties.lead'), read(duty.lead?.title)],
          [t('duties.helpers'), duty.helpers.map(({ title }) => read(title)).join(t('standards.listComma'))],
          [t('duties.leader'), post(duty.leader)],
          [t('duties.person'), post(duty.person)],
          [t('duties.measure'), duty.measure],
          [t('duties.effect'), duty.effect],
          [t('duties.time'), [day(duty.startOn), day(duty.dueOn)].filter(Boolean).join(' — ')],
        ]}
      />
      <Steps duty={duty} />
      {duty.pointList.length > 0 && (
        <section className="stack-s">
          <h3>{t('duties.points', { count: duty.pointList.length })}</h3>
          <ul className="row">
            {duty.pointList.map((point) => (
              <li key={point.id}>
                <Link href={`/points?point=${point.id}`}>{read(point.title)}</Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      <History duty={duty} />
    </article>
  )
}

function Tools({ duty }: { duty: DutyFile }) {
  const { t } = useWords()
  const mayEdit = useMay('duties.edit')
  const [open, setOpen] = useState<'' | 'edit' | 'drop'>('')
  const [reason, setReason] = useState('')
  const edit = useSend(duties.edit, { done: t('duties.saved') })
  const drop = useSend(duties.drop, { done: t('duties.droppedNow') })
  if (!mayEdit || duty.state === 'dropped') return null
  const isDone = duty.state === 'done'
  return (
    <div className="row">
      <Button small icon="edit" onPress={() => setOpen('edit')}>
        {t('duties.change')}
      </Button>
      <Button
        small
        icon={isDone ? 'undo' : 'check'}
        isPending={edit.isPending}
        onPress={() => edit.send({ params: { id: duty.id }, body: { state: isDone ? 'open' : 'done', version: duty.version } })}
      >
        {isDone ? t('duties.reopen') : t('duties.finish')}
      </Button>
      <Button small icon="trash" onPress={() => setOpen('drop')}>
        {t('duties.drop')}
      </Button>
      {open === 'edit' && <DutyForm edition={duty.editionId} duty={duty} onClose={() => setOpen('')} />}
      {open === 'drop' && (
        <Confirm
          title={t('duties.drop')}
          verb={t('duties.drop')}
          danger
          isOpen
          onClose={() => setOpen('')}
          onConfirm={() => drop.sendNow({ params: { id: duty.id }, body: { version: duty.version, reason } })}
        >
          <TextField label={t('duties.dropReason')} isRequired value={reason} onChange={setReason} rows={2} />
        </Confirm>
      )}
    </div>
  )
}

function Steps({ duty }: { duty: DutyFile }) {
  const { t, day } = useWords()
  const mark = useSend(duties.markMilestone)
  if (duty.milestones.length === 0) return null
  return (
    <section className="stack-s">
      <h3>{t('duties.milestones')}</h3>
      <ul className="std-list">
        {duty.milestones.map((step) => (
          <li key={step.id} className="row-wide">
            <Checkbox
              isSelected={step.doneOn !== null}
              isDisabled={mark.isPending || duty.state === 'dropped'}
              onChange={(on) => mark.send({ params: { id: duty.id, milestone: step.id }, body: { doneOn: on ? today() : null } })}
            >
              {step.title}
            </Checkbox>
            <span className="quiet small">
              {step.doneOn ? t('duties.doneOn', { day: day(step.doneOn) }) : t('duties.dueOn', { day: day(step.dueOn) })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function History({ duty }: { duty: DutyFile }) {
  const { t, tAny, moment } = useWords()
  return (
    <details>
      <summary>{t('duties.history', { count: duty.history.length })}</summary>
      <ol className="std-list">
        {duty.history.map((step) => (
          <li key={step.seq}>
            <span className="quiet small">
              {moment(step.at)} · {step.by?.name ?? t('duties.system')}
            </span>
            <p>
              {tAny(`duties.event.${step.kind}`)} {step.fields.map((field) => tAny(`duties.field.${field}`)).join(t('standards.listComma'))}
              {step.note !== '' && ` · ${step.note}`}
            </p>
          </li>
        ))}
      </ol>
    </details>
  )
}
