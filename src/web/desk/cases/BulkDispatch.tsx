/** Dispatching many cases at once: each to its proposed unit, or all to one; a day for all. Refusals are told one by one. */
import { useState } from 'react'
import { v7 } from 'uuid'
import type { EventId } from '../../../base/ids.ts'
import { Problem } from '../../../base/problem.ts'
import { addDays } from '../../../base/time.ts'
import type { CaseHead } from '../../../cases/cases.api.ts'
import { Button } from '../../../ui/Button.tsx'
import { DatePicker } from '../../../ui/DatePicker.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Note } from '../../../ui/Page.tsx'
import { ComboBox } from '../../../ui/Select.tsx'
import { showToast } from '../../../ui/Toast.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { today } from '../../today.ts'
import { useUnits } from '../parts/places.ts'
import { AppealLink, unitsOf } from '../parts/Refusal.tsx'
import { cases } from './calls.ts'
import { endOfWork } from './StepDialog.tsx'

interface Failed {
  readonly row: CaseHead
  readonly error: unknown
}

/** The button and its dialog. Only cases that wait for dispatch, or are with a unit, can be sent. */
export function BulkDispatch({ rows, onDone }: { rows: readonly CaseHead[]; onDone: () => void }) {
  const { t } = useWords()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button small kind="primary" icon="share" onPress={() => setOpen(true)}>
        {t('cases.dispatchMany', { count: rows.length })}
      </Button>
      {isOpen && <Form rows={rows} onClose={() => setOpen(false)} onDone={onDone} />}
    </>
  )
}

function Form({ rows, onClose, onDone }: { rows: readonly CaseHead[]; onClose: () => void; onDone: () => void }) {
  const { t, read } = useWords()
  const units = useUnits()
  const [unit, setUnit] = useState('')
  const [due, setDue] = useState(addDays(today(), 5))
  const [failed, setFailed] = useState<readonly Failed[]>([])
  const [isBusy, setBusy] = useState(false)
  const dispatch = useSend(cases.dispatch, { quiet: true })
  const open = rows.filter(({ stage }) => stage === 'reported' || stage === 'dispatched')
  const ready = open.filter((row) => unit !== '' || row.unit !== null)
  const send = async () => {
    setBusy(true)
    const refused: Failed[] = []
    for (const row of ready) {
      try {
        await dispatch.sendNow({
          params: { id: row.id },
          body: { id: v7() as EventId, unitId: (unit || row.unit!.id) as never, dueAt: endOfWork(due), note: '' },
        })
      } catch (error) {
        refused.push({ row, error })
      }
    }
    setBusy(false)
    setFailed(refused)
    if (refused.length < ready.length)
      showToast({ tone: 'good', text: t('cases.dispatchedMany', { count: ready.length - refused.length }) })
    if (refused.length === 0) {
      onClose()
      onDone()
    }
  }
  return (
    <Dialog
      title={t('cases.dispatchMany', { count: rows.length })}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" isPending={isBusy} isDisabled={ready.length === 0 || due === ''} onPress={() => void send()}>
            {t('cases.dispatchReady', { count: ready.length })}
          </Button>
        </>
      }
    >
      <div className="stack">
        <ComboBox
          label={t('cases.unit')}
          value={unit || null}
          onChange={(next) => setUnit(next ?? '')}
          options={units}
          placeholder={t('cases.eachProposed')}
          help={t('cases.eachProposedHelp')}
        />
        <DatePicker label={t('cases.due')} value={due} onChange={setDue} min={today()} />
        {ready.length < rows.length && <Note tone="amber">{t('cases.notReady', { count: rows.length - ready.length })}</Note>}
        <ul className="bulk">
          {open.map((row) => (
            <li key={row.id}>
              <p>
                {row.no} <span className="quiet">{row.text}</span>
              </p>
              {unit === '' && <p className="small">{t('cases.proposedUnit', { unit: read(row.unit?.title) || t('cases.noUnit') })}</p>}
            </li>
          ))}
        </ul>
        {failed.length > 0 && (
          <Note tone="red" title={t('cases.someRefused')}>
            <ul>
              {failed.map(({ row, error }) => (
                <li key={row.id}>
                  {row.no}: {error instanceof Error ? error.message : ''}
                  {error instanceof Problem && error.code === 'burden.over' && (
                    <AppealLink
                      units={unitsOf(error)}
                      wanted={{ kind: 'case', thing: row.id, text: `${t('cases.dispatchOne')} ${row.no} ${row.text}` }}
                    />
                  )}
                </li>
              ))}
            </ul>
          </Note>
        )}
      </div>
    </Dialog>
  )
}
