/** Questions, groups and repeats in the form's order. What is not relevant is not drawn; its answer is not sent either. */
import { createElement } from 'react'
import { plain } from '../../forms/plain.ts'
import { Button } from '../../ui/Button.tsx'
import { useWords } from '../../ui/words.tsx'
import { Leaf } from './Leaf.tsx'
import type { CountedNode, FormNode, GroupNode, RepeatNode } from './node.ts'

interface PartsProps {
  readonly nodes: readonly FormNode[]
  /** Also what is missing is told, since somebody wants to send. */
  readonly isStrict: boolean
  /** Of the headings in it. */
  readonly level: number
}

/** A list of parts. */
export function Parts({ nodes, isStrict, level }: PartsProps) {
  return nodes
    .filter(({ currentState }) => currentState.relevant)
    .map((node) => <Part key={node.nodeId} node={node} isStrict={isStrict} level={level} />)
}

function Part({ node, ...rest }: Omit<PartsProps, 'nodes'> & { node: FormNode }) {
  if (node.nodeType === 'group') return <Group node={node} {...rest} />
  if (node.nodeType === 'repeat-range:controlled' || node.nodeType === 'repeat-range:uncontrolled') return <Repeat node={node} {...rest} />
  return <Leaf node={node} isStrict={rest.isStrict} />
}

const heading = (level: number, text: string) => createElement(`h${Math.min(level, 6)}`, {}, text)

function Group({ node, isStrict, level }: Omit<PartsProps, 'nodes'> & { node: GroupNode }) {
  const label = plain(node.currentState.label?.asString ?? '')
  return (
    <section className="fill-group">
      {label !== '' && heading(level, label)}
      <Parts nodes={node.currentState.children} isStrict={isStrict} level={label === '' ? level : level + 1} />
    </section>
  )
}

function Repeat({ node, isStrict, level }: Omit<PartsProps, 'nodes'> & { node: CountedNode | RepeatNode }) {
  const { t } = useWords()
  const label = plain(node.currentState.label?.asString ?? '') || t('forms.turns')
  const own = node.nodeType === 'repeat-range:uncontrolled' ? node : undefined
  return (
    <section className="fill-repeat">
      {heading(level, label)}
      {node.currentState.children.map((turn, index) => (
        <section key={turn.nodeId} className="fill-turn" aria-label={t('forms.turn', { title: label, no: index + 1 })}>
          <header className="row-wide">
            <span className="strong">{t('forms.turn', { title: label, no: index + 1 })}</span>
            {own && (
              <Button small kind="quiet" icon="close" onPress={() => own.removeInstances(index)}>
                {t('forms.removeTurn')}
              </Button>
            )}
          </header>
          <Parts nodes={turn.currentState.children} isStrict={isStrict} level={level + 1} />
        </section>
      ))}
      {own && (
        <Button icon="add" onPress={() => own.addInstances()}>
          {t('forms.addTurn', { title: label })}
        </Button>
      )}
    </section>
  )
}
