/** The rows as they stand, with what is wrong or doubtful; a press opens the row for mending. */
import type { Import, ImportRow, KindInfo } from '../../../imports/import.ts'
import { Button } from '../../../ui/Button.tsx'
import type { Column } from '../../../ui/DataTable.tsx'
import { Card, StatusTag } from '../../../ui/Page.tsx'
import { Select } from '../../../ui/Select.tsx'
import { EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { ListTable, useList } from '../parts/ListTable.tsx'
import { imports, useKindWords } from './calls.ts'
import { FaultLines } from './FaultLines.tsx'

/** A row's place in the address. */
export const placeOfRow = ({ sheet, row }: Pick<ImportRow, 'sheet' | 'row'>): string => `${row}@${sheet}`

/** The query of the rows, shared with the form of one row. */
export const useRows = (it: Import, only: string) =>
  useList<ImportRow>({
    list: imports.listImportRows,
    book: imports.exportImportRows,
    params: { id: it.id },
    query: { only, limit: 100 },
  })

export interface PreviewRowsProps {
  readonly it: Import
  readonly info: KindInfo
  readonly only: string
  readonly open: string
  readonly onChange: (change: { only?: string; row?: string }, push?: boolean) => void
}

/** The table. */
export function PreviewRows({ it, info, only, open, onChange }: PreviewRowsProps) {
  const { t } = useWords()
  const list = useRows(it, only)
  const openRow = (row: ImportRow) => onChange({ row: placeOfRow(row) }, true)
  const columns = useColumns(it, info, openRow)
  return (
    <Card
      flush
      title={t('imports.preview')}
      actions={
        <Select
          label={t('imports.show')}
          hideLabel
          value={only}
          onChange={(next) => onChange({ only: next, row: '' })}
          options={(['', 'faults', 'notes'] as const).map((value) => ({
            value: value as string,
            label: t(`imports.show.${value === '' ? 'all' : value}`),
          }))}
        />
      }
    >
      <ListTable
        of={list}
        key={it.kind}
        label={t('imports.preview')}
        search={t('imports.searchRows')}
        isFiltered={only !== ''}
        onReset={() => onChange({ only: '' })}
        columns={columns}
        idOf={placeOfRow}
        openId={open}
        onOpen={openRow}
        empty={
          <EmptyState icon="check" title={t('imports.noRows')}>
            {t('imports.noRowsHelp')}
          </EmptyState>
        }
      />
    </Card>
  )
}

function useColumns(it: Import, info: KindInfo, openRow: (row: ImportRow) => void): Column<ImportRow>[] {
  const { t, number } = useWords()
  const words = useKindWords()
  const used = new Set((it.layouts ?? []).flatMap(({ columns }) => Object.keys(columns)))
  return [
    {
      id: 'place',
      sort: 'row',
      title: t('imports.place'),
      nowrap: true,
      cell: (row) => (
        <span className="small quiet">
          {row.sheet} · {number(row.row)}
        </span>
      ),
    },
    {
      id: 'faults',
      sort: 'faults',
      title: t('imports.faultsAndHints'),
      minRem: 14,
      cell: (row) => (
        <>
          {row.faults.length > 0 && <StatusTag tone="amber">{t('imports.faultCount', { count: row.faults.length })}</StatusTag>}
          <FaultLines faults={row.faults.map(({ row: _row, ...fault }) => fault)} />
          <div className="quiet small">
            <FaultLines faults={row.hints.map(({ row: _row, ...fault }) => fault)} />
          </div>
          {row.faults.length + row.hints.length > 0 && (
            <Button small icon="edit" aria-label={t('imports.editRow', { row: row.row })} onPress={() => openRow(row)}>
              {t('imports.edit')}
            </Button>
          )}
          {row.faults.length + row.hints.length === 0 && <StatusTag tone="green">{t('imports.fine')}</StatusTag>}
        </>
      ),
    },
    ...info.columns
      .filter(({ key }) => used.has(key))
      .map(({ key }) => ({
        id: key,
        title: words.column(it.kind, key),
        minRem: 6,
        cell: (row: ImportRow) => <span className="imp-cell">{row.cells[key] ?? ''}</span>,
      })),
  ]
}
