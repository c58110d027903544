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
  /** Selects and date fields. */
  readonly children?: ReactNode
  /** Something is filtered: shows the way back to all. */
  readonly isFiltered?: boolean
  readonly onReset?: () => void
}

/** One line of search and filters; on a phone the filters wait behind a button. */
export function FilterBar({ label, q, onSearch, children, isFiltered = false, onReset }: FilterBarProps) {
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
      {children !== undefined && (
        <span className="filters-turn">
          <Button icon="filter" aria-expanded={isOpen} onPress={() => setOpen(!isOpen)}>
            {t('ui.filters')}
          </Button>
        </span>
      )}
      <div className="filters-more">{children}</div>
      {isFiltered && onReset && (
        <Button kind="quiet" icon="close" onPress={onReset}>
          {t('ui.reset')}
        </Button>
      )}
    </search>
  )
}
