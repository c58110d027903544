/** The city's assessment standards: every edition with its state, and the library that ships along, to be taken as a draft. */
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { EditionHead } from '../../../standards/editions.api.ts'
import { useAddress } from '../../../ui/address.ts'
import { Button, Link, LinkButton } from '../../../ui/Button.tsx'
import type { Column } from '../../../ui/DataTable.tsx'
import { Card, PageHeader, StatusTag } from '../../../ui/Page.tsx'
import { Select } from '../../../ui/Select.tsx'
import { EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useMay } from '../../me.ts'
import { ListTable, useList } from '../parts/ListTable.tsx'
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
  const [at, setAt] = useAddress({ status: '' })
  const list = useList<EditionHead>({ list: standards.listEditions, book: standards.exportEditions, query: at })
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
        <ListTable
          of={list}
          label={t('nav.standards')}
          search={t('standards.searchEditions')}
          isFiltered={at.status !== ''}
          onReset={() => setAt({ status: '' })}
          filters={
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
          }
          columns={columns}
          idOf={(row) => row.id}
          onOpen={(row) => void navigate({ to: `/standards/${row.id}` })}
          empty={
            <EmptyState icon="standard" title={t('standards.none')}>
              {t('standards.noneHelp')}
            </EmptyState>
          }
        />
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
      sort: 'title',
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
    { id: 'status', sort: 'status', title: t('standards.state'), nowrap: true, cell: (row) => <EditionStatus status={row.status} /> },
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
    { id: 'criteria', sort: 'criteria', title: t('standards.criteria'), number: true, cell: (row) => number(row.criteria) },
    { id: 'total', sort: 'total', title: t('standards.total'), number: true, cell: (row) => points(row.total) },
    { id: 'version', title: t('standards.savesWord'), number: true, optional: true, cell: (row) => row.version },
    { id: 'hash', title: t('standards.hash'), nowrap: true, optional: true, cell: (row) => <code>{row.hash?.slice(0, 12) ?? '—'}</code> },
    { id: 'changedAt', sort: 'changed', title: t('standards.changedAt'), nowrap: true, cell: (row) => moment(row.changedAt) },
    {
      id: 'publishedAt',
      sort: 'published',
      title: t('standards.publishedAt'),
      nowrap: true,
      cell: (row) => moment(row.publishedAt) || '—',
    },
  ]
}
