/** Why a number is what it is: its parts, the rule with the numbers put in, the facts it read, and the observations behind. */
import { useQuery } from '@tanstack/react-query'
import type { ExplainedNode, NodeExplanation } from '../../../assessments/live.api.ts'
import type { Supposed } from '../../../assessments/whatIf.ts'
import { Button } from '../../../ui/Button.tsx'
import { Answer } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useUnitOfKind } from '../parts/places.ts'
import { type At, live } from './calls.ts'
import { PointsBar } from './PointsBar.tsx'
import { WayExplained } from './WayExplained.tsx'

export interface ExplanationProps {
  readonly where: Pick<At, 'params' | 'span' | 'within'>
  readonly node: string
  readonly onNode: (node: string) => void
  /** Takes a supposition into the what-if; absent where nobody supposes. */
  readonly onSuppose?: ((supposed: readonly Supposed[], words: string) => void) | undefined
}

/** The panel of a node. */
export function Explanation(props: ExplanationProps) {
  const { where, node } = props
  const asked = useQuery(
    live.explainNode.ask({ params: where.params, query: { ...(where.span as object), ...where.within, node } as never }),
  )
  return (
    <div className="explanation">
      <Answer of={asked}>{(it) => <Whole {...props} it={it} />}</Answer>
    </div>
  )
}

function Whole({ it, where, onNode, onSuppose }: ExplanationProps & { it: NodeExplanation }) {
  const { t, read, points } = useWords()
  const { node } = it
  const unitOf = useUnitOfKind()
  return (
    <>
      <nav className="row small" aria-label={t('scores.pathIs')}>
        {it.path.map((part) => (
          <Button key={part.id} small kind="quiet" onPress={() => onNode(part.id)}>
            {read(part.title) || t('scores.whole')}
          </Button>
        ))}
      </nav>
      <header>
        <h2>{read(node.title)}</h2>
        <p className="quiet small">
          {node.id}
          {node.lead !== undefined && ` · ${t('scores.lead', { lead: unitOf(node.lead) })}`}
        </p>
      </header>
      <p>{t('scores.gotOfIs', { got: points(node.got), of: points(node.of), full: points(node.full) })}</p>
      <PointsBar points={node} />
      {node.parts.length > 0 && <Parts node={node} onNode={onNode} />}
      {node.ways.map((way) => (
        <WayExplained key={way.id} way={way} where={where} reads={it.reads.find((one) => one.way === way.id)} onSuppose={onSuppose} />
      ))}
    </>
  )
}

/** The parts a branch is the sum of; the sum is written out. */
function Parts({ node, onNode }: { node: ExplainedNode; onNode: (node: string) => void }) {
  const { t, read, points } = useWords()
  return (
    <section className="stack-s">
      <h3>{t('scores.parts')}</h3>
      <p className="small quiet">{t('scores.partsSum', { got: points(node.got) })}</p>
      <ul className="parts">
        {node.parts.map((part) => (
          <li key={part.id}>
            <button type="button" className="part" onClick={() => onNode(part.id)}>
              <span className="grow">{read(part.title)}</span>
              <PointsBar slim points={part} />
              <span className="number small">{part.of === 0 ? '—' : `${points(part.got)} / ${points(part.of)}`}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
