/** Fixed routes (固定路线): lists of points in walking order, drawn up once and used by round after round. */
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { Route } from '../../../inspections/round.ts'
import { useAddress } from '../../../ui/address.ts'
import { Button } from '../../../ui/Button.tsx'
import type { Column } from '../../../ui/DataTable.tsx'
import { MapView, type Walk } from '../../../ui/MapView.tsx'
import { Card, Facts } from '../../../ui/Page.tsx'
import { SplitView } from '../../../ui/SplitView.tsx'
import { Answer, EmptyState } from '../../../ui/States.tsx'
import { useWords, type Words } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { useMay } from '../../me.ts'
import { ListTable, useList } from '../parts/ListTable.tsx'
import { rounds, useCityMap } from './calls.ts'
import { RouteEditor } from './RouteEditor.tsx'

/** The view. */
export function Routes() {
  const words = useWords()
  const { t } = words
  const mayPlan = useMay('inspections.review')
  const [at, setAt] = useAddress({ open: '' })
  const [isNew, setNew] = useState(false)
  const list = useList<Route>({ list: rounds.listRoutes, book: rounds.exportRoutes, prefix: 'route.' })
  const add = mayPlan && (
    <Button icon="add" onPress={() => setNew(true)}>
      {t('rounds.newRoute')}
    </Button>
  )
  return (
    <>
      <SplitView
        detailLabel={t('rounds.column.route')}
        detailRem={36}
        onClose={() => setAt({ open: '' })}
        detail={at.open === '' ? undefined : <RouteDetail key={at.open} id={at.open} onRetired={() => setAt({ open: '' })} />}
        list={
          <Card flush>
            <ListTable
              of={list}
              label={t('rounds.sheet.routes')}
              search={t('rounds.searchRoutes')}
              tools={add}
              columns={columnsOf(words)}
              idOf={({ id }) => id}
              openId={at.open}
              onOpen={({ id }) => setAt({ open: id }, true)}
              empty={
                <EmptyState icon="map" title={t('rounds.noRoutes')} action={add}>
                  {t('rounds.noRoutesHelp')}
                </EmptyState>
              }
            />
          </Card>
        }
      />
      {isNew && <RouteEditor onClose={() => setNew(false)} onDone={(id) => setAt({ open: id }, true)} />}
    </>
  )
}

const columnsOf = ({ t, read, number, moment }: Words): Column<Route>[] => [
  {
    id: 'title',
    sort: 'title',
    title: t('rounds.column.route'),
    minRem: 12,
    cell: ({ title }) => <span className="strong">{read(title)}</span>,
  },
  { id: 'points', title: t('inspections.column.points'), number: true, cell: ({ points }) => number(points) },
  { id: 'changed', sort: 'changed', title: t('rounds.column.changedAt'), nowrap: true, cell: ({ changedAt }) => moment(changedAt) },
]

/** One route: its length, its line on the map, and its stops in order. */
function RouteDetail({ id, onRetired }: { id: string; onRetired: () => void }) {
  const { t, read, number } = useWords()
  const map = useCityMap()
  const mayPlan = useMay('inspections.review')
  const [isEdited, setEdited] = useState(false)
  const it = useQuery(rounds.getRoute.ask({ params: { id } }))
  const retire = useSend(rounds.retireRoute, { done: t('rounds.routeRetired'), onDone: onRetired })
  const walks = useMemo<Walk[]>(
    () => [{ line: it.data?.walk.map(({ place }) => place) ?? [], stops: it.data?.walk.map(({ place }) => ({ place, done: true })) ?? [] }],
    [it.data],
  )
  return (
    <Answer of={it}>
      {(route) => (
        <div className="stack">
          <Card title={read(route.title)}>
            <div className="stack">
              <Facts
                items={[
                  [t('inspections.column.points'), number(route.points)],
                  [t('rounds.length'), t('rounds.km', { km: number(route.metres / 1000, 1) })],
                ]}
              />
              {mayPlan && (
                <div className="row">
                  <Button icon="edit" onPress={() => setEdited(true)}>
                    {t('rounds.editRoute')}
                  </Button>
                  <Button isPending={retire.isPending} onPress={() => retire.send({ params: { id } })}>
                    {t('rounds.retireRoute')}
                  </Button>
                </div>
              )}
            </div>
          </Card>
          {map && (
            <MapView label={t('rounds.walks')} box={map.box} attribution={map.attribution} tiles={map.tiles} walks={walks} heightRem={18} />
          )}
          <Card title={t('rounds.sheet.points')}>
            <ol className="stack-s">
              {route.walk.map(({ point }, index) => (
                <li key={point.id}>
                  <span className="quiet">{index + 1}.</span> {read(point.title)} <span className="quiet small nowrap">{point.code}</span>
                </li>
              ))}
            </ol>
          </Card>
          {isEdited && <RouteEditor route={route} onClose={() => setEdited(false)} onDone={() => setEdited(false)} />}
        </div>
      )}
    </Answer>
  )
}
