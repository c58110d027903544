/** The list beside the map. */
import { pointsApi } from '../../../city/points.api.ts'
import type { Column } from '../../../ui/DataTable.tsx'
import { Checkbox } from '../../../ui/Fields.tsx'
import { EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import type { Point } from '../../../city/area.ts'
import { calls } from '../../call.ts'
import { useKinds } from '../../kinds.ts'
import { ListTable, useList } from '../parts/ListTable.tsx'
import type { PointAddress } from './PointsPage.tsx'

const points = calls('points', pointsApi)

interface ListProps {
  readonly at: PointAddress
  readonly setAt: (change: Partial<PointAddress>, push?: boolean) => void
  readonly filter: object
}

/** Points, 50 at a time. */
export function PointList({ at, setAt, filter }: ListProps) {
  const { t, read } = useWords()
  const { typeName } = useKinds()
  const list = useList<Point>({ list: points.listPoints, book: points.exportPoints, query: filter })
  const columns: Column<Point>[] = [
    {
      id: 'name',
      title: t('points.name'),
      sort: 'name',
      minRem: 10,
      cell: (row) => (
        <>
          {read(row.name)}
          <span className="points-code">{row.code}</span>
        </>
      ),
    },
    { id: 'type', title: t('points.type'), sort: 'type', cell: (row) => typeName(row.type) },
    { id: 'street', title: t('points.street'), cell: (row) => read(row.street?.name) },
    { id: 'unit', title: t('points.unit'), optional: true, cell: (row) => read(row.unit?.name) },
    { id: 'address', title: t('points.address'), optional: true, cell: (row) => row.address },
    { id: 'grid', title: t('points.grid'), optional: true, nowrap: true, cell: (row) => row.grid?.code ?? '' },
  ]
  return (
    <ListTable
      of={list}
      label={t('nav.points')}
      columns={columns}
      idOf={(row) => row.id}
      tools={
        <span className="points-in-view">
          <Checkbox isSelected={at.box !== ''} onChange={(on) => setAt({ box: on ? '-180,-90,180,90' : '' })}>
            {t('points.inView')}
          </Checkbox>
        </span>
      }
      openId={at.point}
      onOpen={(row) => setAt({ point: row.id }, true)}
      empty={
        <EmptyState icon="point" title={t('points.none')}>
          {t('points.noneHelp')}
        </EmptyState>
      }
    />
  )
}
