/** A new duty, or the change of one. What is left empty is allowed and counted as an empty cell. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { v7 } from 'uuid'
import type { DutyFile, DutyPatch } from '../../../duties/duty.ts'
import { criteriaOf } from '../../../standards/edition.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { ComboBox } from '../../../ui/Select.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { Refusal } from '../parts/Refusal.tsx'
import { standards } from '../standards/calls.ts'
import { duties } from './calls.ts'
import { DutyFields } from './DutyFields.tsx'
import { MilestonesForm } from './MilestonesForm.tsx'

const valuesOf = (duty: DutyFile): DutyPatch => ({
  areaId: (duty.area?.id ?? null) as never,
  leadUnitId: (duty.lead?.id ?? null) as never,
  helperIds: duty.helpers.map(({ id }) => id) as never,
  leaderPostId: duty.leader?.id ?? null,
  personPostId: duty.person?.id ?? null,
  task: duty.task,
  measure: duty.measure,
  effect: duty.effect,
  startOn: duty.startOn,
  dueOn: duty.dueOn,
  milestones: duty.milestones,
})

/** The dialog; with a duty it changes it, without it makes one. */
export function DutyForm({ edition, duty, onClose }: { edition: string; duty?: DutyFile; onClose: () => void }) {
  const { t } = useWords()
  const [criterion, setCriterion] = useState<string | null>(duty?.criterion ?? null)
  const [value, setValue] = useState<DutyPatch>(duty ? valuesOf(duty) : {})
  const options = { quiet: true, done: t('duties.saved'), onDone: onClose }
  const add = useSend(duties.add, options)
  const edit = useSend(duties.edit, options)
  const error = add.error ?? edit.error
  const send = () =>
    duty
      ? edit.send({ params: { id: duty.id }, body: { ...value, version: duty.version } })
      : add.send({ body: { id: v7() as never, editionId: edition as never, criterion: criterion ?? '', ...value } as never })
  return (
    <Dialog
      title={duty ? t('duties.change') : t('duties.new')}
      place="wide"
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" isDisabled={criterion === null} isPending={add.isPending || edit.isPending} onPress={send}>
            {t('duties.save')}
          </Button>
        </>
      }
    >
      <div className="stack">
        {!duty && <CriterionPicker edition={edition} value={criterion} onChange={setCriterion} />}
        <DutyFields value={value} onChange={(change) => setValue({ ...value, ...change })} />
        <MilestonesForm value={value.milestones ?? []} onChange={(milestones) => setValue({ ...value, milestones })} />
        <Refusal error={error} wanted={{ kind: 'duty', thing: duty?.id, text: `${criterion ?? ''} ${value.task ?? ''}`.trim() }} />
      </div>
    </Dialog>
  )
}

function CriterionPicker({ edition, value, onChange }: { edition: string; value: string | null; onChange: (id: string | null) => void }) {
  const { t, read } = useWords()
  const { data } = useQuery(standards.getEdition.ask({ params: { id: edition as never } }))
  const options = data
    ? criteriaOf(data.content.tree).map(({ criterion }) => ({ value: criterion.id, label: `${criterion.id} ${read(criterion.title)}` }))
    : []
  return <ComboBox key={options.length} label={t('duties.criterion')} isRequired value={value} onChange={onChange} options={options} />
}
