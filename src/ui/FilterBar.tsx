/** Search and filters above a list. State lives in the address (`useAddress`); typing waits a moment before it is sent. */
import './filter.css'
import { type ReactNode, useEffect, useState } from 'react'
import { Button } from './Button.tsx'
import { SearchField } from './SearchField.tsx'
import { useWords } from './words.tsx'

export interface FilterBarProps {
  /** What the search box searches. */
  readonly label: string
  readonly q: string
  readonly onSearch: (q: string) => void
  /** Selects and date fields that stand in the line. */
  readonly children?: ReactNode
  /** Those that are seldom used, behind a button that says how many of them are set. */
  readonly more?: ReactNode
  readonly moreSet?: number
  /** Something is filtered: shows the way back to all. */
  readonly isFiltered?: boolean
  readonly onReset?: () => void
}

/** One line of search and filters; on a phone all filters wait behind a button. */
export function FilterBar(props: FilterBarProps) {
  const { label, q, onSearch, children, more, moreSet = 0, isFiltered = false, onReset } = props
  const { t } = useWords()
  const [isOpen, setOpen] = useState(false)
  const [typed, setTyped] = useState(q)
  const [sent, setSent] = useState(q)
  const [seen, setSeen] = useState(q)
  if (q !== seen) {
    setSeen(q)
    // The address was changed by somebody else (reset, back): the box follows. Our own search must not undo further typing.
    if (q !== sent) setTyped(q)
  }
  useEffect(() => {
    if (typed === q) return undefined
    const timer = setTimeout(() => {
      setSent(typed)
      onSearch(typed)
    }, 300)
    return () => clearTimeout(timer)
  }, [typed, q, onSearch])
  return (
    <search className={isOpen ? 'filters filters-open' : 'filters'}>
      <SearchField label={label} value={typed} onChange={setTyped} onSubmit={onSearch} />
      {(children !== undefined || more !== undefined) && (
        <span className="filters-turn">
          <Button icon="filter" aria-expanded={isOpen} onPress={() => setOpen(!isOpen)}>
            {t('ui.filters')}
          </Button>
        </span>
      )}
      <div className="filters-more">{children}</div>
      {more !== undefined && (
        <span className="filters-fold">
          <Button icon="filter" aria-expanded={isOpen} onPress={() => setOpen(!isOpen)}>
            {t('ui.moreFilters', { set: moreSet })}
          </Button>
        </span>
      )}
      {isFiltered && onReset && (
        <Button kind="quiet" icon="close" onPress={onReset}>
          {t('ui.reset')}
        </Button>
      )}
      {more !== undefined && <div className="filters-rest">{more}</div>}
    </search>
  )
}
