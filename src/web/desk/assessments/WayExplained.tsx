/** One method of a criterion: the rule in words with the numbers put in, each fact it read, and what would happen if. */
import { useState } from 'react'
import type { FactReading, NodeExplanation } from '../../../assessments/live.api.ts'
import type { WayScore } from '../../../assessments/score.ts'
import type { Supposed } from '../../../assessments/whatIf.ts'
import { parseHundredths } from '../../../base/points.ts'
import { Button } from '../../../ui/Button.tsx'
import { type Column, DataTable } from '../../../ui/DataTable.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { StatusTag } from '../../../ui/Page.tsx'
import { useWords, type Words } from '../../../ui/words.tsx'
import { BehindList } from './BehindList.tsx'
import type { ExplanationProps } from './Explanation.tsx'

type Reads = NodeExplanation['reads'][number]

interface WayProps {
  readonly way: WayScore
  readonly where: ExplanationProps['where']
  readonly reads: Reads | undefined
  readonly onSuppose: ExplanationProps['onSuppose']
}

/** The suppositions by which a way would earn everything. */
function fullOf(way: WayScore, reads: Reads | undefined): Supposed[] {
  if (way.method === 'materials' || way.method === 'opinion') return [{ what: 'graded', way: way.id, factor: 1000 }]
  return (reads?.facts ?? []).map((read) =>
    read.n > 0
      ? { what: 'regraded', fact: read.fact, which: 'all', factor: 1000 }
      : { what: 'observed', fact: read.fact, factor: 1000, times: 1 },
  )
}

/** The section of a way. */
export function WayExplained({ way, where, reads, onSuppose }: WayProps) {
  const words = useWords()
  const { t, tAny, points } = words
  const [isOpen, setOpen] = useState(false)
  const { because } = way
  const method = t(`scores.method.${way.method}`)
  const facts = reads?.facts ?? []
  return (
    <section className="way">
      <header className="row-wide">
        <h3>{method}</h3>
        <span className="strong number">
          {way.of === 0 ? <StatusTag>{t(`scores.state.${because.state}`)}</StatusTag> : `${points(way.got)} / ${points(way.of)}`}
        </span>
      </header>
      <p className="small quiet">{t('scores.ruleIs', { rule: t(`standards.rule.${because.rule.name}`) })}</p>
      {because.formula === undefined ? (
        <p>{t(`scores.stateHelp.${because.state}`, { points: points(way.full) })}</p>
      ) : (
        <p className="formula">
          {tAny(because.formula, because.put ?? {})}
          <br />
          <span className="strong">
            {t('scores.formulaResult', {
              percent: because.percent ?? '',
              full: points(way.of || way.bonus),
              got: points(way.got || way.bonus),
            })}
          </span>
        </p>
      )}
      {facts.length > 0 && (
        <DataTable
          few
          label={t('scores.factsOf', { method })}
          columns={factColumns(words, onSuppose)}
          rows={facts}
          idOf={(row) => row.fact}
        />
      )}
      <div className="row">
        {way.counted.n + way.counted.na > 0 && (
          <Button small icon={isOpen ? 'up' : 'list'} aria-expanded={isOpen} onPress={() => setOpen(!isOpen)}>
            {t('scores.showBehind', { count: words.number(way.counted.n + way.counted.na) })}
          </Button>
        )}
        {onSuppose && way.method !== 'statistics' && way.got < way.full && (
          <Button
            small
            kind="quiet"
            icon="edit"
            onPress={() => onSuppose(fullOf(way, reads), t('scores.supposeFull', { what: `${way.id.split('/')[0]} ${method}` }))}
          >
            {t('scores.ifFull')}
          </Button>
        )}
      </div>
      {onSuppose && <OtherPoints way={way} onSuppose={onSuppose} />}
      {isOpen && <BehindList where={where} node={way.id} onSuppose={onSuppose} />}
    </section>
  )
}

/** What if this method of the criterion were worth other points. */
function OtherPoints({ way, onSuppose }: { way: WayScore; onSuppose: NonNullable<WayProps['onSuppose']> }) {
  const { t, points } = useWords()
  const [text, setText] = useState('')
  const asked = parseHundredths(text)
  const isGood = asked !== undefined && asked >= 0 && asked <= 1_000_000
  return (
    <details className="weights">
      <summary>{t('scores.otherPoints')}</summary>
      <div className="chooser">
        <TextField label={t('scores.otherPointsIs', { full: points(way.full) })} value={text} onChange={setText} />
        <Button
          small
          isDisabled={!isGood}
          onPress={() =>
            onSuppose(
              [{ what: 'points', way: way.id, points: asked ?? 0 }],
              t('scores.supposePoints', { what: way.id, points: points(asked ?? 0) }),
            )
          }
        >
          {t('scores.suppose')}
        </Button>
      </div>
    </details>
  )
}

const factColumns = ({ t, read, number }: Words, onSuppose: WayProps['onSuppose']): Column<FactReading>[] => [
  {
    id: 'fact',
    title: t('scores.fact'),
    minRem: 9,
    cell: (row) => (
      <>
        {read(row.title) || row.fact}
        {row.value !== null && (
          <span className="small quiet"> {t('scores.meanValue', { value: number(Number(row.value), 2), unit: read(row.unit) })}</span>
        )}
        {onSuppose && row.misses > 0 && (
          <Button
            small
            kind="quiet"
            onPress={() =>
              onSuppose(
                [{ what: 'regraded', fact: row.fact, which: 'misses', factor: 1000 }],
                t('scores.supposeFixed', { what: read(row.title) || row.fact }),
              )
            }
          >
            {t('scores.ifFixed')}
          </Button>
        )}
      </>
    ),
  },
  { id: 'n', title: t('scores.n'), number: true, cell: (row) => number(row.n) },
  { id: 'misses', title: t('scores.misses'), number: true, cell: (row) => number(row.misses) },
  { id: 'na', title: t('scores.na'), number: true, cell: (row) => number(row.na) },
]
