/** What nobody looked at (未巡点位) since a day: by kind, on the map, and as a list. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { addDays, dayOf } from '../../../base/time.ts'
import type { UnseenPoint } from '../../../inspections/rounds.api.ts'
import { useAddress } from '../../../ui/address.ts'
import { Link } from '../../../ui/Button.tsx'
import type { Column } from '../../../ui/DataTable.tsx'
import { DatePicker } from '../../../ui/DatePicker.tsx'
import { MapView } from '../../../ui/MapView.tsx'
import { Card, Note } from '../../../ui/Page.tsx'
import { ComboBox, Select } from '../../../ui/Select.tsx'
import { EmptyState } from '../../../ui/States.tsx'
import { useWords, type Words } from '../../../ui/words.tsx'
import { today } from '../../today.ts'
import { useKinds } from '../../kinds.ts'
import { ListTable, useList } from '../parts/ListTable.tsx'
import { useStreets } from '../parts/places.ts'
import { rounds, template, useCityMap, zero } from './calls.ts'

/** The view. */
export function Unseen() {
  const words = useWords()
  const { t, number } = words
  const monthAgo = useMemo(() => addDays(today(), -30), [])
  const [at, setAt] = useAddress({ since: monthAgo, type: '', street: '' })
  const { typeName } = useKinds()
  const streets = useStreets()
  const map = useCityMap()
  const query = Object.fromEntries(Object.entries(at).filter(([, value]) => value !== '')) as { since: string }
  const counts = useQuery(rounds.countUnseen.ask({ query }))
  const list = useList<UnseenPoint>({ list: rounds.listUnseen, book: rounds.exportUnseen, query: at })
  const all = useQuery(rounds.countUnseen.ask({ query: { since: at.since } }))
  const types = useMemo(() => typesOf(all.data?.groups ?? []), [all.data])
  return (
    <div className="stack">
      {counts.data && (
        <Note tone={counts.data.unseen > 0 ? 'amber' : 'green'}>
          {t('rounds.unseenOf', { unseen: number(counts.data.unseen), points: number(counts.data.points) })}
        </Note>
      )}
      {map && (
        <MapView
          label={t('rounds.unseenMap')}
          box={map.box}
          attribution={map.attribution}
          tiles={{ ...map.tiles, points: template(rounds.unseenTile.href({ params: zero, query })) }}
          heightRem={20}
        />
      )}
      <Card flush>
        <ListTable
          of={list}
          label={t('rounds.unseen')}
          search={t('samples.searchPoints')}
          isFiltered={at.type !== '' || at.street !== '' || at.since !== monthAgo}
          onReset={() => setAt({ since: monthAgo, type: '', street: '' })}
          filters={
            <>
              <DatePicker label={t('rounds.since')} value={at.since} onChange={(since) => since !== '' && setAt({ since })} />
              <Select
                label={t('rounds.column.type')}
                value={at.type}
                onChange={(type) => setAt({ type })}
                options={[
                  { value: '', label: t('ui.all') },
                  ...types.map(([type, count]) => ({ value: type, label: typeName(type), note: number(count) })),
                ]}
              />
              <ComboBox
                label={t('inspections.street')}
                value={at.street || null}
                onChange={(street) => setAt({ street: street ?? '' })}
                options={streets}
              />
            </>
          }
          columns={columnsOf(words, typeName)}
          idOf={({ point }) => point.id}
          empty={
            <EmptyState icon="check" title={t('rounds.allSeen')}>
              {t('rounds.allSeenHelp')}
            </EmptyState>
          }
        />
      </Card>
    </div>
  )
}

/** Kinds with what of them nobody looked at, the most first. */
const typesOf = (groups: readonly { type: string; unseen: number }[]): [string, number][] => {
  const types = new Map<string, number>()
  for (const { type, unseen } of groups) types.set(type, (types.get(type) ?? 0) + unseen)
  return [...types].toSorted(([, a], [, b]) => b - a)
}

const columnsOf = ({ t, read, day }: Words, kind: (type: string) => string): Column<UnseenPoint>[] => [
  {
    id: 'point',
    sort: 'code',
    title: t('inspections.point'),
    minRem: 11,
    cell: ({ point }) => (
      <>
        <Link href={`/points?point=${point.id}`}>{read(point.title)}</Link> <span className="quiet small nowrap">{point.code}</span>
      </>
    ),
  },
  { id: 'type', sort: 'type', title: t('rounds.column.type'), nowrap: true, cell: ({ point }) => kind(point.type) },
  { id: 'street', title: t('inspections.street'), nowrap: true, cell: ({ point }) => read(point.street?.title) },
  {
    id: 'last',
    title: t('rounds.column.lastVisited'),
    nowrap: true,
    cell: ({ lastVisitedAt }) => (lastVisitedAt === null ? t('rounds.never') : day(dayOf(lastVisitedAt))),
  },
]
