/** The procedure of the city: its table in words, its versions, and a draft that is changed here or in Excel and then adopted. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Procedure } from '../../../../cases/procedure/procedure.ts'
import type { ProcedureFile } from '../../../../cases/procedure/procedures.api.ts'
import { useAddress } from '../../../../ui/address.ts'
import { LinkButton } from '../../../../ui/Button.tsx'
import { type Column, DataTable } from '../../../../ui/DataTable.tsx'
import { Card, PageHeader, StatusTag } from '../../../../ui/Page.tsx'
import { Select } from '../../../../ui/Select.tsx'
import { Answer } from '../../../../ui/States.tsx'
import { useWords } from '../../../../ui/words.tsx'
import { useMay } from '../../../me.ts'
import { procedures } from './calls.ts'
import { Draft } from './Draft.tsx'

/** The page; the version stands in the address. */
export function ProcedurePage() {
  const { t } = useWords()
  const [at, setAt] = useAddress({ version: '' })
  const query = at.version === '' ? {} : { version: Number(at.version) }
  const asked = useQuery(procedures.get.ask({ query }))
  const [draft, setDraft] = useState<Procedure | null>(null)
  const mayEdit = useMay('procedure.edit')
  return (
    <div className="page">
      <PageHeader
        title={t('procedure.page')}
        subtitle={t('procedure.is')}
        crumbs={[{ label: t('nav.cases'), href: '/cases' }]}
        actions={
          <>
            <LinkButton icon="download" href={procedures.export.href({ query })}>
              Excel
            </LinkButton>
            <LinkButton icon="download" href={procedures.export.href({ query: { ...query, form: 'json' } })}>
              JSON
            </LinkButton>
          </>
        }
      />
      <Answer of={asked}>
        {(file) => (
          <div className="stack">
            <Versions file={file} value={at.version} onChange={(version) => setAt({ version })} />
            {mayEdit && <Draft file={file} draft={draft} setDraft={setDraft} />}
            {draft === null && <Printed file={file} />}
          </div>
        )}
      </Answer>
    </div>
  )
}

function Versions({ file, value, onChange }: { file: ProcedureFile; value: string; onChange: (version: string) => void }) {
  const { t, moment } = useWords()
  const versions = useQuery(procedures.list.ask({}))
  const items = versions.data?.items ?? []
  const nameOf = (version: number) => (version === 0 ? t('procedure.ofTheHouse') : t('procedure.version', { version }))
  return (
    <Card>
      <div className="row">
        <Select
          label={t('procedure.which')}
          value={value}
          onChange={onChange}
          options={[
            { value: '', label: t('procedure.inForce') },
            ...items.map(({ version, openCases }) => ({
              value: String(version),
              label: `${nameOf(version)} · ${t('procedure.openCases', { count: openCases })}`,
            })),
          ]}
        />
        <span className="stack-s">
          <span className="row">
            <StatusTag tone="blue">{nameOf(file.version)}</StatusTag>
            <span>{t('procedure.openCases', { count: file.openCases })}</span>
          </span>
          {file.by && (
            <span className="small quiet">
              {moment(file.at)} {file.by.name} · {t(`procedure.moves.${file.moves}`)} · {file.note}
            </span>
          )}
          <code className="small quiet">{file.hash.slice(0, 16)}</code>
        </span>
      </div>
    </Card>
  )
}

type Row = ProcedureFile['printed'][number]

function Printed({ file }: { file: ProcedureFile }) {
  const { t } = useWords()
  const lines = (texts: readonly string[]) => (
    <ul>
      {texts.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  )
  const columns: Column<Row>[] = [
    { id: 'step', title: t('procedure.column.step'), minRem: 9, cell: ({ step }) => step.split(' `')[0] },
    { id: 'from', title: t('procedure.column.from'), minRem: 7, cell: ({ from }) => lines(from) },
    { id: 'ways', title: t('procedure.column.to'), minRem: 18, cell: ({ ways }) => lines(ways) },
    { id: 'who', title: t('procedure.column.who'), minRem: 11, cell: ({ who }) => lines(who) },
    { id: 'needs', title: t('procedure.column.needs'), minRem: 8, cell: ({ needs }) => lines(needs) },
  ]
  return (
    <Card flush>
      <DataTable
        few
        label={t('procedure.page')}
        columns={columns}
        rows={file.printed}
        idOf={({ step }) => step}
        total={file.printed.length}
        empty={null}
      />
    </Card>
  )
}
