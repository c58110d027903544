/** Forms (表单): questionnaires and check forms from XLSForm workbooks with their versions and answers; beside them, the exemptions. */
import { useState } from 'react'
import type { FormHead } from '../../../forms/forms.api.ts'
import { useAddress } from '../../../ui/address.ts'
import { Button } from '../../../ui/Button.tsx'
import type { Column } from '../../../ui/DataTable.tsx'
import { Card, PageHeader, StatusTag } from '../../../ui/Page.tsx'
import { Select } from '../../../ui/Select.tsx'
import { SplitView } from '../../../ui/SplitView.tsx'
import { EmptyState } from '../../../ui/States.tsx'
import { Tabs } from '../../../ui/Tabs.tsx'
import { useWords, type Words } from '../../../ui/words.tsx'
import { useMay } from '../../me.ts'
import { ListTable, useList } from '../parts/ListTable.tsx'
import { forms } from './calls.ts'
import { Exemptions } from './Exemptions.tsx'
import { FormDetail } from './FormDetail.tsx'
import { ImportForm } from './ImportForm.tsx'
import './forms.css'

/** The page. */
export function FormsPage() {
  const { t } = useWords()
  const [at, setAt] = useAddress({ tab: 'forms', open: '', show: '' })
  const mayReview = useMay('inspections.review')
  const [isNew, setNew] = useState(false)
  const isForms = at.tab !== 'exemptions'
  const add = mayReview && (
    <Button icon={isForms ? 'import' : 'add'} kind="primary" onPress={() => setNew(true)}>
      {t(isForms ? 'forms.import' : 'exemptions.new')}
    </Button>
  )
  return (
    <div className="page">
      <PageHeader title={t('nav.forms')} subtitle={t('forms.are')} actions={add} />
      <Tabs
        label={t('nav.forms')}
        value={isForms ? 'forms' : 'exemptions'}
        onChange={(tab) => setAt({ tab, open: '', show: '' })}
        tabs={[
          { id: 'forms', label: t('forms.sheet.forms') },
          { id: 'exemptions', label: t('exemptions.sheet') },
        ]}
      >
        {isForms ? (
          <List at={at} setAt={setAt} add={add} />
        ) : (
          <Exemptions at={at} setAt={setAt} isNew={isNew} onClose={() => setNew(false)} add={add} />
        )}
      </Tabs>
      {isForms && isNew && <ImportForm onClose={() => setNew(false)} onDone={(open) => setAt({ open }, true)} />}
    </div>
  )
}

/** What both tabs keep in the address. */
export interface TabProps {
  readonly at: { readonly open: string; readonly show: string }
  readonly setAt: (change: { open?: string; show?: string }, push?: boolean) => void
  readonly add: React.ReactNode
}

function List({ at, setAt, add }: TabProps) {
  const words = useWords()
  const { t } = words
  const narrowed = { '': { latest: 'true' }, all: {}, closed: { closed: 'true' } }[at.show] ?? { latest: 'true' }
  const list = useList<FormHead>({ list: forms.list, book: forms.exportList, query: narrowed })
  return (
    <SplitView
      detailLabel={t('forms.sheet.forms')}
      detailRem={44}
      onClose={() => setAt({ open: '' })}
      detail={at.open === '' ? undefined : <FormDetail key={at.open} id={at.open} onOther={(open) => setAt({ open }, true)} />}
      list={
        <Card flush>
          <ListTable
            of={list}
            label={t('forms.sheet.forms')}
            search={t('forms.search')}
            isFiltered={at.show !== ''}
            onReset={() => setAt({ show: '' })}
            filters={
              <Select
                label={t('forms.show')}
                value={at.show}
                onChange={(show) => setAt({ show })}
                options={[
                  { value: '', label: t('forms.showLatest') },
                  { value: 'all', label: t('forms.showAll') },
                  { value: 'closed', label: t('forms.showClosed') },
                ]}
              />
            }
            columns={columnsOf(words)}
            idOf={({ id }) => id}
            openId={at.open}
            onOpen={({ id }) => setAt({ open: id }, true)}
            empty={
              <EmptyState icon="file" title={t('forms.none')} action={add}>
                {t('forms.noneHelp')}
              </EmptyState>
            }
          />
        </Card>
      }
    />
  )
}

/** What is to be known of a version at a glance. */
export function FormTags({ form }: { form: Pick<FormHead, 'isLatest' | 'closedAt'> }) {
  const { t } = useWords()
  return (
    <>
      {form.closedAt !== null && <StatusTag tone="grey">{t('forms.isClosed')}</StatusTag>}
      {!form.isLatest && <StatusTag tone="amber">{t('forms.isOld')}</StatusTag>}
    </>
  )
}

const columnsOf = ({ t, number, moment }: Words): Column<FormHead>[] => [
  {
    id: 'title',
    sort: 'title',
    title: t('forms.column.title'),
    minRem: 12,
    cell: (form) => (
      <div>
        <span className="row">
          <span className="strong">{form.title}</span>
          <FormTags form={form} />
        </span>
        <p className="quiet small">
          <code>
            {form.formId} · {form.version}
          </code>
        </p>
      </div>
    ),
  },
  { id: 'questions', title: t('forms.column.questions'), number: true, cell: ({ questions }) => number(questions) },
  { id: 'answered', title: t('forms.column.answered'), number: true, cell: ({ answered }) => number(answered) },
  {
    id: 'published',
    sort: 'published',
    title: t('forms.column.published'),
    nowrap: true,
    cell: ({ publishedAt }) => moment(publishedAt),
  },
]
