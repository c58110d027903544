/** Dispatching many cases at once: each to its proposed unit and by its own limit, unless one unit or one day is named for all. Refusals are told one by one. */
import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import { v7 } from 'uuid'
import type { EventId } from '../../../base/ids.ts'
import { Problem } from '../../../base/problem.ts'
import { dayOf } from '../../../base/time.ts'
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
import { hasReturned } from './lastWord.ts'
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

/** Units that gave a case back: to those it is not proposed again. */
function useReturned(rows: readonly CaseHead[]): { readonly ids: ReadonlySet<string>; readonly isPending: boolean } {
  const doubtful = rows.filter(({ stage, unit }) => stage === 'reported' && unit !== null)
  const files = useQueries({ queries: doubtful.map(({ id }) => cases.get.ask({ params: { id } })) })
  return {
    ids: new Set(files.flatMap(({ data }) => (data && hasReturned(data) ? [data.id] : []))),
    isPending: files.some(({ isPending }) => isPending),
  }
}

/** What goes out: the day typed for all, else the limit that the case has, else none, so that the condition of filing counts it. */
function bodyOf(row: CaseHead, unit: string, due: string) {
  const dueAt = due === '' ? row.dueAt : endOfWork(due)
  return { id: v7() as EventId, unitId: (unit || row.unit!.id) as never, ...(dueAt === null ? {} : { dueAt }) }
}

/** Sends one after the other; what was refused stays to be read. */
function useSendAll(onDone: () => void) {
  const { t } = useWords()
  const [failed, setFailed] = useState<readonly Failed[]>([])
  const [isBusy, setBusy] = useState(false)
  const dispatch = useSend(cases.take, { quiet: true, touches: ['participation'] })
  const sendAll = async (ready: readonly CaseHead[], unit: string, due: string) => {
    setBusy(true)
    const refused: Failed[] = []
    for (const row of ready) {
      try {
        await dispatch.sendNow({ params: { id: row.id, step: 'dispatch' }, body: bodyOf(row, unit, due) })
      } catch (error) {
        refused.push({ row, error })
      }
    }
    setBusy(false)
    setFailed(refused)
    if (refused.length < ready.length)
      showToast({ tone: 'good', text: t('cases.dispatchedMany', { count: ready.length - refused.length }) })
    if (refused.length === 0) onDone()
  }
  return { sendAll, failed, isBusy }
}

function Form({ rows, onClose, onDone }: { rows: readonly CaseHead[]; onClose: () => void; onDone: () => void }) {
  const { t } = useWords()
  const units = useUnits()
  const [unit, setUnit] = useState('')
  const [typed, setDue] = useState('')
  // A year that is being deleted is no day yet: the field is on its way to being empty.
  const due = typed < '1900' ? '' : typed
  const { sendAll, failed, isBusy } = useSendAll(() => {
    onClose()
    onDone()
  })
  const open = rows.filter(({ stage }) => stage === 'reported' || stage === 'dispatched')
  const returned = useReturned(open)
  const ready = open.filter((row) => unit !== '' || (row.unit !== null && !returned.ids.has(row.id)))
  const later = due === '' ? [] : ready.filter(({ dueAt }) => dueAt !== null && dayOf(dueAt) < due)
  return (
    <Dialog
      title={t('cases.dispatchMany', { count: rows.length })}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button
            kind="primary"
            isPending={isBusy}
            isDisabled={ready.length === 0 || returned.isPending || (due !== '' && due < today())}
            onPress={() => void sendAll(ready, unit, due)}
          >
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
        <DatePicker label={t('cases.due')} value={typed} onChange={setDue} min={today()} help={t('cases.eachLimitHelp')} />
        {later.length > 0 && (
          <Note tone="amber">
            {t('cases.laterLimits', { count: later.length, nos: later.map(({ no }) => no).join(t('procedure.comma')) })}
          </Note>
        )}
        {ready.length < rows.length && <Note tone="amber">{t('cases.notReady', { count: rows.length - ready.length })}</Note>}
        <ul className="bulk">
          {open.map((row) => (
            <li key={row.id}>
              <p>
                {row.no} <span className="quiet">{row.text}</span>
              </p>
              <Proposed row={row} isFree={unit === ''} isReturned={returned.ids.has(row.id)} />
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

/** What a case goes out with where nothing is named for all: its unit and its limit. */
function Proposed({ row, isFree, isReturned }: { row: CaseHead; isFree: boolean; isReturned: boolean }) {
  const { t, read, day } = useWords()
  const unit = read(row.unit?.title) || t('cases.noUnit')
  return (
    <p className="small">
      {isFree && <>{isReturned ? t('cases.returnedBy', { unit }) : t('cases.proposedUnit', { unit })} · </>}
      {row.dueAt === null ? t('cases.noOwnLimit') : t('cases.until', { day: day(dayOf(row.dueAt)) })}
    </p>
  )
}
