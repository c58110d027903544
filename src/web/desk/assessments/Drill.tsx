/** The tree of the standard with its points, beside a sunburst of the same; either leads into the explanation of a node. */
import { useCallback, useMemo, useState } from 'react'
import type { ExplainedNode } from '../../../assessments/live.api.ts'
import { Chart, type ChartOption } from '../../../ui/Chart.tsx'
import { Card } from '../../../ui/Page.tsx'
import { type Shown, Tree } from '../../../ui/Tree.tsx'
import { wayTo } from '../../../ui/treeLines.ts'
import { useWords, type Words } from '../../../ui/words.tsx'
import { PointsBar } from './PointsBar.tsx'

interface DrillProps {
  readonly tree: ExplainedNode
  readonly node: string
  readonly onNode: (node: string) => void
  /** Points after a what-if, by node. */
  readonly after?: ReadonlyMap<string, number> | undefined
}

/** Both views of the tree. */
export function Drill({ tree, node, onNode, after }: DrillProps) {
  const words = useWords()
  const { t, read } = words
  const lineOf = useCallback((part: ExplainedNode) => shownOf(part, words, after), [words, after])
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(wayTo(tree.parts, node)))
  const option = useMemo(() => sunburst(tree, words), [tree, words])
  return (
    <div className="drill">
      <Card title={t('scores.tree')}>
        <Tree
          label={t('scores.tree')}
          items={tree.parts}
          textOf={(part) => read(part.title)}
          lineOf={lineOf}
          value={node === '' ? null : node}
          onChange={onNode}
          open={open}
          onOpen={setOpen}
        />
      </Card>
      <Card title={t('scores.rings')}>
        <p className="small quiet">{t('scores.ringsAre')}</p>
        <Chart
          label={t('scores.ringsLabel')}
          option={option}
          heightRem={24}
          onPress={({ id }) => id !== undefined && onNode(id)}
          table={<p>{t('scores.treeIsTable')}</p>}
        />
      </Card>
    </div>
  )
}

function shownOf(node: ExplainedNode, words: Words, after: DrillProps['after']): Shown {
  const next = after?.get(node.id)
  return {
    label: words.read(node.title),
    aside: (
      <span className="drill-aside">
        <PointsBar slim points={node} />
        <span className="number drill-points">
          {node.of === 0 ? (
            <span className="quiet">{node.na > 0 && node.open === 0 ? words.t('scores.notApplicable') : words.t('scores.part.open')}</span>
          ) : (
            <>
              {next === undefined ? words.points(node.got) : <ins>{words.points(next)}</ins>}
              <span className="quiet"> / {words.points(node.of)}</span>
            </>
          )}
        </span>
      </span>
    ),
  }
}

/** From red to green would say danger: a miss is no danger. Light to deep blue by share earned, grey where nothing was observed. */
const shades = ['#d98a1f', '#e2ac5c', '#9fbfe6', '#6a9cd8', '#3a78c3', '#14549f'] as const
const shadeOf = ({ got, of }: ExplainedNode): number => (of === 0 ? -1 : Math.floor(Math.max(0, Math.min(1, got / of)) * 5.999))

interface Ring {
  readonly id: string
  readonly name: string
  readonly value: number
  readonly itemStyle: { readonly color: string }
  readonly label: { readonly color: string }
  readonly children: readonly Ring[]
}

function ringOf(node: ExplainedNode, words: Words, depth: number): Ring {
  const shade = shadeOf(node)
  return {
    id: node.id,
    name: words.read(node.title),
    value: node.full,
    itemStyle: { color: shades[shade] ?? '#b8c0cc' },
    label: { color: shade >= 4 ? '#ffffff' : '#10203a' },
    children: depth === 0 ? [] : node.parts.map((part) => ringOf(part, words, depth - 1)),
  }
}

/** Only the inner ring carries names; the outer ones are too thin for words and say them when pointed at. */
const ringLevels = [
  {},
  { r0: '12%', r: '52%', label: { minAngle: 14, overflow: 'break', width: 88, rotate: 'radial', fontSize: 11, lineHeight: 13 } },
  { r0: '52%', r: '68%', label: { show: false } },
  { r0: '68%', r: '82%', label: { show: false } },
  { r0: '82%', r: '97%', label: { show: false } },
]

function sunburst(tree: ExplainedNode, words: Words): ChartOption {
  const byId = new Map<string, ExplainedNode>()
  const note = (node: ExplainedNode): void => {
    byId.set(node.id, node)
    node.parts.forEach(note)
  }
  note(tree)
  return {
    tooltip: {
      formatter: ({ data }: { data: Ring }) => {
        const node = byId.get(data.id)
        return node
          ? `${data.name}\n${words.points(node.got)} / ${words.points(node.of)} · ${words.t('scores.part.open')} ${words.points(node.open)}`
          : ''
      },
    },
    series: [
      {
        type: 'sunburst',
        nodeClick: false,
        levels: ringLevels,
        sort: null,
        data: tree.parts.map((part) => ringOf(part, words, 3)),
        itemStyle: { borderWidth: 1 },
        emphasis: { focus: 'ancestor' },
      },
    ],
  }
}
