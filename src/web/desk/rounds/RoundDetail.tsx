/** One round: how far it is, its walks on the map, its points in walking order, and for who plans it the ways to change them. */
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { RoundId } from '../../../base/ids.ts'
import type { Round, RoundPoint } from '../../../inspections/round.ts'
import { Button, Link, LinkButton } from '../../../ui/Button.tsx'
import type { Column } from '../../../ui/DataTable.tsx'
import { MapView, type Walk } from '../../../ui/MapView.tsx'
import { Card, Facts, Note, ProgressBar, StatusTag } from '../../../ui/Page.tsx'
import { Answer, EmptyState } from '../../../ui/States.tsx'
import { useWords, type Words } from '../../../ui/words.tsx'
import { useKinds } from '../../kinds.ts'
import { useMay } from '../../me.ts'
import { ListTable, useList } from '../parts/ListTable.tsx'
import { inspections } from '../parts/places.ts'
import { AddPoints } from './AddPoints.tsx'
import { rounds, useCityMap } from './calls.ts'
import { ShareRound } from './ShareRound.tsx'

/** The panel. */
export function RoundDetail({ id }: { id: string }) {
  const it = useQuery(inspections.getRound.ask({ params: { id: id as RoundId } }))
  return <Answer of={it}>{(round) => <Whole it={round} />}</Answer>
}

function Whole({ it }: { it: Round }) {
  const { t, read, day, number } = useWords()
  const mayPlan = useMay('inspections.review') && !it.sealed
  const [asks, setAsks] = useState<'points' | 'share' | null>(null)
  const caseId = typeof it.because['case'] === 'string' ? it.because['case'] : null
  return (
    <div className="stack">
      <Card title={read(it.title)}>
        <div className="stack">
          <Facts
            items={[
              [
                t('inspections.column.kind'),
                [read(it.named), t(`inspections.roundKind.${it.kind}`)].filter((word) => word !== '').join(' · '),
              ],
              [t('rounds.period'), `${day(it.fromOn)} — ${day(it.toOn)}`],
              [t('rounds.edition'), read(it.edition?.title)],
              [t('rounds.street'), read(it.area?.title)],
              [t('rounds.unit'), read(it.unit?.title)],
              [t('inspections.column.visits'), number(it.visits)],
              ...(caseId === null
                ? []
                : [
                    [
                      t('rounds.because'),
                      <Link key="case" href={`/cases/${caseId}`}>
                        {t('rounds.itsCase')}
                      </Link>,
                    ] as const,
                  ]),
            ]}
          />
          {it.planned > 0 && (
            <ProgressBar
              label={t('rounds.progress', { done: number(it.done), planned: number(it.planned) })}
              value={it.done}
              max={it.planned}
            />
          )}
          {it.sealed && <Note title={t('samples.sealed')}>{t('rounds.isSealed')}</Note>}
          {mayPlan && (
            <div className="row">
              {it.kind === 'thirdParty' && it.planned === 0 ? (
                <ToSample id={it.id} />
              ) : (
                <Button icon="add" onPress={() => setAsks('points')}>
                  {t('rounds.addPoints')}
                </Button>
              )}
              {it.planned > 0 && (
                <Button icon="share" kind={it.done === 0 ? 'primary' : 'plain'} onPress={() => setAsks('share')}>
                  {t('rounds.share')}
                </Button>
              )}
            </div>
          )}
        </div>
      </Card>
      {it.planned > 0 && <Walks id={it.id} key={it.done} />}
      <Points it={it} />
      {asks === 'points' && <AddPoints it={it} onClose={() => setAsks(null)} />}
      {asks === 'share' && <ShareRound it={it} onClose={() => setAsks(null)} />}
    </div>
  )
}

/** A third party's points are drawn, not named: naming them here would tell everybody where it goes. */
function ToSample({ id }: { id: RoundId }) {
  const { t } = useWords()
  const isPlanner = useMay('samples.plan')
  return (
    <LinkButton icon="check" kind="primary" href={isPlanner ? `/samples?round=${id}` : '/samples'}>
      {t('rounds.toSample')}
    </LinkButton>
  )
}

/** The walks as lines, with what was visited and what was not. The list below says the same. */
function Walks({ id }: { id: RoundId }) {
  const { t, number } = useWords()
  const map = useCityMap()
  const { data } = useQuery(rounds.getWalks.ask({ params: { id } }))
  const walks = useMemo<Walk[]>(
    () =>
      (data?.walks ?? []).map(({ walker, stops }) => ({
        line: walker === null ? [] : stops.map(({ place }) => place),
        stops: stops.map(({ place, visited }) => ({ place, done: visited })),
      })),
    [data],
  )
  if (!map || !data) return null
  return (
    <Card title={t('rounds.walks')}>
      <MapView label={t('rounds.walks')} box={map.box} attribution={map.attribution} tiles={map.tiles} walks={walks} heightRem={18} />
      <p className="small quiet">{t('rounds.mapHelp')}</p>
      <ul className="stack-s">
        {data.walks.flatMap(({ walker, points, metres }) =>
          walker === null
            ? []
            : [<li key={walker.id}>{t('rounds.walkOf', { name: walker.name, points, km: number(metres / 1000, 1) })}</li>],
        )}
      </ul>
    </Card>
  )
}

function Points({ it }: { it: Round }) {
  const words = useWords()
  const { t } = words
  const { typeName } = useKinds()
  const list = useList<RoundPoint>({ list: rounds.listPoints, book: rounds.exportPoints, params: { id: it.id }, prefix: 'point.' })
  return (
    <Card flush title={t('rounds.sheet.points')}>
      <ListTable
        of={list}
        label={t('rounds.sheet.points')}
        search={t('samples.searchPoints')}
        columns={columnsOf(words, typeName)}
        idOf={({ point }) => point.id}
        empty={
          <EmptyState icon="point" title={t('rounds.noPoints')}>
            {t(it.kind === 'thirdParty' ? 'rounds.noPointsDrawn' : 'rounds.noPointsHelp')}
          </EmptyState>
        }
      />
    </Card>
  )
}

const columnsOf = ({ t, read }: Words, kind: (type: string) => string): Column<RoundPoint>[] => [
  {
    id: 'step',
    sort: 'step',
    title: t('rounds.column.step'),
    nowrap: true,
    cell: ({ walker, step }) => `${walker?.name ?? '—'} ${step ?? ''}`,
  },
  {
    id: 'point',
    sort: 'code',
    title: t('inspections.point'),
    minRem: 9,
    cell: ({ point }) => (
      <>
        <span className="strong">{read(point.title)}</span> <span className="quiet small nowrap">{point.code}</span>
      </>
    ),
  },
  { id: 'type', title: t('rounds.column.type'), nowrap: true, cell: ({ point }) => kind(point.type) },
  {
    id: 'visited',
    title: t('samples.column.visited'),
    nowrap: true,
    cell: ({ visit }) =>
      visit === null ? <StatusTag>{t('samples.no')}</StatusTag> : <Link href={`/visits/${visit.id}`}>{t('samples.yes')}</Link>,
  },
]
