/**
 * The table of every list. The server filters, sorts and pages; the table shows, marks and chooses. A real `<table>`, so that
 * screen readers, printing and copying work; one row is in the tab order and the arrow keys walk from there.
 */
import './table.css'
import { type KeyboardEvent, type MouseEvent, type ReactNode, useRef, useState } from 'react'
import { Button } from './Button.tsx'
import { Checkbox } from './Fields.tsx'
import { Icon } from './Icon.tsx'
import { ColumnChoice, SortChoice } from './TableChoices.tsx'
import { useWords } from './words.tsx'

export interface Column<Row> {
  readonly id: string
  readonly title: string
  readonly cell: (row: Row) => ReactNode
  /** Value of `sort` in the address that sorts by this column; absent = not sortable. */
  readonly sort?: string
  /** Figures stand right, in tabular digits. */
  readonly number?: boolean
  /** Keep to one line; else long text wraps. */
  readonly nowrap?: boolean
  /** Width in rem the column should not go below. */
  readonly minRem?: number
  /** Left out while something is open beside the list: there it would be cut off. */
  readonly roomy?: boolean
  /** Off until the reader switches it on. */
  readonly optional?: boolean
}

export interface DataTableProps<Row> {
  /** Names the table for screen readers, and keeps the reader's choice of columns. */
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly idOf: (row: Row) => string
  /** `code` or `-code`; from the address. */
  readonly sort?: string
  readonly onSort?: (sort: string) => void
  /** Opens a row (detail at the right). */
  readonly onOpen?: (row: Row) => void
  readonly openId?: string | undefined
  /** Rows ticked; give both for selection. */
  readonly chosen?: ReadonlySet<string>
  readonly onChoose?: (chosen: ReadonlySet<string>) => void
  /** How many the filter finds in all. */
  readonly total?: number | undefined
  readonly hasMore?: boolean
  readonly isLoadingMore?: boolean
  readonly onMore?: () => unknown
  /** Shown instead of the body when there are no rows. */
  readonly empty?: ReactNode
  /** Figures of one thing, all of them on the screen (a year a row): no list to search, order or take out. */
  readonly few?: boolean
  /** Above the table at the right: export and the like. */
  readonly tools?: ReactNode
}

const chosenColumns = (label: string, columns: readonly Column<never>[]): ReadonlySet<string> => {
  try {
    const kept = localStorage.getItem(`mc_columns ${label}`)
    if (kept !== null) return new Set(kept.split(' '))
  } catch {
    // Storage may be forbidden: the columns' own setting holds.
  }
  return new Set(columns.filter((column) => column.optional !== true).map((column) => column.id))
}

