/** What the columns mean, sheet by sheet: found by their headers, by what stands below, or kept from last time; a person may correct it. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Import, KindInfo, SheetHead } from '../../../imports/import.ts'
import { Button } from '../../../ui/Button.tsx'
import { Checkbox, NumberField } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Card, StatusTag } from '../../../ui/Page.tsx'
import { Select } from '../../../ui/Select.tsx'
import { Answer } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { imports, useKindWords } from './calls.ts'
import type { SendCorrection } from './Preview.tsx'

type LayoutOf = NonNullable<Import['layouts']>[number]

export interface MappingProps {
  readonly it: Import
  readonly info: KindInfo
  readonly onSend: SendCorrection
  readonly isPending: boolean
}

/** The meaning of the columns in short, and the dialog to change it. */
export function Mapping({ it, info, onSend, isPending }: MappingProps) {
  const { t } = useWords()
  const words = useKindWords()
  const [isOpen, setOpen] = useState(false)
  const layouts = it.layouts ?? []
  return (
    <Card
      title={t('imports.mapping')}
      actions={
        <Button small icon="edit" onPress={() => setOpen(true)}>
          {t('imports.mappingChange')}
        </Button>
      }
    >
      {layouts.length === 0 && <p>{t('imports.noTable')}</p>}
      <ul className="std-list">
        {layouts.map((layout) => (
          <li key={layout.sheet}>
            <p className="strong">{layout.sheet}</p>
            <ul className="row">
              {info.columns
                .filter(({ key }) => layout.columns[key] !== undefined)
                .map(({ key }) => (
                  <li key={key}>
                    <StatusTag tone={layout.guessed.includes(key) ? 'amber' : 'grey'}>
                      {letter(layout.columns[key]!)} → {words.column(it.kind, key)}
                      {layout.guessed.includes(key) && ` · ${t('imports.guessed')}`}
                    </StatusTag>
                  </li>
                ))}
            </ul>
          </li>
        ))}
      </ul>
      {isOpen && <MappingDialog it={it} info={info} onSend={onSend} isPending={isPending} onClose={() => setOpen(false)} />}
    </Card>
  )
}

/** Column letters as offices know them: 0 is A, 26 is AA. */
const letter = (column: number): string =>
  (column >= 26 ? letter(Math.floor(column / 26) - 1) : '') + String.fromCharCode(65 + (column % 26))

function MappingDialog({ it, info, onSend, isPending, onClose }: MappingProps & { onClose: () => void }) {
  const { t } = useWords()
  const heads = useQuery(imports.listSheetHeads.ask({ params: { id: it.id } }))
  const [layouts, setLayouts] = useState<readonly LayoutOf[]>(it.layouts ?? [])
  const set = (sheet: string, layout: LayoutOf | undefined) =>
    setLayouts([...layouts.filter((one) => one.sheet !== sheet), ...(layout ? [layout] : [])])
  const send = async () => {
    await onSend({ layouts: [...layouts] })
    onClose()
  }
  return (
    <Dialog
      title={t('imports.mapping')}
      place="wide"
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" isPending={isPending} onPress={() => void send()}>
            {t('imports.checkAgain')}
          </Button>
        </>
      }
    >
      <Answer of={heads}>
        {({ items }) => (
          <div className="stack">
            <p className="quiet">{t('imports.mappingHelp')}</p>
            {items.map((sheet) => (
              <SheetMapping
                key={sheet.name}
                sheet={sheet}
                info={info}
                layout={layouts.find((one) => one.sheet === sheet.name)}
                onChange={(layout) => set(sheet.name, layout)}
              />
            ))}
          </div>
        )}
      </Answer>
    </Dialog>
  )
}

interface SheetMappingProps {
  readonly sheet: SheetHead
  readonly info: KindInfo
  readonly layout: LayoutOf | undefined
  readonly onChange: (layout: LayoutOf | undefined) => void
}

function SheetMapping({ sheet, info, layout, onChange }: SheetMappingProps) {
  const { t } = useWords()
  const words = useKindWords()
  const width = Math.max(0, ...sheet.rows.map((row) => row.length))
  const titleOf = (column: number) =>
    layout === undefined
      ? ''
      : [...new Set(sheet.rows.slice(layout.head - 1, layout.head - 1 + Math.max(1, layout.heads)).map((row) => row[column]?.trim() ?? ''))]
          .filter(Boolean)
          .join(' / ')
  const columns = Array.from({ length: width }, (_, column) => ({
    value: String(column),
    label: `${letter(column)} ${titleOf(column)}`.trim(),
  }))
  const without = (key: string) => Object.fromEntries(Object.entries(layout?.columns ?? {}).filter(([name]) => name !== key))
  return (
    <section className="std-way">
      <Checkbox
        isSelected={layout !== undefined}
        onChange={(on) => onChange(on ? { sheet: sheet.name, head: 1, heads: 1, columns: {}, guessed: [] } : undefined)}
      >
        {t('imports.useSheet', { sheet: sheet.name })}
        {sheet.hidden && ` (${t('imports.hidden')})`}
      </Checkbox>
      {layout && (
        <div className="imp-options">
          <NumberField
            label={layout.heads === 0 ? t('imports.firstRow') : t('imports.headRow')}
            value={layout.head}
            min={1}
            onChange={(head) => onChange({ ...layout, head: head ?? 1 })}
          />
          <NumberField
            label={t('imports.headRows')}
            value={layout.heads}
            min={0}
            max={6}
            onChange={(heads) => onChange({ ...layout, heads: heads ?? 1 })}
          />
          {info.columns.map(({ key }) => (
            <Select
              key={key}
              label={words.column(info.kind, key)}
              value={layout.columns[key] === undefined ? '' : String(layout.columns[key])}
              onChange={(column) =>
                onChange({
                  ...layout,
                  columns: column === '' ? without(key) : { ...layout.columns, [key]: Number(column) },
                  guessed: layout.guessed.filter((name) => name !== key),
                })
              }
              options={[{ value: '', label: t('imports.noColumn') }, ...columns]}
            />
          ))}
        </div>
      )}
    </section>
  )
}
