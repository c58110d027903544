/**
 * Work as figures; each opens its list. A unit sees its own, who leads sees the whole city and reads that it is the whole city, and
 * who reviews sees what waits for a grade. Red appears only when something is overdue.
 */
import { useQuery } from '@tanstack/react-query'
import { dutiesApi } from '../../../duties/duties.api.ts'
import { StatTile } from '../../../ui/Page.tsx'
import { Answer } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { calls } from '../../call.ts'
import { useMay, useMe } from '../../me.ts'
import { useEditions } from '../assessments/calls.ts'
import { cases } from '../cases/calls.ts'
import { desk } from '../reviews/calls.ts'
import { whistles } from '../whistles/calls.ts'
import { RecurrenceTile } from './RecurrenceTile.tsx'

const duties = calls('duties', dutiesApi)

/** Whose figures these are: a unit's that works on cases itself, else the whole city's. */
function useScope(): { readonly unit: string; readonly words: string } {
  const { t, read } = useWords()
  const me = useMe()
  const mayDispatch = useMay('cases.dispatch')
  const rectifies = useMay('cases.rectify')
  if (me.unit !== null && rectifies && !mayDispatch) return { unit: me.unit.id, words: t('home.scope.unit', { unit: read(me.unit.title) }) }
  return { unit: '', words: t('home.scope.city', { city: read(me.city.title) }) }
}

/** The figures. */
export function CaseTiles() {
  const { t, count: counted } = useWords()
  const scope = useScope()
  const mine = scope.unit === '' ? '' : `&unit=${scope.unit}`
  const asked = useQuery(cases.count.ask({ query: scope.unit === '' ? {} : ({ unit: scope.unit } as never) }))
  const reviews = useMay('inspections.review')
  const readsDuties = useMay('duties.read')
  const answersWhistles = useMay('whistles.answer')
  return (
    <>
      <p className="home-scope small quiet">{scope.words}</p>
      <Answer of={asked} lines={2}>
        {(count) => (
          <div className="tiles">
            <StatTile
              label={t('home.mine')}
              value={counted(count.mine)}
              unit={t('home.pieces')}
              note={t('home.mineNote')}
              href={`/cases?queue=mine${mine}`}
            />
            <StatTile
              label={t('home.overdue')}
              value={counted(count.overdue)}
              unit={t('home.pieces')}
              note={count.overdue > 0 ? t('home.overdueNote') : t('home.noneOverdue')}
              {...(count.overdue > 0 ? { tone: 'red' as const } : {})}
              href={`/cases?queue=overdue${mine}`}
            />
            <StatTile
              label={t('home.underWay')}
              value={counted(count.dispatched)}
              unit={t('home.pieces')}
              note={t('home.underWayNote', { reported: counted(count.reported) })}
              href={`/cases?queue=dispatched${mine}`}
            />
            <StatTile
              label={t('home.toVerify')}
              value={counted(count.rectified)}
              unit={t('home.pieces')}
              note={t('home.toVerifyNote')}
              href={`/cases?queue=rectified${mine}`}
            />
            <RecurrenceTile unit={scope.unit} />
            {scope.unit !== '' && readsDuties && <DutyTile unit={scope.unit} />}
            {answersWhistles && <WhistleTile />}
            {reviews && <ReviewTile />}
          </div>
        )}
      </Answer>
    </>
  )
}

/** Open duties that a unit leads or helps with. */
function DutyTile({ unit }: { unit: string }) {
  const { t, count: counted } = useWords()
  const query = { unit: unit as never, state: 'open' as const, limit: 1 }
  const open = useQuery(duties.list.ask({ query }))
  const late = useQuery(duties.list.ask({ query: { ...query, overdue: 'true' } }))
  const overdue = late.data?.total
  return (
    <StatTile
      label={t('home.openDuties')}
      value={open.data?.total === undefined ? '…' : counted(open.data.total)}
      unit={t('home.duties.items')}
      note={overdue === undefined ? t('ui.loading') : t('home.openDutiesNote', { overdue: counted(overdue) })}
      {...(overdue !== undefined && overdue > 0 ? { tone: 'red' as const } : {})}
      href={`/duties?unit=${unit}&state=open`}
    />
  )
}

/** Whistles that wait for the reader's unit; for who coordinates, those that have gone up. */
function WhistleTile() {
  const { t, count: counted } = useWords()
  const coordinates = useMay('whistles.coordinate')
  const side = coordinates ? 'escalated' : 'todo'
  // Late are counted among the same whistles as the figure.
  const { data } = useQuery(whistles.count.ask({ query: { side } }))
  return (
    <StatTile
      label={coordinates ? t('home.whistlesUp') : t('home.whistles')}
      value={data === undefined ? '…' : counted(data[side])}
      unit={t('home.pieces')}
      note={data === undefined ? t('ui.loading') : t('home.whistlesNote', { late: data.late })}
      {...(data !== undefined && data[side] > 0 && coordinates ? { tone: 'red' as const } : {})}
      href={`/whistles?side=${side}`}
    />
  )
}

/** Criteria by materials that nobody has graded yet, of the newest edition of the largest standard. */
function ReviewTile() {
  const { t, read, count: counted } = useWords()
  const { data } = useEditions()
  const edition = data?.items.toSorted((a, b) => b.criteria - a.criteria || (a.edition < b.edition ? 1 : -1))[0]
  const query = { edition: edition?.id as never, state: 'open' as const, limit: 1 }
  const open = useQuery({ ...desk.listReviews.ask({ query }), enabled: edition !== undefined })
  if (edition === undefined) return null
  return (
    <StatTile
      label={t('home.toReview')}
      value={open.data?.total === undefined ? '…' : counted(open.data.total)}
      unit={t('home.duties.items')}
      note={t('home.toReviewNote', { edition: read(edition.title) })}
      href={`/reviews?edition=${edition.id}&state=open`}
    />
  )
}
