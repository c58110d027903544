/** Questionnaires as survey teams handed them over: whom they asked, and the answers as counts. No single answer sheet is kept. */
import { useQuery } from '@tanstack/react-query'
import type { Survey, SurveyHead } from '../../../inspections/desk.ts'
import { LinkButton } from '../../../ui/Button.tsx'
import type { Column } from '../../../ui/DataTable.tsx'
import { Card, Facts } from '../../../ui/Page.tsx'
import { SplitView } from '../../../ui/SplitView.tsx'
import { Answer, EmptyState } from '../../../ui/States.tsx'
import { useWords, type Words } from '../../../ui/words.tsx'
import { useMay } from '../../me.ts'
import { ListTable, useList } from '../parts/ListTable.tsx'
import { desk } from './calls.ts'

/** The list of an edition's surveys, the open one at the right. */
export function Surveys({ edition, open, onOpen }: { edition: string; open: string; onOpen: (id: string) => void }) {
  const words = useWords()
  const { t } = words
  const may = useMay('inspections.review')
  const list = useList<SurveyHead>({ list: desk.listSurveys, book: desk.exportSurveys, query: { edition } })
  const add = may && (
    <LinkButton small icon="add" href={`/surveys/new?edition=${edition}`}>
      {t('surveys.new')}
    </LinkButton>
  )
  return (
    <SplitView
      detailLabel={t('surveys.one')}
      detailRem={30}
      onClose={() => onOpen('')}
      detail={open === '' ? undefined : <SurveyDetail key={open} id={open} />}
      list={
        <Card flush>
          <ListTable
            of={list}
            label={t('reviews.tab.survey')}
            search={t('surveys.search')}
            columns={columnsOf(words)}
            idOf={(row) => row.id}
            openId={open}
            onOpen={(row) => onOpen(row.id)}
            tools={add}
            empty={
              <EmptyState icon="list" title={t('surveys.none')} action={add}>
                {t('surveys.noneHelp')}
              </EmptyState>
            }
          />
        </Card>
      }
    />
  )
}

const columnsOf = ({ t, day, number, percent, moment }: Words): Column<SurveyHead>[] => [
  { id: 'team', sort: 'team', title: t('surveys.team'), minRem: 10, cell: (row) => <span className="strong">{row.team}</span> },
  {
    id: 'days',
    sort: 'from',
    title: t('surveys.days'),
    nowrap: true,
    cell: (row) => t('scores.windowIs', { from: day(row.fromOn), to: day(row.toOn) }),
  },
  { id: 'answered', sort: 'answered', title: t('surveys.answered'), number: true, cell: (row) => number(row.answered) },
  {
    id: 'rate',
    title: t('surveys.rate'),
    number: true,
    cell: (row) => (row.contacted === 0 ? '—' : percent(row.answered / row.contacted)),
  },
  { id: 'questions', title: t('surveys.questions'), number: true, cell: (row) => number(row.questions) },
  { id: 'handed', sort: 'handed', title: t('surveys.handed'), optional: true, nowrap: true, cell: (row) => moment(row.handedAt) },
]

function SurveyDetail({ id }: { id: string }) {
  const { t, read, day, number, moment } = useWords()
  const survey = useQuery(desk.getSurvey.ask({ params: { id } }))
  return (
    <div className="review">
      <Answer of={survey}>
        {(it) => (
          <>
            <h2>{it.team}</h2>
            <Facts
              items={[
                [t('surveys.days'), t('scores.windowIs', { from: day(it.fromOn), to: day(it.toOn) })],
                [t('surveys.approval'), it.approvalNo],
                [t('surveys.population'), it.population],
                [t('inspections.round'), read(it.round?.title)],
                [
                  t('surveys.people'),
                  t('surveys.peopleIs', { contacted: number(it.contacted), answered: number(it.answered), refused: number(it.refused) }),
                ],
                [t('surveys.handed'), `${moment(it.handedAt)} ${it.handedBy?.name ?? ''}`],
                [t('inspections.note'), it.note],
              ]}
            />
            {it.items.map((item) => (
              <Question key={item.question} item={item} />
            ))}
          </>
        )}
      </Answer>
    </div>
  )
}

/** The answers to one question as bars with their figures. */
function Question({ item }: { item: Survey['items'][number] }) {
  const { t, read, number, percent } = useWords()
  const most = Math.max(1, ...item.counts.map(({ times }) => times))
  const all = item.counts.reduce((sum, { times }) => sum + times, 0)
  return (
    <section className="question">
      <h3>{read(item.title) || item.question}</h3>
      <p className="small quiet">
        {t('surveys.n', { n: number(item.n) })}
        {item.share !== null && ` · ${t('surveys.share', { share: percent(item.share / 1000) })}`}
      </p>
      <ul>
        {item.counts.map((count) => (
          <li key={count.grade} className="answer">
            <span>{read(count.title) || count.grade}</span>
            <span className="answer-track" aria-hidden="true">
              <span className="answer-fill" style={{ width: `${(100 * count.times) / most}%` }} />
            </span>
            <span className="number small">
              {number(count.times)} · {percent(all === 0 ? 0 : count.times / all, 0)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
