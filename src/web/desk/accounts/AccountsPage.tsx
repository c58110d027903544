/** Accounts of the city, for its administrator: who may sign in, how, and what is still open. */
import '../account/account.css'
import { useState } from 'react'
import type { Account } from '../../../access/accounts.api.ts'
import { useAddress } from '../../../ui/address.ts'
import { Button } from '../../../ui/Button.tsx'
import type { Column } from '../../../ui/DataTable.tsx'
import { Card, PageHeader, StatusTag } from '../../../ui/Page.tsx'
import { Select } from '../../../ui/Select.tsx'
import { SplitView } from '../../../ui/SplitView.tsx'
import { EmptyState } from '../../../ui/States.tsx'
import { useWords, type Words } from '../../../ui/words.tsx'
import { useMe } from '../../me.ts'
import { ListTable, useList } from '../parts/ListTable.tsx'
import { AccountDetail } from './AccountDetail.tsx'
import { accounts, standingOf } from './calls.ts'
import { NewAccount } from './NewAccount.tsx'
import { SignInRules } from './SignInRules.tsx'

/** The page. */
export function AccountsPage() {
  const words = useWords()
  const { t } = words
  const [at, setAt] = useAddress({ kind: '', retired: 'without', open: '' })
  const { open, ...query } = at
  const [isNew, setNew] = useState(false)
  const [isRules, setRules] = useState(false)
  const { narrow } = useMe()
  const list = useList<Account>({ list: accounts.listAccounts, book: accounts.exportAccounts, query })
  return (
    <div className="page">
      <PageHeader
        title={t('nav.accounts')}
        subtitle={t('access.accountsAre')}
        actions={
          <>
            {!narrow.includes('accounts.edit') && (
              <Button icon="lock" onPress={() => setRules(true)}>
                {t('signInRules.title')}
              </Button>
            )}
            <Button icon="add" kind="primary" onPress={() => setNew(true)}>
              {t('access.addAccount')}
            </Button>
          </>
        }
      />
      <SplitView
        detailLabel={t('access.account')}
        detailRem={29}
        onClose={() => setAt({ open: '' })}
        detail={open === '' ? undefined : <AccountDetail key={open} id={open} />}
        list={
          <Card flush>
            <ListTable
              of={list}
              label={t('nav.accounts')}
              search={t('access.searchAccounts')}
              isFiltered={at.kind !== '' || at.retired !== 'without'}
              onReset={() => setAt({ kind: '', retired: 'without' })}
              filters={
                <>
                  <Select
                    label={t('access.accountKind')}
                    value={at.kind}
                    onChange={(kind) => setAt({ kind })}
                    options={[
                      { value: '', label: t('ui.all') },
                      { value: 'person', label: t('access.kind.person') },
                      { value: 'service', label: t('access.kind.service') },
                    ]}
                  />
                  <Select
                    label={t('access.retiredOnes')}
                    value={at.retired}
                    onChange={(retired) => setAt({ retired })}
                    options={(['without', 'with', 'only'] as const).map((value) => ({ value, label: t(`access.retired.${value}`) }))}
                  />
                </>
              }
              columns={columnsOf(words)}
              idOf={(row) => row.id}
              openId={at.open}
              onOpen={(row) => setAt({ open: row.id }, true)}
              empty={
                <EmptyState icon="person" title={t('access.noAccounts')}>
                  {t('access.noAccountsHelp')}
                </EmptyState>
              }
            />
          </Card>
        }
      />
      {isRules && <SignInRules onClose={() => setRules(false)} />}
      {isNew && <NewAccount onClose={() => setNew(false)} onDone={(id) => setAt({ open: id }, true)} />}
    </div>
  )
}

const columnsOf = ({ t, tAny, read, moment }: Words): Column<Account>[] => [
  { id: 'login', sort: 'login', title: t('signIn.login'), nowrap: true, cell: (row) => <span className="strong">{row.login}</span> },
  { id: 'name', sort: 'name', title: t('access.name'), nowrap: true, cell: (row) => row.name },
  { id: 'unit', title: t('access.unit'), minRem: 8, cell: (row) => read(row.unit?.title) },
  { id: 'role', title: t('access.role'), cell: (row) => (row.role === null ? t('access.roleOfPost') : t(`role.${row.role}`)) },
  {
    id: 'standing',
    title: t('access.standing'),
    nowrap: true,
    cell: (row) => {
      const [word, tone] = standingOf(row)
      return <StatusTag tone={tone}>{tAny(word)}</StatusTag>
    },
  },
  {
    id: 'seen',
    title: t('access.lastSeen'),
    nowrap: true,
    optional: true,
    cell: (row) => (row.seenAt === null ? '—' : moment(row.seenAt)),
  },
]
