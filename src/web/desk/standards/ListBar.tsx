/** Above the lists of an edition, read or edited: which list, and what is searched in it. */
import type { ReactNode } from 'react'
import type { Edition } from '../../../standards/edition.ts'
import { FilterBar } from '../../../ui/FilterBar.tsx'
import { Select } from '../../../ui/Select.tsx'
import { useWords } from '../../../ui/words.tsx'
import { type ListName, listNames, type Lists } from './edit/draft.ts'

/** The list that the address names; the first where it names none. */
export const listOf = (name: string): ListName => ((listNames as readonly string[]).includes(name) ? (name as ListName) : 'checks')

/** Its items with the words in their code or title, in both languages. */
export function itemsWith(edition: Edition, list: ListName, q: string): Lists[ListName][] {
  const wanted = q.trim().toLowerCase()
  return (edition[list] as Lists[ListName][]).filter((item) =>
    `${item.id} ${item.title?.zh ?? ''} ${item.title?.en ?? ''}`.toLowerCase().includes(wanted),
  )
}

interface ListBarProps {
  readonly edition: Edition
  readonly list: ListName
  readonly q: string
  readonly onSearch: (q: string) => void
  readonly onList: (list: ListName) => void
  readonly children?: ReactNode
}

/** The bar. */
export function ListBar({ edition, list, q, onSearch, onList, children }: ListBarProps) {
  const { t } = useWords()
  return (
    <FilterBar label={t('standards.searchList')} q={q} onSearch={onSearch} isFiltered={q !== ''} onReset={() => onSearch('')}>
      <Select
        label={t('standards.listWord')}
        value={list}
        onChange={onList}
        options={listNames.map((value) => ({ value, label: `${t(`standards.list.${value}`)} (${edition[value].length})` }))}
      />
      {children}
    </FilterBar>
  )
}
