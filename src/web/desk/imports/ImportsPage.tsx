/** Imports (导入): every file that came in, what was understood, and what became of it. */
import { useNavigate } from '@tanstack/react-router'
import { type Import, ImportState } from '../../../imports/import.ts'
import { useAddress } from '../../../ui/address.ts'
import { Link, LinkButton } from '../../../ui/Button.tsx'
import type { Column } from '../../../ui/DataTable.tsx'
import { Card, PageHeader, StatusTag } from '../../../ui/Page.tsx'
import { Select } from '../../../ui/Select.tsx'
import { EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { ListTable, useList } from '../parts/ListTable.tsx'
import { imports, useKinds, useKindWords } from './calls.ts'
import '../standards/standards.css'
import './imports.css'

const tone = { reading: 'blue', previewed: 'amber', refused: 'red', applied: 'green', abandoned: 'grey' } as const

/** The state of an import as colour and word. */
export function ImportStateTag({ state }: { state: ImportState }) {
  const { t } = useWords()
  return <StatusTag tone={tone[state]}>{t(`import.state.${state}`)}</StatusTag>
}

/** The page. */
export function ImportsPage() {
  const { t } = useWords()
  const words = useKindWords()
  const navigate = useNavigate()
  const kinds = useKinds()
  const [at, setAt] = useAddress({ kind: '', state: '' })
  const list = useList<Import>({ list: imports.listImports, book: imports.exportImports, query: at })
  const columns = useColumns()
  const all = { value: '', label: t('ui.all') }
  return (
    <div className="page">
      <PageHeader
        title={t('nav.imports')}
        subtitle={t('imports.subtitle')}
        actions={
          <LinkButton kind="primary" icon="import" href="/imports/new">
            {t('imports.new')}
          </LinkButton>
        }
      />
      <Card flush>
        <ListTable
          of={list}
          label={t('nav.imports')}
          search={t('imports.search')}
          isFiltered={at.kind !== '' || at.state !== ''}
          onReset={() => setAt({ kind: '', state: '' })}
          filters={
            <>
              <Select
                label={t('imports.kind')}
                value={at.kind}
                onChange={(kind) => setAt({ kind })}
                options={[all, ...(kinds.data?.items ?? []).map(({ kind }) => ({ value: kind, label: words.kind(kind) }))]}
              />
              <Select
                label={t('imports.state')}
                value={at.state}
                onChange={(state) => setAt({ state })}
                options={[all, ...ImportState.options.map((state) => ({ value: state as string, label: t(`import.state.${state}`) }))]}
              />
            </>
          }
          columns={columns}
          idOf={(row) => row.id}
          onOpen={(row) => void navigate({ to: `/imports/${row.id}` })}
          empty={
            <EmptyState icon="import" title={t('imports.none')}>
              {t('imports.noneHelp')}
            </EmptyState>
          }
        />
      </Card>
    </div>
  )
}

function useColumns(): Column<Import>[] {
  const { t, moment, number } = useWords()
  const words = useKindWords()
  return [
    { id: 'name', sort: 'name', title: t('imports.file'), minRem: 14, cell: (row) => <Link href={`/imports/${row.id}`}>{row.name}</Link> },
    { id: 'kind', sort: 'kind', title: t('imports.kind'), nowrap: true, cell: (row) => words.kind(row.kind) },
    { id: 'state', sort: 'state', title: t('imports.state'), nowrap: true, cell: (row) => <ImportStateTag state={row.state} /> },
    { id: 'rows', title: t('imports.rows'), number: true, cell: (row) => (row.found ? number(row.found.rows) : '—') },
    { id: 'faults', title: t('imports.faults'), number: true, cell: (row) => (row.found ? number(row.found.faults) : '—') },
    { id: 'at', sort: 'added', title: t('imports.at'), nowrap: true, cell: (row) => moment(row.addedAt) },
    { id: 'sha256', title: t('imports.sha'), optional: true, nowrap: true, cell: (row) => <code>{row.sha256.slice(0, 12)}</code> },
  ]
}
