/** Duties as a table: filters in the address, ticked rows changed together, the open duty at the right. */
import { useState } from 'react'
import { cells } from '../../../duties/completeness.ts'
import type { DutyHead } from '../../../duties/duty.ts'
import { Button } from '../../../ui/Button.tsx'
import type { Column } from '../../../ui/DataTable.tsx'
import { Card, StatusTag } from '../../../ui/Page.tsx'
import { ComboBox, Select } from '../../../ui/Select.tsx'
import { SplitView } from '../../../ui/SplitView.tsx'
import { EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useMay } from '../../me.ts'
import { ListTable, useList } from '../parts/ListTable.tsx'
import { useUnits } from '../parts/places.ts'
import { BulkEdit } from './BulkEdit.tsx'
import { duties, useAreas } from './calls.ts'
import type { DutiesAt, SetDutiesAt } from './DutiesPage.tsx'
import { DutyDetail } from './DutyDetail.tsx'
import { DutyStateTag } from './DutyStateTag.tsx'

/** Nothing filtered. */
export const noFilter = { unit: '', area: '', state: '', missing: '', only: '' }

/** `only` of the address as the call knows it. */
const onlyQuery = { '': {}, mine: { mine: 'true' }, incomplete: { incomplete: 'true' }, overdue: { overdue: 'true' } } as const

/** The list. */
export function DutyList({ edition, at, setAt }: { edition: string; at: DutiesAt; setAt: SetDutiesAt }) {
  const { t } = useWords()
  const mayEdit = useMay('duties.edit')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [isBulk, setBulk] = useState(false)
  const { unit, area, state, missing } = at
  const only = onlyQuery[at.only as keyof typeof onlyQuery] ?? {}
  const list = useList<DutyHead>({
    list: duties.list,
    book: duties.exportList,
    query: { edition, unit, area, state, missing, ...only },
  })
  const columns = useColumns()
  const isFiltered = Object.keys(noFilter).some((name) => at[name as keyof typeof noFilter] !== '')
  return (
    <SplitView
      detailLabel={t('duties.one')}
      detailRem={30}
      onClose={() => setAt({ open: '' })}
      detail={at.open === '' ? undefined : <DutyDetail key={at.open} id={at.open} />}
      list={
        <Card flush>
          <ListTable
            of={list}
            label={t('nav.duties')}
            search={t('duties.search')}
            filters={<Filters at={at} setAt={setAt} />}
            isFiltered={isFiltered}
            onReset={() => setAt(noFilter)}
            columns={columns}
            idOf={(row) => row.id}
            openId={at.open}
            onOpen={(row) => setAt({ open: row.id }, true)}
            {...(mayEdit ? { chosen, onChoose: setChosen } : {})}
            tools={
              chosen.size > 0 && (
                <Button small icon="edit" onPress={() => setBulk(true)}>
                  {t('duties.bulk', { count: chosen.size })}
                </Button>
              )
            }
            empty={
              <EmptyState icon="duty" title={t('duties.none')}>
                {t('duties.noneHelp')}
              </EmptyState>
            }
          />
          {isBulk && (
            <BulkEdit
              rows={list.rows.filter(({ id }) => chosen.has(id))}
              onClose={() => setBulk(false)}
              onDone={() => {
                setBulk(false)
                setChosen(new Set())
              }}
            />
          )}
        </Card>
      }
    />
  )
}

function Filters({ at, setAt }: { at: DutiesAt; setAt: SetDutiesAt }) {
  const { t } = useWords()
  const units = useUnits()
  const areas = useAreas()
  const all = { value: '', label: t('ui.all') }
  return (
    <>
      <Select
        label={t('duties.only')}
        value={at.only}
        onChange={(only) => setAt({ only })}
        options={[
          all,
          ...(['mine', 'incomplete', 'overdue'] as const).map((only) => ({ value: only as string, label: t(`duties.only.${only}`) })),
        ]}
      />
      <Select
        label={t('duties.state')}
        value={at.state}
        onChange={(state) => setAt({ state })}
        options={[
          all,
          ...(['open', 'done', 'dropped'] as const).map((state) => ({ value: state as string, label: t(`duties.state.${state}`) })),
        ]}
      />
      <Select
        label={t('duties.missing')}
        value={at.missing}
        onChange={(missing) => setAt({ missing })}
        options={[all, ...cells.map((cell) => ({ value: cell as string, label: t(`duties.cell.${cell}`) }))]}
      />
      <ComboBox
        key={`unit ${at.unit} ${units.length}`}
        label={t('duties.unit')}
        value={at.unit === '' ? null : at.unit}
        onChange={(unit) => setAt({ unit: unit ?? '' })}
        options={units}
        placeholder={t('ui.all')}
      />
      <ComboBox
        key={`area ${at.area} ${areas.length}`}
        label={t('duties.area')}
        value={at.area === '' ? null : at.area}
        onChange={(area) => setAt({ area: area ?? '' })}
        options={areas}
        placeholder={t('ui.all')}
      />
    </>
  )
}

function useColumns(): Column<DutyHead>[] {
  const { t, read, day, moment } = useWords()
  return [
    {
      id: 'criterion',
      title: t('duties.criterion'),
      sort: 'criterion',
      minRem: 15,
      cell: (row) => (
        <div>
          <p>{read(row.title) || row.task}</p>
          <p className="quiet small">
            <code>{row.criterion}</code>
          </p>
        </div>
      ),
    },
    { id: 'area', title: t('duties.area'), minRem: 6, cell: (row) => (row.area ? read(row.area.title) : t('duties.wholeCity')) },
    { id: 'lead', title: t('duties.lead'), minRem: 8, cell: (row) => read(row.lead?.title) || '—' },
    {
      id: 'helpers',
      title: t('duties.helpers'),
      optional: true,
      minRem: 8,
      cell: (row) => row.helpers.map(({ title }) => read(title)).join(' ') || '—',
    },
    { id: 'leader', title: t('duties.leader'), minRem: 6, cell: (row) => row.leader?.holder?.name ?? '—' },
    { id: 'person', title: t('duties.person'), minRem: 6, cell: (row) => row.person?.holder?.name ?? '—' },
    {
      id: 'due',
      title: t('duties.due'),
      sort: 'due',
      nowrap: true,
      cell: (row) =>
        row.overdue ? <StatusTag tone="red">{t('duties.overdueSince', { day: day(row.dueOn) })}</StatusTag> : day(row.dueOn) || '—',
    },
    { id: 'missing', title: t('duties.empty'), minRem: 7, cell: (row) => <Missing row={row} /> },
    { id: 'state', sort: 'state', title: t('duties.state'), nowrap: true, cell: (row) => <DutyStateTag state={row.state} /> },
    { id: 'changed', sort: 'changed', title: t('standards.changedAt'), optional: true, nowrap: true, cell: (row) => moment(row.changedAt) },
  ]
}

function Missing({ row }: { row: DutyHead }) {
  const { t } = useWords()
  if (row.state === 'dropped') return <>—</>
  if (row.missing.length === 0) return <StatusTag tone="green">{t('duties.complete')}</StatusTag>
  return <StatusTag tone="amber">{row.missing.map((cell) => t(`duties.cell.${cell}`)).join(' ')}</StatusTag>
}
