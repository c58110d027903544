/** The review sheet: every criterion that is graded at a desk, with its grade and the proofs that are still missing. */
import type { ReviewLine, ReviewMethod } from '../../../inspections/desk.ts'
import type { Column } from '../../../ui/DataTable.tsx'
import { Card, StatusTag } from '../../../ui/Page.tsx'
import { Select } from '../../../ui/Select.tsx'
import { SplitView } from '../../../ui/SplitView.tsx'
import { EmptyState } from '../../../ui/States.tsx'
import { useWords, type Words } from '../../../ui/words.tsx'
import { GradeTag } from '../inspections/GradeTag.tsx'
import { ListTable, useList } from '../parts/ListTable.tsx'
import { useRounds } from '../parts/places.ts'
import { desk } from './calls.ts'
import { ReviewForm } from './ReviewForm.tsx'
import type { ReviewAt } from './ReviewsPage.tsx'

interface SheetProps {
  readonly edition: string
  readonly method: ReviewMethod
  readonly at: ReviewAt
  readonly setAt: (change: Partial<ReviewAt>, push?: boolean) => void
}

/** The list with the open line at the right. */
export function ReviewSheet({ edition, method, at, setAt }: SheetProps) {
  const words = useWords()
  const { t } = words
  const rounds = useRounds(t('ui.all'))
  const query = { edition, method, state: at.state, round: at.round }
  const list = useList<ReviewLine>({ list: desk.listReviews, book: desk.exportReviews, query })
  const open = list.rows.findIndex(({ criterion }) => criterion === at.open)
  const isFiltered = at.state !== '' || at.round !== ''
  return (
    <SplitView
      detailLabel={t('reviews.line')}
      detailRem={28}
      onClose={() => setAt({ open: '' })}
      detail={
        open < 0 ? undefined : (
          <ReviewForm
            key={`${at.open} ${at.round}`}
            edition={edition}
            line={list.rows[open]!}
            round={at.round}
            onNext={() => setAt({ open: list.rows[open + 1]?.criterion ?? '' })}
          />
        )
      }
      list={
        <Card flush>
          <ListTable
            of={list}
            label={t(`reviews.tab.${method}`)}
            search={t('reviews.search')}
            isFiltered={isFiltered}
            onReset={() => setAt({ state: '', round: '' })}
            filters={
              <>
                <Select
                  label={t('reviews.state')}
                  value={at.state}
                  onChange={(state) => setAt({ state })}
                  options={[
                    { value: '', label: t('ui.all') },
                    { value: 'open', label: t('reviews.state.open') },
                    { value: 'graded', label: t('reviews.state.graded') },
                  ]}
                />
                <Select label={t('inspections.round')} value={at.round} onChange={(round) => setAt({ round })} options={rounds} />
              </>
            }
            columns={columnsOf(words)}
            idOf={(row) => row.criterion}
            openId={at.open}
            onOpen={(row) => setAt({ open: row.criterion }, true)}
            empty={
              <EmptyState icon="file" title={t('reviews.none')}>
                {t('reviews.noneHelp')}
              </EmptyState>
            }
          />
        </Card>
      }
    />
  )
}

/** The title of the grade of a line. */
export const gradeOf = ({ current, grades }: ReviewLine) =>
  current && { factor: current.factor, grade: current.grade, gradeTitle: grades.find(({ code }) => code === current.grade)?.title ?? null }

const columnsOf = ({ t, read, points, moment }: Words): Column<ReviewLine>[] => [
  {
    id: 'title',
    sort: 'line',
    title: t('scores.by.criterion'),
    minRem: 16,
    cell: (row) => (
      <>
        <span className="strong">{read(row.title)}</span> <span className="quiet small nowrap">{row.criterion}</span>
      </>
    ),
  },
  { id: 'points', sort: 'points', title: t('reviews.points'), number: true, cell: (row) => points(row.points) },
  {
    id: 'grade',
    sort: 'grade',
    title: t('reviews.grade'),
    nowrap: true,
    cell: (row) => {
      const grade = gradeOf(row)
      if (row.current && row.current.grade === null)
        return <StatusTag tone="blue">{`${row.current.value ?? ''} ${read(row.unit)}`}</StatusTag>
      return grade ? <GradeTag result={grade} /> : <StatusTag>{t('reviews.state.open')}</StatusTag>
    },
  },
  { id: 'proof', sort: 'missing', title: t('reviews.proof'), nowrap: true, cell: (row) => <Missing line={row} words={{ t }} /> },
  { id: 'by', title: t('reviews.by'), cell: (row) => row.current?.by?.name ?? '' },
  { id: 'at', sort: 'at', title: t('reviews.at'), nowrap: true, optional: true, cell: (row) => moment(row.current?.observedAt) },
]

function Missing({ line: { needs, current }, words: { t } }: { line: ReviewLine; words: Pick<Words, 't'> }) {
  const asked = needs.filter(({ min }) => min > 0).length
  if (asked === 0) return <span className="quiet">{t('reviews.noProofAsked')}</span>
  const short = current ? current.missing.length : asked
  return short === 0 ? (
    <StatusTag tone="green" icon="check">
      {t('reviews.complete')}
    </StatusTag>
  ) : (
    <StatusTag tone="amber">{t('reviews.missing', { have: asked - short, asked })}</StatusTag>
  )
}
