/** Who may do what: every call of the running system by role, and why a person may or may not make one. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type CallLine, permissionsApi } from '../../../city/permissions/permissions.api.ts'
import { roles } from '../../../city/who.ts'
import { useAddress } from '../../../ui/address.ts'
import { type Column, DataTable } from '../../../ui/DataTable.tsx'
import { FilterBar } from '../../../ui/FilterBar.tsx'
import { Card, PageHeader, StatusTag } from '../../../ui/Page.tsx'
import { Select } from '../../../ui/Select.tsx'
import { Answer, EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { calls } from '../../call.ts'
import { useMay } from '../../me.ts'
import { WhyCard } from './WhyCard.tsx'

/** The calls of this page. */
export const permissions = calls('permissions', permissionsApi)

/** The page. */
export function PermissionsPage() {
  const { t, tAny } = useWords()
  const [at, setAt] = useAddress({ q: '', role: '' })
  const asked = useQuery(permissions.listCalls.ask({}))
  const isShown = ({ call, path, says, roles: may }: CallLine) =>
    (at.role === '' || may[at.role as keyof typeof may] !== undefined) &&
    (at.q === '' || [call, path, tAny(says)].some((text) => text.toLowerCase().includes(at.q.toLowerCase())))
  return (
    <div className="page">
      <PageHeader title={t('nav.permissions')} subtitle={t('permissions.is')} />
      <div className="stack">
        {useMay('permissions.read') && <WhyCard lines={asked.data?.items ?? []} />}
        <Card flush>
          <FilterBar
            label={t('permissions.search')}
            q={at.q}
            onSearch={(q) => setAt({ q })}
            isFiltered={at.q !== '' || at.role !== ''}
            onReset={() => setAt({ q: '', role: '' })}
          >
            <Select
              label={t('organisation.role')}
              value={at.role}
              onChange={(role) => setAt({ role })}
              options={[{ value: '', label: t('ui.all') }, ...roles.map((role) => ({ value: role as string, label: t(`role.${role}`) }))]}
            />
          </FilterBar>
          <Answer of={asked}>{({ items }) => <Calls key={`${at.q} ${at.role}`} lines={items.filter(isShown)} />}</Answer>
        </Card>
      </div>
    </div>
  )
}

/** So many lines at a time: a line has a cell for every role. */
const atOnce = 50

/** One line a call, one column a role. */
function Calls({ lines }: { lines: readonly CallLine[] }) {
  const { t, tAny } = useWords()
  const [shown, setShown] = useState(atOnce)
  const columns: Column<CallLine>[] = [
    { id: 'says', title: t('permissions.call'), minRem: 14, cell: ({ says }) => tAny(says) },
    { id: 'path', title: t('permissions.path'), optional: true, cell: ({ method, path }) => `${method} ${path}` },
    { id: 'may', title: t('permissions.permission'), optional: true, nowrap: true, cell: ({ may }) => may },
    ...roles.map((role): Column<CallLine> => ({ id: role, title: t(`role.${role}`), cell: (line) => <Mark line={line} role={role} /> })),
  ]
  return (
    <DataTable
      few
      label={t('nav.permissions')}
      columns={columns}
      rows={lines.slice(0, shown)}
      idOf={({ call }) => call}
      total={lines.length}
      hasMore={shown < lines.length}
      onMore={() => setShown(shown + atOnce)}
      empty={
        <EmptyState icon="lock" title={t('permissions.none')}>
          {t('permissions.noneHelp')}
        </EmptyState>
      }
    />
  )
}

function Mark({ line, role }: { line: CallLine; role: (typeof roles)[number] }) {
  const { t } = useWords()
  const reach = line.may === 'anyone' ? 'city' : line.roles[role]
  if (reach === undefined) return <span className="quiet">{t('permissions.no')}</span>
  return <StatusTag tone={reach === 'city' ? 'green' : 'blue'}>{t(`permissions.reach.${reach}`)}</StatusTag>
}
