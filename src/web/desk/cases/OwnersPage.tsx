/** Who answers (责任单位规则): class and area to unit, as a list that is searched, changed here, and taken out as a workbook. */
import { useState } from 'react'
import { v7 } from 'uuid'
import type { AreaId, UnitId } from '../../../base/ids.ts'
import type { OwnerLine } from '../../../cases/places/places.api.ts'
import { Button, LinkButton } from '../../../ui/Button.tsx'
import type { Column } from '../../../ui/DataTable.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Card, Note, PageHeader } from '../../../ui/Page.tsx'
import { ComboBox } from '../../../ui/Select.tsx'
import { EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { useKinds } from '../../kinds.ts'
import { useMay } from '../../me.ts'
import { ListTable, useList } from '../parts/ListTable.tsx'
import { useStreets, useUnits } from '../parts/places.ts'
import { places } from './placeCalls.ts'

/** The page. */
export function OwnersPage() {
  const { t } = useWords()
  const list = useList<OwnerLine>({ list: places.listOwners, book: places.exportOwners })
  const columns = useColumns()
  const mayEdit = useMay('organisation.edit')
  const [open, setOpen] = useState<Partial<OwnerLine> | null>(null)
  return (
    <div className="page">
      <PageHeader
        title={t('owners.title')}
        subtitle={t('owners.are')}
        crumbs={[{ label: t('nav.cases'), href: '/cases' }]}
        actions={
          mayEdit && (
            <>
              <LinkButton icon="import" href="/imports/new?kind=owners">
                {t('owners.import')}
              </LinkButton>
              <Button kind="primary" icon="add" onPress={() => setOpen({})}>
                {t('owners.new')}
              </Button>
            </>
          )
        }
      />
      <Card flush>
        <ListTable
          of={list}
          label={t('owners.title')}
          search={t('owners.search')}
          columns={columns}
          idOf={(row) => row.id}
          {...(mayEdit ? { onOpen: setOpen } : {})}
          empty={
            <EmptyState icon="unit" title={t('owners.none')}>
              {t('owners.noneHelp')}
            </EmptyState>
          }
        />
      </Card>
      {open && <RuleDialog key={open.id ?? 'new'} rule={open} onClose={() => setOpen(null)} />}
    </div>
  )
}

function useColumns(): Column<OwnerLine>[] {
  const { t, read, moment } = useWords()
  const { className, unitKindName } = useKinds()
  return [
    {
      id: 'class',
      sort: 'class',
      title: t('owners.class'),
      minRem: 10,
      cell: (row) =>
        row.class === '' ? t('owners.everyClass') : `${row.class} ${className(row.class) === row.class ? '' : className(row.class)}`,
    },
    { id: 'area', title: t('owners.area'), minRem: 8, cell: (row) => (row.area ? read(row.area.title) : t('owners.wholeCity')) },
    {
      id: 'unit',
      title: t('owners.unit'),
      minRem: 12,
      cell: (row) => (row.unit ? read(row.unit.title) : t('owners.nearest', { kind: unitKindName(row.unitKind ?? '') })),
    },
    { id: 'note', title: t('owners.note'), minRem: 10, cell: (row) => row.note },
    { id: 'changed', sort: 'changed', title: t('owners.changedAt'), nowrap: true, cell: (row) => moment(row.changedAt) },
  ]
}

function RuleDialog({ rule, onClose }: { rule: Partial<OwnerLine>; onClose: () => void }) {
  const { t, read } = useWords()
  const [id] = useState(() => rule.id ?? v7())
  const [type, setType] = useState(rule.class ?? '')
  const [area, setArea] = useState<string | null>(rule.areaId ?? null)
  const [unit, setUnit] = useState<string | null>(rule.unitId ?? null)
  const [kind, setKind] = useState<string | null>(rule.unitKind ?? null)
  const [note, setNote] = useState(rule.note ?? '')
  const { unitKinds } = useKinds()
  const [streets, units] = [useStreets(), useUnits()]
  const put = useSend(places.putOwner, { quiet: true, done: t('owners.saved'), onDone: onClose })
  const drop = useSend(places.dropOwner, { done: t('owners.dropped'), onDone: onClose })
  const save = () =>
    put.send({
      params: { id },
      body: { class: type.trim(), areaId: area as AreaId | null, unitId: unit as UnitId | null, unitKind: kind, note },
    })
  return (
    <Dialog
      title={t(rule.id ? 'owners.edit' : 'owners.new')}
      isOpen
      onClose={onClose}
      actions={
        <>
          {rule.id && (
            <Button isPending={drop.isPending} onPress={() => drop.send({ params: { id } })}>
              {t('owners.drop')}
            </Button>
          )}
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" isDisabled={(unit === null) === (kind === null)} isPending={put.isPending} onPress={save}>
            {t('owners.save')}
          </Button>
        </>
      }
    >
      <div className="stack">
        <TextField label={t('owners.class')} value={type} onChange={setType} maxLength={32} help={t('owners.classHelp')} />
        <ComboBox key={`area ${streets.length}`} label={t('owners.area')} value={area} onChange={setArea} options={streets} />
        <ComboBox
          key={`unit ${units.length} ${unit === null}`}
          label={t('owners.unit')}
          value={unit}
          onChange={(next) => {
            setUnit(next)
            if (next !== null) setKind(null)
          }}
          options={units}
          help={t('owners.unitHelp')}
        />
        <ComboBox
          key={`kind ${unitKinds.length} ${kind === null}`}
          label={t('owners.unitKind')}
          value={kind}
          onChange={(next) => {
            setKind(next)
            if (next !== null) setUnit(null)
          }}
          options={unitKinds.map((it) => ({ value: it.id, label: read(it.title), note: it.id }))}
        />
        <TextField label={t('owners.note')} value={note} onChange={setNote} maxLength={500} rows={2} />
        {put.error && <Note tone="red">{put.error.message}</Note>}
      </div>
    </Dialog>
  )
}
