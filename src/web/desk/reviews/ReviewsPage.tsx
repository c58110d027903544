/** What is assessed at a desk: materials and opinions graded, questionnaires and statistics entered. One page, four tabs. */
import './reviews.css'
import { useAddress } from '../../../ui/address.ts'
import { PageHeader } from '../../../ui/Page.tsx'
import { Select } from '../../../ui/Select.tsx'
import { Answer, EmptyState } from '../../../ui/States.tsx'
import { Tabs } from '../../../ui/Tabs.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useEditions } from '../assessments/calls.ts'
import { ReviewSheet } from './ReviewSheet.tsx'
import { Statistics } from './Statistics.tsx'
import { Surveys } from './Surveys.tsx'

const tabs = ['materials', 'opinion', 'survey', 'statistics'] as const
type Tab = (typeof tabs)[number]

/** What stands in the address of the page. */
const reviewAddress = { tab: 'materials', edition: '', text: '', state: '', round: '', open: '' }
export type ReviewAt = typeof reviewAddress

/** The page. */
export function ReviewsPage() {
  const { t, read } = useWords()
  const [at, setAt] = useAddress(reviewAddress)
  const editions = useEditions()
  return (
    <div className="page">
      <PageHeader title={t('nav.reviews')} subtitle={t('reviews.are')} />
      <Answer of={editions}>
        {({ items }) => {
          const edition =
            items.find(({ id }) => id === at.edition) ??
            items.toSorted((a, b) => b.criteria - a.criteria || (a.edition < b.edition ? 1 : -1))[0]
          if (!edition)
            return (
              <EmptyState icon="standard" title={t('scores.noEdition')}>
                {t('scores.noEditionHelp')}
              </EmptyState>
            )
          return (
            <>
              <div className="review-edition">
                <Select
                  label={t('scores.edition')}
                  value={edition.id as string}
                  onChange={(next) => setAt({ edition: next, open: '' })}
                  options={items.map((item) => ({ value: item.id as string, label: read(item.title), note: item.edition }))}
                />
              </div>
              <Tabs
                label={t('nav.reviews')}
                value={at.tab as Tab}
                onChange={(tab) => setAt({ tab, open: '', text: '', state: '' })}
                tabs={tabs.map((id) => ({ id, label: t(`reviews.tab.${id}`) }))}
              >
                {at.tab === 'survey' ? (
                  <Surveys edition={edition.id} open={at.open} onOpen={(open) => setAt({ open }, open !== '')} />
                ) : at.tab === 'statistics' ? (
                  <Statistics edition={edition.id} />
                ) : (
                  <ReviewSheet
                    key={at.tab}
                    edition={edition.id}
                    method={at.tab === 'opinion' ? 'opinion' : 'materials'}
                    at={at}
                    setAt={setAt}
                  />
                )}
              </Tabs>
            </>
          )
        }}
      </Answer>
    </div>
  )
}
