/** One row of the file for mending: every cell that has a meaning, its fault beside it, and the way to leave the row out. */
import { useState } from 'react'
import type { Import, ImportRow, KindInfo } from '../../../imports/import.ts'
import { Button } from '../../../ui/Button.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { Card, Note } from '../../../ui/Page.tsx'
import { EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useKindWords } from './calls.ts'
import { FaultLines } from './FaultLines.tsx'
import type { SendCorrection } from './Preview.tsx'
import { placeOfRow, useRows } from './PreviewRows.tsx'

export interface RowFormProps {
  readonly it: Import
  readonly info: KindInfo
  readonly place: string
  readonly only: string
  readonly onSend: SendCorrection
  readonly isPending: boolean
}

/** Finds the row among those shown. */
export function RowForm(props: RowFormProps) {
  const { t } = useWords()
  const rows = useRows(props.it, props.only)
  const row = rows.rows.find((one) => placeOfRow(one) === props.place)
  return (
    <Card>
      {row ? (
        <Cells {...props} row={row} />
      ) : (
        <EmptyState icon="check" title={t('imports.rowFine')}>
          {t('imports.rowFineHelp')}
        </EmptyState>
      )}
    </Card>
  )
}

function Cells({ it, info, row, onSend, isPending }: RowFormProps & { row: ImportRow }) {
  const { t } = useWords()
  const words = useKindWords()
  const layout = it.layouts?.find(({ sheet }) => sheet === row.sheet)
  const [texts, setTexts] = useState<Record<string, string>>({})
  const changed = Object.entries(texts).filter(([key, text]) => text !== (row.cells[key] ?? ''))
  const place = { sheet: row.sheet, row: row.row }
  const save = () => onSend({ fixes: changed.map(([key, text]) => ({ ...place, column: layout!.columns[key]!, text })) })
  return (
    <div className="stack">
      <div className="std-detail">
        <h2>{t('imports.rowTitle', { sheet: row.sheet, row: row.row })}</h2>
      </div>
      {row.faults.length > 0 && (
        <Note tone="amber">
          <FaultLines faults={row.faults.map(({ row: _row, ...fault }) => fault)} />
        </Note>
      )}
      {row.hints.length > 0 && (
        <Note>
          <FaultLines faults={row.hints.map(({ row: _row, ...fault }) => fault)} />
        </Note>
      )}
      {info.columns
        .filter(({ key }) => layout?.columns[key] !== undefined)
        .map(({ key }) => (
          <TextField
            key={key}
            label={words.column(it.kind, key)}
            value={texts[key] ?? row.cells[key] ?? ''}
            onChange={(text) => setTexts({ ...texts, [key]: text })}
            {...((row.cells[key] ?? '').length > 30 ? { rows: 3 } : {})}
          />
        ))}
      <div className="row">
        <Button kind="primary" isDisabled={changed.length === 0} isPending={isPending} onPress={() => void save()}>
          {t('imports.fix')}
        </Button>
        <Button icon="trash" isPending={isPending} onPress={() => void onSend({ fixes: [{ ...place, skip: true }] })}>
          {t('imports.leaveOut')}
        </Button>
      </div>
    </div>
  )
}
