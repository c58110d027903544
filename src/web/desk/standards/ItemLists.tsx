/** The lists of an edition as tables: checks, point types, questions, statistics, scales, kinds of unit. */
import type { Check, Edition, PointType, Question, Scale, Statistic } from '../../../standards/edition.ts'
import { type Column, DataTable } from '../../../ui/DataTable.tsx'
import { Card } from '../../../ui/Page.tsx'
import { EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useWholeOrder } from '../parts/wholeOrder.ts'
import { type ListName, type Lists, usesOf } from './edit/draft.ts'
import { itemsWith, ListBar, listOf } from './ListBar.tsx'
import { ProvenanceTag } from './marks.tsx'

type Item = Lists[ListName]

export interface ItemListsProps {
  readonly edition: Edition
  readonly list: string
  readonly q: string
  readonly onChange: (change: { list?: string; q?: string }) => void
}

/** One list at a time, searched by code and words in both languages. */
export function ItemLists({ edition, list, q, onChange }: ItemListsProps) {
  const { t, read } = useWords()
  const name = listOf(list)
  const found = itemsWith(edition, name, q)
  const { rows, ...order } = useWholeOrder<Item>(found, {
    id: (row) => row.id,
    title: (row) => read(row.title) || row.id,
    uses: (row) => usesOf(edition, name, row.id).length,
  })
  const columns = useColumns(edition, name)
  return (
    <Card flush>
      <ListBar edition={edition} list={name} q={q} onSearch={(next) => onChange({ q: next })} onList={(next) => onChange({ list: next })} />
      <DataTable
        key={name}
        label={t(`standards.list.${name}`)}
        columns={columns}
        rows={rows}
        {...order}
        idOf={(row) => row.id}
        total={edition[name].length}
        empty={
          <EmptyState icon="list" title={t('standards.listEmpty')}>
            {t('standards.listEmptyHelp')}
          </EmptyState>
        }
      />
    </Card>
  )
}

function useColumns(edition: Edition, list: ListName): Column<Item>[] {
  const { t, read } = useWords()
  return [
    { id: 'id', sort: 'id', title: t('standards.code'), nowrap: true, cell: (row) => <code>{row.id}</code> },
    { id: 'title', sort: 'title', title: t('standards.words'), minRem: 16, cell: (row) => read(row.title) || row.id },
    { id: 'facts', title: t('standards.what'), minRem: 12, cell: (row) => <ItemFacts edition={edition} list={list} item={row} /> },
    { id: 'provenance', title: t('standards.provenanceWord'), nowrap: true, cell: (row) => <ProvenanceTag of={row.provenance} /> },
    { id: 'uses', sort: 'uses', title: t('standards.uses'), number: true, cell: (row) => usesOf(edition, list, row.id).length },
  ]
}

function ItemFacts({ edition, list, item }: { edition: Edition; list: ListName; item: Item }) {
  const { t, read } = useWords()
  if (list === 'checks') {
    const check = item as Check
    return <>{[t(`standards.checkKind.${check.kind}`), t(`standards.severity.${check.severity as 1 | 2 | 3}`)].join(' · ')}</>
  }
  if (list === 'pointTypes') {
    const type = item as PointType
    return <>{[read(type.protocol), t('standards.checksCount', { count: type.checks.length })].filter(Boolean).join(' · ')}</>
  }
  if (list === 'questions') {
    const question = item as Question
    return (
      <>
        {[
          t(`standards.dimension.${question.dimension}`),
          ...question.populations.map((id) => read(edition.populations.find((one) => one.id === id)?.title)),
        ].join(' · ')}
      </>
    )
  }
  if (list === 'statistics') return <>{[read((item as Statistic).unit), read((item as Statistic).formula)].filter(Boolean).join(' · ')}</>
  if (list === 'scales') return <>{(item as Scale).grades.map((grade) => `${grade.code} ${read(grade.title)}`).join(' · ')}</>
  return <span className="quiet">—</span>
}
