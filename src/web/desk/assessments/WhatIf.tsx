/** What if: a scratch copy of the score. Every supposition is listed and can be taken back; nothing is stored. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ExplainedNode, Imagination, LiveScore } from '../../../assessments/live.api.ts'
import type { Supposed } from '../../../assessments/whatIf.ts'
import { type Method, methods } from '../../../standards/terms.ts'
import { Button, IconButton } from '../../../ui/Button.tsx'
import { NumberField } from '../../../ui/Fields.tsx'
import { Card, Note, StatusTag } from '../../../ui/Page.tsx'
import { Answer } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { type At, live } from './calls.ts'
import { announced } from './Headline.tsx'

/** One line of the list: what is supposed, in words, and as the server reads it. */
export interface Supposition {
  readonly key: string
  readonly words: string
  readonly supposed: readonly Supposed[]
}

/** The suppositions of the page. They live as long as the page does. */
export function useSuppositions() {
  const [list, setList] = useState<readonly Supposition[]>([])
  return {
    list,
    add: (supposed: readonly Supposed[], words: string) => {
      const key = JSON.stringify(supposed)
      setList((old) => [...old.filter((one) => one.key !== key), { key, words, supposed }])
    },
    remove: (key: string) => setList((old) => old.filter((one) => one.key !== key)),
    reset: () => setList([]),
  }
}

/** Asks for the score as it would be; nothing is asked while nothing is supposed. */
export function useImagination(where: Pick<At, 'params' | 'span'>, list: readonly Supposition[]) {
  const supposed = list.flatMap((one) => one.supposed)
  return useQuery({
    ...live.imagineScore.ask({ params: where.params, query: where.span, body: { supposed } }),
    enabled: supposed.length > 0,
    placeholderData: (old: Imagination | undefined) => old,
  })
}

interface WhatIfProps {
  readonly score: LiveScore
  readonly where: Pick<At, 'params' | 'span'>
  readonly suppositions: ReturnType<typeof useSuppositions>
  readonly onNode: (node: string) => void
}

/** The card: the list of suppositions, the score before and after, and what moved. */
export function WhatIf({ score, where, suppositions, onNode }: WhatIfProps) {
  const { t } = useWords()
  const imagined = useImagination(where, suppositions.list)
  return (
    <Card
      title={t('scores.whatIf')}
      actions={
        suppositions.list.length > 0 && (
          <Button small kind="quiet" icon="undo" onPress={suppositions.reset}>
            {t('scores.resetSupposed')}
          </Button>
        )
      }
    >
      <div className="grid-2">
        <div className="stack">
          <Note>{t('scores.whatIfIs')}</Note>
          <Supposing score={score} suppositions={suppositions} />
          <ul className="supposed">
            {suppositions.list.map((one) => (
              <li key={one.key} className="row-wide">
                <span className="grow">{one.words}</span>
                <IconButton
                  small
                  icon="close"
                  label={t('scores.takeBack', { what: one.words })}
                  onPress={() => suppositions.remove(one.key)}
                />
              </li>
            ))}
          </ul>
        </div>
        {suppositions.list.length === 0 ? (
          <p className="quiet">{t('scores.nothingSupposed')}</p>
        ) : (
          <Answer of={imagined} lines={4}>
            {(it) => <Result it={it} score={score} onNode={onNode} />}
          </Answer>
        )}
      </div>
    </Card>
  )
}

/** Other weights of methods, in parts. */
function Supposing({ score, suppositions }: Pick<WhatIfProps, 'score' | 'suppositions'>) {
  const { t } = useWords()
  const present = methods.filter((method) => score.methods.some((one) => one.method === method && one.full > 0))
  const [weights, setWeights] = useState<Partial<Record<Method, number>>>({})
  const change = (method: Method, value: number | null) => {
    const next = { ...weights }
    if (value === null) delete next[method]
    else next[method] = value
    setWeights(next)
  }
  const isSet = Object.values(weights).some((weight) => weight > 0)
  return (
    <details className="weights">
      <summary>{t('scores.weights')}</summary>
      <p className="small quiet">{t('scores.weightsAre')}</p>
      <div className="grid">
        {present.map((method) => (
          <NumberField
            key={method}
            label={t(`scores.method.${method}`)}
            value={weights[method] ?? null}
            onChange={(value) => change(method, value)}
            min={0}
            max={10_000}
          />
        ))}
      </div>
      <Button
        small
        isDisabled={!isSet}
        onPress={() =>
          suppositions.add(
            [{ what: 'weights', weights }],
            t('scores.supposeWeights', {
              list: present
                .filter((method) => weights[method] !== undefined)
                .map((method) => `${t(`scores.method.${method}`)} ${weights[method]}`)
                .join(' · '),
            }),
          )
        }
      >
        {t('scores.takeWeights')}
      </Button>
    </details>
  )
}

/** Every node of a tree by id. */
export function nodesOf(tree: ExplainedNode, into = new Map<string, ExplainedNode>()): Map<string, ExplainedNode> {
  into.set(tree.id, tree)
  for (const part of tree.parts) nodesOf(part, into)
  return into
}

/** A signed amount of points, with a real minus. */
const signed = (value: number, text: string) => `${value > 0 ? '+' : value < 0 ? '−' : '±'}${text}`

/** Before, after and the difference: stays in view at the foot of the page while one supposes. */
export function MovedBar({ it, count, onReset }: { it: Imagination; count: number; onReset: () => void }) {
  const { t } = useWords()
  return (
    <div className="moved-bar">
      <span className="grow">{t('scores.supposedCount', { count })}</span>
      <Moved it={it} />
      <Button small kind="quiet" icon="undo" onPress={onReset}>
        {t('scores.resetSupposed')}
      </Button>
    </div>
  )
}

function Moved({ it }: { it: Imagination }) {
  const { points } = useWords()
  const [before, after] = [announced(it.before), announced(it.after)]
  const difference = before === null || after === null ? null : after - before
  return (
    <span className="row strong number">
      {before === null ? '—' : points(before)} → {after === null ? '—' : points(after)}
      {difference !== null && (
        <StatusTag tone={difference > 0 ? 'green' : difference < 0 ? 'amber' : 'grey'}>
          {signed(difference, points(Math.abs(difference)))}
        </StatusTag>
      )}
    </span>
  )
}

function Result({ it, score, onNode }: { it: Imagination; score: LiveScore; onNode: (node: string) => void }) {
  const { t, read, points } = useWords()
  const nodes = nodesOf(score.tree)
  const leaves = it.changes.filter(({ id }) => nodes.get(id)?.kind === 'criterion')
  return (
    <div className="stack" aria-live="polite">
      <div className="headline-number">
        <Moved it={it} />
      </div>
      {it.weighed && (
        <p>
          {t('scores.weighedIs', {
            before: it.weighed.before === null ? '—' : points(it.weighed.before),
            after: it.weighed.after === null ? '—' : points(it.weighed.after),
          })}
        </p>
      )}
      {it.unmet.length > 0 && <Note tone="amber">{t('scores.unmet', { count: it.unmet.length })}</Note>}
      <ul className="parts">
        {leaves.map((change) => (
          <li key={change.id}>
            <button type="button" className="part" onClick={() => onNode(change.id)}>
              <span className="grow">{read(nodes.get(change.id)?.title)}</span>
              <span className="number small">
                {points(change.got)} → {points(change.gotAfter)}
                <span className="quiet"> / {points(change.ofAfter)}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
