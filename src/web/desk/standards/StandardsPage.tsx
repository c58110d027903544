/** The city's assessment standards: every edition with its state, and the library that ships along, to be taken as a draft. */
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { EditionHead } from '../../../standards/standards.api.ts'
import { useAddress } from '../../../ui/address.ts'
import { Button, Link, LinkButton } from '../../../ui/Button.tsx'
import { type Column, DataTable } from '../../../ui/DataTable.tsx'
import { FilterBar } from '../../../ui/FilterBar.tsx'
import { Card, PageHeader, StatusTag } from '../../../ui/Page.tsx'
import { Select } from '../../../ui/Select.tsx'
import { Answer, EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { usePages } from '../../call.ts'
import { useMay } from '../../me.ts'
import { standards } from './calls.ts'
import { Library } from './Library.tsx'
import { EditionStatus } from './marks.tsx'
import { NewDraft } from './NewDraft.tsx'
import './standards.css'

/** The page. */
export function StandardsPage() {
  const { t } = useWords()
  const navigate = useNavigate()
  const mayEdit = useMay('standards.edit')
  const mayImport = useMay('imports.run')
  const [isNew, setNew] = useState(false)
  const [at, setAt] = useAddress({ q: '', status: '' })
  const list = usePages(standards.listEditions, { q: at.q, status: at.status })
  const columns = useColumns()
  return (
    <div className="page">
      <PageHeader
        title={t('nav.standards')}
        subtitle={t('standards.subtitle')}
        actions={
          <>
            <LinkButton icon="compare" href="/standards/compare">
              {t('standards.compare')}
            </LinkButton>
            <LinkButton icon="history" href="/standards/carry">
              {t('standards.carry')}
            </LinkButton>
            {mayImport && (
              <LinkButton icon="import" href="/imports/new?kind=edition">
                {t('standards.importExcel')}
              </LinkButton>
            )}
            {mayEdit && (
              <Button kind="primary" icon="add" onPress={() => setNew(true)}>
                {t('standards.newDraft')}
              </Button>
            )}
          </>
        }
      />
      <Card flush>
        <FilterBar
          label={t('standards.searchEditions')}
          q={at.q}
          onSearch={(q) => setAt({ q })}
          isFiltered={at.q !== '' || at.status !== ''}
          onReset={() => setAt({ q: '', status: '' })}
        >
          <Select
            label={t('standards.state')}
            value={at.status}
            onChange={(status) => setAt({ status })}
            options={[
              { value: '', label: t('ui.all') },
              ...(['draft', 'published', 'withdrawn'] as const).map((status) => ({
                value: status as string,
                label: t(`standards.status.${status}`),
              })),
            ]}
          />
        </FilterBar>
        <Answer of={list}>
          {(rows) => (
            <DataTable
              {...list}
              label={t('nav.standards')}
              columns={columns}
              rows={rows}
              idOf={(row) => row.id}
              onOpen={(row) => void navigate({ to: `/standards/${row.id}` })}
              empty={
                <EmptyState icon="standard" title={t('standards.none')}>
                  {t('standards.noneHelp')}
                </EmptyState>
              }
            />
          )}
        </Answer>
      </Card>
      <Library />
      {isNew && <NewDraft onClose={() => setNew(false)} />}
    </div>
  )
}

function useColumns(): Column<EditionHead>[] {
  const { t, read, number, points, moment } = useWords()
  return [
    {
      id: 'title',
      title: t('standards.edition'),
      minRem: 14,
      cell: (row) => (
        <div>
          <Link href={`/standards/${row.id}`}>{read(row.title)}</Link>
          <p className="quiet small">
            <code>
              {row.standard} · {row.edition}
            </code>
          </p>
        </div>
      ),
    },
    { id: 'status', title: t('standards.state'), nowrap: true, cell: (row) => <EditionStatus status={row.status} /> },
    {
      id: 'official',
      title: t('standards.textKind'),
      nowrap: true,
      cell: (row) =>
        row.official ? (
          <StatusTag tone="green">{t('standards.official')}</StatusTag>
        ) : (
          <StatusTag tone="amber">{t('standards.unofficial')}</StatusTag>
        ),
    },
    { id: 'criteria', title: t('standards.criteria'), number: true, cell: (row) => number(row.criteria) },
    { id: 'total', title: t('standards.total'), number: true, cell: (row) => points(row.total) },
    { id: 'version', title: t('standards.savesWord'), number: true, optional: true, cell: (row) => row.version },
    { id: 'hash', title: t('standards.hash'), nowrap: true, optional: true, cell: (row) => <code>{row.hash?.slice(0, 12) ?? '—'}</code> },
    { id: 'changedAt', title: t('standards.changedAt'), nowrap: true, cell: (row) => moment(row.changedAt) },
    { id: 'publishedAt', title: t('standards.publishedAt'), nowrap: true, cell: (row) => moment(row.publishedAt) || '—' },
  ]
}
