/** One point: what and where it is, who answers for it, what was found last, what is open, and which standards look here. */
import { useQuery } from '@tanstack/react-query'
import type { PointId } from '../../../base/ids.ts'
import { casesApi } from '../../../cases/cases.api.ts'
import { pointsApi } from '../../../city/points.api.ts'
import { inspectionsApi } from '../../../inspections/inspections.api.ts'
import { Button, IconButton, Link, LinkButton } from '../../../ui/Button.tsx'
import { Facts, StatusTag } from '../../../ui/Page.tsx'
import { Answer, EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { calls } from '../../call.ts'
import { useKinds } from '../../kinds.ts'
import { useMay } from '../../me.ts'
import { toneOfStage } from '../cases/calls.ts'
import { PointChecks } from './PointChecks.tsx'
import { PointEditTools } from './PointEdit.tsx'

const points = calls('points', pointsApi)
const inspections = calls('inspections', inspectionsApi)
const cases = calls('cases', casesApi)

/** The panel of a point. */
export function PointDetail({ id, onClose }: { id: PointId; onClose: () => void }) {
  const { t, read, day } = useWords()
  const { typeName } = useKinds()
  const mayEdit = useMay('city.edit')
  const mayRecord = useMay('inspections.record')
  const asked = useQuery(points.getPoint.ask({ params: { id } }))
  return (
    <div className="point">
      <div className="row-wide">
        <Button kind="quiet" small icon="back" onPress={onClose}>
          {t('ui.backToList')}
        </Button>
        <IconButton small icon="close" label={t('ui.close')} onPress={onClose} />
      </div>
      <Answer of={asked}>
        {(point) => (
          <>
            <header>
              <h2>{read(point.name)}</h2>
              <div className="row">
                <StatusTag tone="blue">{typeName(point.type)}</StatusTag>
                <span className="quiet small">{point.code}</span>
                {point.retiredOn !== null && <StatusTag>{t('points.retired', { day: day(point.retiredOn) })}</StatusTag>}
              </div>
            </header>
            {mayRecord && point.retiredOn === null && (
              <LinkButton kind="primary" icon="visit" href={`/visits/new?point=${point.id}`}>
                {t('points.visit')}
              </LinkButton>
            )}
            <Facts
              items={[
                [t('points.unit'), point.unit ? read(point.unit.name) : t('points.noUnit')],
                [t('points.address'), point.address],
                [
                  t('points.area'),
                  [point.district, point.street, point.community].flatMap((area) => (area ? [read(area.name)] : [])).join(' · '),
                ],
                [t('points.grid'), point.grid?.code ?? ''],
                [t('points.place'), `${point.place[0].toFixed(5)}, ${point.place[1].toFixed(5)}`],
              ]}
            />
            {mayEdit && point.retiredOn === null && <PointEditTools point={point} />}
            <OpenCases id={id} />
            <LastVisits id={id} />
            <PointChecks id={id} />
          </>
        )}
      </Answer>
    </div>
  )
}

function OpenCases({ id }: { id: PointId }) {
  const { t, read, day } = useWords()
  const may = useMay('cases.read')
  const asked = useQuery({ ...cases.list.ask({ query: { point: id, limit: 20 } }), enabled: may })
  if (!may) return null
  return (
    <section className="stack-s">
      <h3>{t('points.cases')}</h3>
      <Answer of={asked} lines={2}>
        {({ items }) => {
          const open = items.filter(({ stage }) => stage !== 'closed')
          if (open.length === 0) return <p className="quiet">{t('points.noCases', { closed: items.length })}</p>
          return (
            <ul className="point-lines">
              {open.map((one) => (
                <li key={one.id} className="row">
                  <Link href={`/cases?open=${one.id}`}>{one.text}</Link>
                  <StatusTag tone={one.overdue ? 'red' : toneOfStage[one.stage]}>
                    {one.overdue ? t('cases.overdue') : read(one.stateName)}
                  </StatusTag>
                  <span className="quiet small">{day(one.reportedAt.slice(0, 10))}</span>
                </li>
              ))}
            </ul>
          )
        }}
      </Answer>
    </section>
  )
}

function LastVisits({ id }: { id: PointId }) {
  const { t, moment, read } = useWords()
  const may = useMay('inspections.read')
  const asked = useQuery({ ...inspections.listVisits.ask({ query: { point: id, limit: 5 } }), enabled: may })
  if (!may) return null
  return (
    <section className="stack-s">
      <h3>{t('points.visits')}</h3>
      <Answer of={asked} lines={2}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon="visit" title={t('points.noVisits')}>
              {t('points.noVisitsHelp')}
            </EmptyState>
          ) : (
            <ul className="point-lines">
              {items.map((visit) => (
                <li key={visit.id} className="row">
                  <Link href={`/visits/${visit.id}`}>{moment(visit.visitedAt)}</Link>
                  <StatusTag tone={visit.failed > 0 ? 'amber' : 'green'}>
                    {visit.failed > 0
                      ? t('points.failedOf', { failed: visit.failed, checked: visit.checked })
                      : t('points.allGood', { checked: visit.checked })}
                  </StatusTag>
                  {visit.round && <span className="quiet small">{read(visit.round.title)}</span>}
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </section>
  )
}
