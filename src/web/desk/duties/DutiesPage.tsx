/** Duties (任务分解): who answers for which numbered standard, as a list, as a figure of completeness, and what was done in bulk. */
import { useState } from 'react'
import { useAddress } from '../../../ui/address.ts'
import { Button, LinkButton } from '../../../ui/Button.tsx'
import { Card, PageHeader } from '../../../ui/Page.tsx'
import { ComboBox, type Option } from '../../../ui/Select.tsx'
import { EmptyState, Loading } from '../../../ui/States.tsx'
import { Tabs } from '../../../ui/Tabs.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useMay } from '../../me.ts'
import { Actions } from './Actions.tsx'
import { AssignDialog } from './AssignDialog.tsx'
import { papers, useEditions } from './calls.ts'
import { ListDialog } from './ListDialog.tsx'
import { Completeness } from './Completeness.tsx'
import { DutyForm } from './DutyForm.tsx'
import { DutyList, noFilter } from './DutyList.tsx'
import '../standards/standards.css'
import './duties.css'

const start = { ...noFilter, tab: 'list', edition: '', open: '', cell: '' }
/** The page's state in the address. */
export type DutiesAt = typeof start
export type SetDutiesAt = (change: Partial<DutiesAt>, push?: boolean) => void

/** The page. */
export function DutiesPage() {
  const { t } = useWords()
  const [at, setAt] = useAddress(start)
  const editions = useEditions()
  const edition = at.edition === '' ? (editions?.[0]?.value ?? '') : at.edition
  return (
    <div className="page">
      <PageHeader title={t('nav.duties')} subtitle={t('duties.subtitle')} actions={edition !== '' && <Tools edition={edition} />} />
      {editions === undefined ? (
        <Loading />
      ) : edition === '' ? (
        <Card>
          <EmptyState icon="duty" title={t('duties.noEdition')} action={<LinkButton href="/standards">{t('nav.standards')}</LinkButton>}>
            {t('duties.noEditionHelp')}
          </EmptyState>
        </Card>
      ) : (
        <Shared edition={edition} editions={editions} at={at} setAt={setAt} />
      )}
    </div>
  )
}

function Tools({ edition }: { edition: string }) {
  const { t } = useWords()
  const mayEdit = useMay('duties.edit')
  const mayImport = useMay('imports.run')
  const [open, setOpen] = useState<'' | 'assign' | 'new' | 'list'>('')
  return (
    <>
      <LinkButton icon="download" href={papers.exportTable.href({ query: { edition: edition as never } })} download>
        {t('duties.exportTable')}
      </LinkButton>
      <Button icon="file" onPress={() => setOpen('list')}>
        {t('duties.lists')}
      </Button>
      {mayImport && (
        <LinkButton icon="import" href="/imports/new?kind=duties">
          {t('duties.importTable')}
        </LinkButton>
      )}
      {mayEdit && (
        <>
          <Button icon="add" onPress={() => setOpen('new')}>
            {t('duties.new')}
          </Button>
          <Button kind="primary" icon="share" onPress={() => setOpen('assign')}>
            {t('duties.assign')}
          </Button>
        </>
      )}
      {open === 'assign' && <AssignDialog edition={edition} onClose={() => setOpen('')} />}
      {open === 'list' && <ListDialog edition={edition} onClose={() => setOpen('')} />}
      {open === 'new' && <DutyForm edition={edition} onClose={() => setOpen('')} />}
    </>
  )
}

interface SharedProps {
  readonly edition: string
  readonly editions: readonly Option[]
  readonly at: DutiesAt
  readonly setAt: SetDutiesAt
}

function Shared({ edition, editions, at, setAt }: SharedProps) {
  const { t } = useWords()
  return (
    <>
      <div className="duty-edition">
        <ComboBox
          key={edition}
          label={t('duties.edition')}
          value={edition}
          onChange={(next) => next !== null && setAt({ edition: next, open: '' })}
          options={editions}
        />
      </div>
      <Tabs
        label={t('duties.views')}
        value={at.tab as 'list' | 'gaps' | 'actions'}
        onChange={(tab) => setAt({ tab, open: '' })}
        tabs={[
          { id: 'list', label: t('duties.list') },
          { id: 'gaps', label: t('duties.completeness') },
          { id: 'actions', label: t('duties.actions') },
        ]}
      >
        {at.tab === 'list' && <DutyList edition={edition} at={at} setAt={setAt} />}
        {at.tab === 'gaps' && <Completeness edition={edition} at={at} setAt={setAt} />}
        {at.tab === 'actions' && <Actions />}
      </Tabs>
    </>
  )
}
