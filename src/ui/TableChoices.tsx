/** What a reader chooses at the head of a table: the order of its rows and the columns shown. */
import { useState } from 'react'
import { IconButton } from './Button.tsx'
import type { Column, DataTableProps } from './DataTable.tsx'
import { Checkbox } from './Fields.tsx'
import { Menu } from './Menu.tsx'
import { Dialog } from './Overlays.tsx'
import { useWords } from './words.tsx'

/** Where rows are cards there are no heads to press: a menu sorts. */
export function SortChoice<Row>({ columns, sort = '', onSort }: DataTableProps<Row>) {
  const { t } = useWords()
  const keys = columns.flatMap(({ sort: key, title }) => (key === undefined ? [] : [{ key, title }]))
  if (!onSort || keys.length === 0) return null
  const items = keys.flatMap(({ key, title }) => [
    { id: key, label: t('ui.sortUp', { title }), isChosen: sort === key, onPress: () => onSort(key) },
    { id: `-${key}`, label: t('ui.sortDown', { title }), isChosen: sort === `-${key}`, onPress: () => onSort(`-${key}`) },
  ])
  return (
    <span className="table-sorts">
      <Menu label={t('ui.sort')} items={items}>
        <IconButton small icon="sort" label={t('ui.sort')} />
      </Menu>
    </span>
  )
}

interface ColumnChoiceProps<Row> {
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly visible: ReadonlySet<string>
  readonly onChange: (visible: ReadonlySet<string>) => void
}

/** Which columns are shown, remembered by the browser. */
export function ColumnChoice<Row>({ label, columns, visible, onChange }: ColumnChoiceProps<Row>) {
  const { t } = useWords()
  const [isOpen, setOpen] = useState(false)
  const change = (id: string, on: boolean) => {
    const next = new Set(visible)
    if (on) next.add(id)
    else if (next.size > 1) next.delete(id)
    onChange(next)
    try {
      localStorage.setItem(`mc_columns ${label}`, [...next].join(' '))
    } catch {
      // Not kept where storage is forbidden.
    }
  }
  return (
    <>
      <IconButton small icon="columns" label={t('ui.columns')} onPress={() => setOpen(true)} />
      <Dialog title={t('ui.columns')} isOpen={isOpen} onClose={() => setOpen(false)}>
        <div className="stack-s">
          {columns.map((column) => (
            <Checkbox key={column.id} isSelected={visible.has(column.id)} onChange={(on) => change(column.id, on)}>
              {column.title}
            </Checkbox>
          ))}
        </div>
      </Dialog>
    </>
  )
}
