/** Classes of cases with their filing conditions and limits: searched, taken out to Excel, brought in by import. */
import { useState } from 'react'
import type { Condition } from '../../../classes/class.ts'
import { classKinds } from '../../../classes/class.ts'
import { useAddress } from '../../../ui/address.ts'
import { Button, LinkButton } from '../../../ui/Button.tsx'
import { Checkbox } from '../../../ui/Fields.tsx'
import { Card, PageHeader, StatusTag } from '../../../ui/Page.tsx'
import { Select } from '../../../ui/Select.tsx'
import { EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useMay } from '../../me.ts'
import { ListTable, useList } from '../parts/ListTable.tsx'
import { AlikeRules } from './AlikeRules.tsx'
import { caseClasses } from './calls.ts'
import { RepeatRules } from './RepeatRules.tsx'

/** The page. */
export function ClassesPage() {
  const { t, read } = useWords()
  const mayImport = useMay('imports.run')
  const readsCases = useMay('cases.read')
  const [shown, setShown] = useState<'alike' | 'repeats' | null>(null)
  const [at, setAt] = useAddress({ kind: '', all: '' })
  const query = { ...(at.kind === '' ? {} : { kind: at.kind }), ...(at.all === '' ? {} : { all: 'true' }) }
  const of = useList<Condition>({ list: caseClasses.listConditions, book: caseClasses.exportConditions, query })
  const bring = (
    <LinkButton icon="import" href="/imports/new?kind=classes">
      {t('classes.import')}
    </LinkButton>
  )
  const actions = (
    <>
      <Button icon="settings" onPress={() => setShown('alike')}>
        {t('likeness.ruleList')}
      </Button>
      {readsCases && (
        <Button icon="redo" onPress={() => setShown('repeats')}>
          {t('repeats.rules')}
        </Button>
      )}
      {mayImport && bring}
    </>
  )
  return (
    <div className="page">
      <PageHeader title={t('nav.classes')} subtitle={t('classes.is')} actions={actions} />
      {shown === 'alike' && <AlikeRules onClose={() => setShown(null)} />}
      {shown === 'repeats' && <RepeatRules onClose={() => setShown(null)} />}
      <Card flush>
        <ListTable
          of={of}
          label={t('nav.classes')}
          search={t('classes.search')}
          isFiltered={at.kind !== '' || at.all !== ''}
          onReset={() => setAt({ kind: '', all: '' })}
          filters={
            <>
              <Select
                label={t('classes.kind')}
                value={at.kind}
                onChange={(kind) => setAt({ kind })}
                options={[
                  { value: '', label: t('classes.kind.any') },
                  ...classKinds.map((value) => ({ value: value as string, label: t(`classes.kind.${value}`) })),
                ]}
              />
              <Checkbox isSelected={at.all !== ''} onChange={(on) => setAt({ all: on ? 'true' : '' })}>
                {t('classes.all')}
              </Checkbox>
            </>
          }
          idOf={({ id }) => id}
          columns={[
            { id: 'code', title: t('classes.code'), nowrap: true, sort: 'code', cell: (it) => it.class.code },
            { id: 'name', title: t('classes.name'), minRem: 7, sort: 'name', cell: (it) => it.class.name },
            { id: 'files', title: t('classes.files'), minRem: 14, cell: ({ files }) => files },
            { id: 'closes', title: t('classes.closes'), minRem: 8, cell: ({ closes }) => closes },
            {
              id: 'limit',
              title: t('classes.limit'),
              nowrap: true,
              sort: 'limit',
              cell: ({ limitText, limit, withdrawn }) => (
                <>
                  {limitText} <span className="quiet small">{t(`classes.clock.${limit.clock}`)}</span>{' '}
                  {withdrawn && <StatusTag>{t('classes.withdrawn')}</StatusTag>}
                </>
              ),
            },
            { id: 'handler', title: t('classes.handler'), minRem: 10, cell: ({ unit, handler }) => (unit ? read(unit.title) : handler) },
          ]}
          empty={
            <EmptyState icon="list" title={t('classes.none')} action={mayImport ? bring : undefined}>
              {t('classes.noneHelp')}
            </EmptyState>
          }
        />
      </Card>
    </div>
  )
}