/** A list as a table. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, tools, empty } = props
  const { t, number, count: counted } = useWords()
  const [visible, setVisible] = useState(() => chosenColumns(label, columns as unknown as Column<never>[]))
  const isNarrow = props.openId !== undefined && props.openId !== ''
  const shown = columns.filter(({ id, roomy }) => visible.has(id) && !(isNarrow && roomy === true))
  if (rows.length === 0 && empty !== undefined) return <div className="table-box">{empty}</div>
  return (
    <div className="table-box">
      <div className="table-tools">
        <p className="quiet small" aria-live="polite">
          {props.total === undefined
            ? t('ui.rows', { count: number(rows.length) })
            : t('ui.rowsOf', { count: number(rows.length), total: counted(props.total) })}
          {props.chosen !== undefined && props.chosen.size > 0 && (
            <strong> · {t('ui.chosen', { count: number(props.chosen.size) })}</strong>
          )}
        </p>
        {tools && <div className="row table-words">{tools}</div>}
        <div className="row table-icons">
          <SortChoice {...props} />
          <ColumnChoice label={label} columns={columns} visible={visible} onChange={setVisible} />
        </div>
      </div>
      <div className="table-scroll" tabIndex={props.onOpen || props.onChoose ? -1 : 0}>
        <table className="table table-cards" aria-label={label} aria-rowcount={props.total ?? rows.length}>
          <Head {...props} columns={shown} />
          <Body {...props} columns={shown} />
        </table>
      </div>
      {props.hasMore === true && (
        <div className="table-more">
          <Button isPending={props.isLoadingMore ?? false} onPress={() => void props.onMore?.()}>
            {t('ui.more')}
          </Button>
        </div>
      )}
    </div>
  )
}

function Head<Row>({ columns, rows, idOf, sort = '', onSort, chosen, onChoose }: DataTableProps<Row>) {
  const { t } = useWords()
  const all = rows.length > 0 && rows.every((row) => chosen?.has(idOf(row)))
  const some = rows.some((row) => chosen?.has(idOf(row)))
  return (
    <thead>
      <tr>
        {onChoose && (
          <th className="table-tick" scope="col">
            <Checkbox
              aria-label={t('ui.chooseAll')}
              isSelected={all}
              isIndeterminate={some && !all}
              onChange={(on) => onChoose(on ? new Set(rows.map(idOf)) : new Set())}
            />
          </th>
        )}
        {columns.map((column) => {
          const key = column.sort
          const state = key === undefined ? undefined : sort === key ? 'ascending' : sort === `-${key}` ? 'descending' : 'none'
          return (
            <th
              key={column.id}
              scope="col"
              aria-sort={state}
              className={column.number === true ? 'number' : undefined}
              style={column.minRem === undefined ? undefined : { minWidth: `${column.minRem}rem` }}
            >
              {key === undefined || !onSort ? (
                column.title
              ) : (
                <button type="button" className="table-sort" onClick={() => onSort(state === 'ascending' ? `-${key}` : key)}>
                  {column.title}
                  <Icon name={state === 'ascending' ? 'up' : state === 'descending' ? 'down' : 'sort'} size={1} />
                </button>
              )}
            </th>
          )
        })}
      </tr>
    </thead>
  )
}

function Body<Row>({ columns, rows, idOf, chosen, onChoose, onOpen, openId }: DataTableProps<Row>) {
  const { t } = useWords()
  const body = useRef<HTMLTableSectionElement>(null)
  const [at, setAt] = useState(0)
  const tick = (row: Row) => {
    const next = new Set(chosen)
    const id = idOf(row)
    if (!next.delete(id)) next.add(id)
    onChoose?.(next)
  }
  const walk = (event: KeyboardEvent, index: number) => {
    if (event.target !== event.currentTarget) return
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -rows.length, End: rows.length }[event.key]
    if (step !== undefined) {
      const next = Math.min(rows.length - 1, Math.max(0, index + step))
      setAt(next)
      ;(body.current?.children[next] as HTMLElement | undefined)?.focus()
    } else if (event.key === 'Enter') onOpen?.(rows[index]!)
    else if (event.key === ' ' && onChoose) tick(rows[index]!)
    else return
    event.preventDefault()
  }
  const isWalked = onOpen !== undefined || onChoose !== undefined
  const open = (event: MouseEvent, row: Row) => {
    // Text that was marked, and what can be pressed by itself, is not meant as opening.
    if (!(event.target as Element).closest('a,button,input,label') && String(getSelection()) === '') onOpen?.(row)
  }
  return (
    <tbody ref={body}>
      {rows.map((row, index) => {
        const id = idOf(row)
        const marks = [onOpen && 'table-open', id === openId && 'table-opened', chosen?.has(id) && 'table-chosen']
        return (
          // The row is a shortcut for the pointer; its first cell holds the link or the keyboard opens it.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
          <tr
            key={id}
            className={marks.filter(Boolean).join(' ')}
            {...(isWalked ? { tabIndex: index === Math.min(at, rows.length - 1) ? 0 : -1 } : {})}
            {...(id === openId ? { 'aria-current': 'true' as const } : {})}
            onKeyDown={(event) => walk(event, index)}
            onFocus={() => setAt(index)}
            {...(onOpen ? { onClick: (event) => open(event, row) } : {})}
          >
            {onChoose && (
              <td className="table-tick">
                <Checkbox
                  aria-label={t('ui.chooseRow', { row: index + 1 })}
                  isSelected={chosen?.has(id) ?? false}
                  onChange={() => tick(row)}
                  excludeFromTabOrder
                />
              </td>
            )}
            <Cells columns={columns} row={row} />
          </tr>
        )
      })}
    </tbody>
  )
}

const isBlank = (value: ReactNode) => value === '' || value === null || value === undefined

/** The cells of a row; each carries its column's title for the time it is a line of a card. */
function Cells<Row>({ columns, row }: { columns: readonly Column<Row>[]; row: Row }) {
  return columns.map((column) => {
    const value = column.cell(row)
    const kind = isBlank(value) ? 'table-blank' : column.number ? 'number' : column.nowrap ? 'nowrap' : undefined
    return (
      <td key={column.id} data-title={column.title} className={kind}>
        <div>{value}</div>
      </td>
    )
  })
}
