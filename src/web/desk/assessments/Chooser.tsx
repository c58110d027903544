/** Which standard and which observations: this year, last year, one mock assessment, or days by hand. */
import { DatePicker } from '../../../ui/DatePicker.tsx'
import { Button } from '../../../ui/Button.tsx'
import { Select } from '../../../ui/Select.tsx'
import { useWords } from '../../../ui/words.tsx'
import { type ScoreAt, useEditions } from './calls.ts'
import { useAssessmentRounds } from './rounds.ts'

interface ChooserProps {
  readonly at: ScoreAt
  readonly edition: string
  readonly setAt: (change: Partial<ScoreAt>) => void
  /** Name of the group that the score is narrowed to. */
  readonly narrowed?: string | undefined
}

/** One line above all figures. */
export function Chooser({ at, edition, setAt, narrowed }: ChooserProps) {
  const { t, read } = useWords()
  const editions = useEditions()
  const rounds = useAssessmentRounds()
  return (
    <div className="chooser">
      <Select
        label={t('scores.edition')}
        value={edition}
        onChange={(next) => setAt({ edition: next, within: '', id: '' })}
        options={(editions.data?.items ?? []).map((item) => ({ value: item.id as string, label: read(item.title), note: item.edition }))}
      />
      <Select
        label={t('scores.span')}
        value={at.span}
        onChange={(span) => setAt({ span })}
        options={[
          { value: 'months', label: t('scores.span.months') },
          { value: 'year', label: t('scores.span.year') },
          { value: 'last', label: t('scores.span.last') },
          ...rounds.map((round) => ({ value: `round:${round.id}`, label: read(round.title), note: round.fromOn })),
          { value: 'days', label: t('scores.span.days') },
        ]}
      />
      {at.span === 'days' && (
        <>
          <DatePicker label={t('scores.from')} value={at.from} onChange={(from) => setAt({ from })} />
          <DatePicker label={t('scores.to')} value={at.to} onChange={(to) => setAt({ to })} />
        </>
      )}
      {at.within !== '' && (
        <Button icon="close" onPress={() => setAt({ within: '', id: '' })}>
          {t('scores.narrowed', { name: narrowed ?? at.id })}
        </Button>
      )}
    </div>
  )
}
