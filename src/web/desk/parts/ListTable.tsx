/**
 * A list of the house on a page: searched, filtered, ordered by its columns, paged, and taken out as a workbook. What is searched
 * and how it is ordered stand in the address, so that a copied link shows the same rows, and the workbook holds just them.
 */
import type { ReactNode } from 'react'
import type { Route } from '../../../api/contract.ts'
import { useAddress } from '../../../ui/address.ts'
import { Button, LinkButton } from '../../../ui/Button.tsx'
import { DataTable, type DataTableProps } from '../../../ui/DataTable.tsx'
import { FilterBar } from '../../../ui/FilterBar.tsx'
import { Answer, EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { type Call, usePages } from '../../call.ts'
import { CsvButton } from './CsvButton.tsx'

/** A call of a list and that of its workbook. */
interface ListCalls {
  readonly list: Pick<Call<Route>, 'ask' | 'route'> | object
  readonly book: object
  /** That of the list as CSV, where it has one. */
  readonly csv?: object
  readonly params?: object
  /** The page's own filters; empty texts are left out. */
  readonly query?: object
  /** Before `text` and `sort` in the address, where a page holds two lists. */
  readonly prefix?: string
}

type Asked = Call<Route & { readonly query: NonNullable<Route['query']> }>

/** A list with its place in the address. */
export function useList<Item>({ list, book, csv, params, query = {}, prefix = '' }: ListCalls) {
  const [call, export_] = [list as Asked, book as Asked]
  const order = call.route.query.shape['sort']!
  const [at, setAt] = useAddress({ [`${prefix}text`]: '', [`${prefix}sort`]: String(order.parse(undefined)) })
  const [text, wished] = [at[`${prefix}text`]!, at[`${prefix}sort`]!]
  // A word of another list, left in the address by a tab, orders nothing here.
  const sort = order.safeParse(wished).success ? wished : String(order.parse(undefined))
  const whole = { ...query, text, sort }
  const pages = usePages<Item>(
    { ask: ({ query: asked }: { query: object }) => call.ask({ ...(params ? { params } : {}), query: asked } as never) } as never,
    whole,
  )
  return {
    ...pages,
    text,
    sort,
    search: (next: string) => setAt({ [`${prefix}text`]: next }),
    order: (next: string) => setAt({ [`${prefix}sort`]: next }),
    book: export_.href({ ...(params ? { params } : {}), query: whole } as never),
    csv: csv === undefined ? undefined : (csv as Asked).href({ ...(params ? { params } : {}), query: whole } as never),
  }
}

type Held<Row> = Omit<DataTableProps<Row>, 'rows' | 'total' | 'hasMore' | 'isLoadingMore' | 'onMore' | 'sort' | 'onSort'>

interface ListTableProps<Row> extends Held<Row> {
  readonly of: ReturnType<typeof useList<Row>>
  /** What the box searches. Absent where the page has one for the list and its map. */
  readonly search?: string
  /** Selects and date fields of the page. */
  readonly filters?: ReactNode
  /** Those behind a button, and how many of them are set. */
  readonly more?: ReactNode
  readonly moreSet?: number
  readonly isFiltered?: boolean
  /** Takes the page's own filters away. */
  readonly onReset?: () => void
  /** Where somebody else knows the number of rows better. */
  readonly total?: number | undefined
  /** Above the rows: a chart of them. */
  readonly above?: (rows: readonly Row[]) => ReactNode
  /** Instead of a table: cards, in a narrow panel. */
  readonly body?: (rows: readonly Row[]) => ReactNode
}

/** The list. */
export function ListTable<Row>({
  of,
  search,
  filters,
  more,
  moreSet = 0,
  isFiltered = false,
  onReset,
  above,
  body,
  empty,
  tools,
  ...table
}: ListTableProps<Row>) {
  const { t } = useWords()
  const isNarrowed = isFiltered || of.text !== ''
  const reset = () => {
    if (of.text !== '') of.search('')
    if (isFiltered) onReset?.()
  }
  const nothing = isNarrowed ? (
    <EmptyState icon="filter" title={t('ui.nothingFound')} action={<Button onPress={reset}>{t('ui.reset')}</Button>}>
      {t('ui.nothingFoundHelp')}
    </EmptyState>
  ) : (
    empty
  )
  const out = (
    <>
      <LinkButton small icon="download" href={of.book} download>
        {t('ui.export')}
      </LinkButton>
      {of.csv !== undefined && <CsvButton href={of.csv} total={table.total ?? of.total} />}
    </>
  )
  return (
    <>
      {search !== undefined && (
        <FilterBar label={search} q={of.text} onSearch={of.search} more={more} moreSet={moreSet} isFiltered={isNarrowed} onReset={reset}>
          {filters}
        </FilterBar>
      )}
      <Answer of={of}>
        {(rows) => (
          <>
            {rows.length > 0 && above?.(rows)}
            {body ? (
              <Cards of={of} out={out} nothing={nothing} body={body} />
            ) : (
              <DataTable
                {...table}
                rows={rows}
                total={table.total ?? of.total}
                hasMore={of.hasMore}
                isLoadingMore={of.isLoadingMore}
                onMore={of.onMore}
                sort={of.sort}
                onSort={of.order}
                empty={nothing}
                tools={
                  <>
                    {tools}
                    {out}
                  </>
                }
              />
            )}
          </>
        )}
      </Answer>
    </>
  )
}

interface CardsProps<Row> {
  readonly of: ReturnType<typeof useList<Row>>
  readonly out: ReactNode
  readonly nothing: ReactNode
  readonly body: (rows: readonly Row[]) => ReactNode
}

/** Rows as cards, with the way to the other order, the workbook, and more. */
function Cards<Row>({ of, out, nothing, body }: CardsProps<Row>) {
  const { t } = useWords()
  if (of.rows.length === 0) return nothing
  const turned = of.sort.startsWith('-') ? of.sort.slice(1) : `-${of.sort}`
  return (
    <>
      <div className="row">
        <Button small icon="sort" onPress={() => of.order(turned)}>
          {t(of.sort.startsWith('-') ? 'ui.latestFirst' : 'ui.earliestFirst')}
        </Button>
        {out}
      </div>
      {body(of.rows)}
      {of.hasMore && (
        <Button small isPending={of.isLoadingMore} onPress={() => void of.onMore()}>
          {t('ui.more')}
        </Button>
      )}
    </>
  )
}
