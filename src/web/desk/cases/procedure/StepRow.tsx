/** One row of the table as its cells stand in the workbook: what is learned in one place holds in the other. */
import { useState } from 'react'
import { bookSheets, readRows, rowsOf } from '../../../../cases/procedure/book.ts'
import type { Procedure, Step } from '../../../../cases/procedure/procedure.ts'
import { readProcedure } from '../../../../cases/procedure/read.ts'
import { Button } from '../../../../ui/Button.tsx'
import { TextField } from '../../../../ui/Fields.tsx'
import { Dialog } from '../../../../ui/Overlays.tsx'
import { Note } from '../../../../ui/Page.tsx'
import { useWords } from '../../../../ui/words.tsx'

interface StepRowProps {
  readonly draft: Procedure
  readonly step: Step
  readonly onClose: () => void
  readonly onChange: (draft: Procedure) => void
}

/** The dialog: change the row, copy it under another code, or take it away. */
export function StepRow({ draft, step, onClose, onChange }: StepRowProps) {
  const { t, read, tAny } = useWords()
  const all = rowsOf(draft)
  const [cells, setCells] = useState(() => rowsOf({ ...draft, steps: [step] }).step.map((row) => [...row]))
  const [faults, setFaults] = useState<readonly string[]>([])
  const set = (row: number, column: number, text: string) =>
    setCells(cells.map((one, at) => (at === row ? one.map((old, place) => (place === column ? text : old)) : one)))
  const rest = draft.steps.map((one) => (one.step === step.step ? cells : rowsOf({ ...draft, steps: [one] }).step))
  const take = (steps: readonly (readonly (readonly string[])[])[]) => {
    const { procedure, faults: wrong } = readProcedure(readRows({ ...all, step: steps.flat() }).document)
    setFaults(wrong.map(({ says, details, at }) => `${at}: ${tAny(says, details ?? {})}`))
    if (!procedure) return
    onChange(procedure)
    onClose()
  }
  const isNew = cells[0]![0] !== step.step
  const index = draft.steps.findIndex((one) => one.step === step.step)
  const before = draft.steps.map((one) => rowsOf({ ...draft, steps: [one] }).step)
  return (
    <Dialog
      title={read(step.name)}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button kind="danger" onPress={() => take(before.filter((_, at) => at !== index))}>
            {t('procedure.takeAway')}
          </Button>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" onPress={() => take(isNew ? before.toSpliced(index + 1, 0, cells) : rest)}>
            {isNew ? t('procedure.addRow') : t('procedure.changeRow')}
          </Button>
        </>
      }
    >
      <div className="stack">
        <p className="small quiet">{t('procedure.rowHelp')}</p>
        {bookSheets.step.slice(0, 13).map((column, at) => (
          <TextField key={column} label={t(`procedure.col.${column}`)} value={cells[0]![at]!} onChange={(text) => set(0, at, text)} />
        ))}
        {cells.map((way, row) => (
          // oxlint-disable-next-line react/no-array-index-key -- a way has no other name than its place, and its cells are being typed
          <fieldset key={row} className="stack">
            <legend>{t('procedure.wayNo', { n: row + 1 })}</legend>
            {bookSheets.step.slice(13).map((column, at) => (
              <TextField
                key={column}
                label={t(`procedure.col.${column}`)}
                value={way[13 + at]!}
                onChange={(text) => set(row, 13 + at, text)}
              />
            ))}
          </fieldset>
        ))}
        <div className="row">
          <Button small icon="add" onPress={() => setCells([...cells, [...Array<string>(13).fill(''), 'always', 'same', '', '', '']])}>
            {t('procedure.addWay')}
          </Button>
        </div>
        {faults.length > 0 && (
          <Note tone="red" title={t('problem.procedure.faulty', { count: faults.length })}>
            <ul>
              {faults.map((text) => (
                <li key={text}>{text}</li>
              ))}
            </ul>
          </Note>
        )}
      </div>
    </Dialog>
  )
}
