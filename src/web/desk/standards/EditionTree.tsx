/** The tree of an edition with its search. Reading and editing use the same one, so a place is found the same way. */
import { type ReactNode, useCallback, useDeferredValue, useMemo, useState } from 'react'
import { criteriaOf, type Edition, isCriterion, type Node, pointsOf } from '../../../standards/edition.ts'
import { type Method, methods } from '../../../standards/terms.ts'
import { Button } from '../../../ui/Button.tsx'
import { FilterBar } from '../../../ui/FilterBar.tsx'
import { Select } from '../../../ui/Select.tsx'
import { EmptyState } from '../../../ui/States.tsx'
import { type Shown, Tree } from '../../../ui/Tree.tsx'
import { useWords } from '../../../ui/words.tsx'
import { branchIds, findNodes, placesOf } from './outline.ts'

export interface EditionTreeProps {
  readonly edition: Edition
  readonly q: string
  readonly method: string
  readonly onFilter: (change: { q?: string; method?: string }) => void
  readonly openId: string
  readonly onOpen: (id: string) => void
  /** A mark after a node's words: its faults while editing. */
  readonly markOf?: (node: Node) => ReactNode
}

const firstLevels = (edition: Edition): string[] => edition.tree.filter((node) => !isCriterion(node)).map(({ id }) => id)

/** Search above, tree below. */
export function EditionTree({ edition, q, method, onFilter, openId, onOpen, markOf }: EditionTreeProps) {
  const { t, number } = useWords()
  const wanted = useDeferredValue(q)
  const found = useMemo(() => findNodes(edition, wanted, method as Method | ''), [edition, wanted, method])
  const count = useMemo(() => criteriaOf(edition.tree).length, [edition.tree])
  const isFiltered = q !== '' || method !== ''
  const { open, setOpen, all } = useOpenBranches(edition, found.tree, isFiltered, openId)
  const { lineOf, textOf } = useLine(markOf)
  return (
    <div className="std-tree">
      <FilterBar
        label={t('standards.searchTree')}
        q={q}
        onSearch={(next) => onFilter({ q: next })}
        isFiltered={isFiltered}
        onReset={() => onFilter({ q: '', method: '' })}
      >
        <Select
          label={t('standards.methodWord')}
          value={method}
          onChange={(next) => onFilter({ method: next })}
          options={[
            { value: '', label: t('ui.all') },
            ...methods.map((name) => ({ value: name as string, label: t(`standards.method.${name}`) })),
          ]}
        />
      </FilterBar>
      <div className="std-tree-tools">
        <p className="quiet small" aria-live="polite">
          {isFiltered ? t('standards.hits', { count: number(found.hits) }) : t('standards.criteriaCount', { count: number(count) })}
        </p>
        <Button small kind="quiet" onPress={() => setOpen(new Set(open.size >= all.length ? [] : all))}>
          {open.size >= all.length ? t('standards.foldAll') : t('standards.openAll')}
        </Button>
      </div>
      {found.tree.length === 0 ? (
        <EmptyState icon="search" title={t('standards.noHits')}>
          {t('standards.noHitsHelp')}
        </EmptyState>
      ) : (
        <div className="std-tree-scroll">
          <Tree
            label={t('standards.tree')}
            items={found.tree}
            textOf={textOf}
            lineOf={lineOf}
            value={openId === '' ? null : openId}
            onChange={onOpen}
            open={open}
            onOpen={setOpen}
          />
        </div>
      )}
    </div>
  )
}

/** Which branches are open: the reader's own, everything while searching, and always the way to the open node. */
function useOpenBranches(edition: Edition, shown: readonly Node[], isFiltered: boolean, openId: string) {
  const [own, setOwn] = useState(() => new Set(firstLevels(edition)))
  const [filtered, setFiltered] = useState<{ of: readonly Node[]; open: ReadonlySet<string> }>()
  const [seen, setSeen] = useState('')
  const all = useMemo(() => branchIds(shown), [shown])
  if (openId !== seen) {
    setSeen(openId)
    const way = placesOf(edition.tree).get(openId)?.path ?? []
    if (way.some(({ id }) => !own.has(id))) setOwn(new Set([...own, ...way.map(({ id }) => id)]))
  }
  const everything = useMemo(() => new Set(all), [all])
  const searched = filtered?.of === shown ? filtered.open : everything
  const setOpen = (ids: ReadonlySet<string>) => (isFiltered ? setFiltered({ of: shown, open: ids }) : setOwn(new Set(ids)))
  return { open: isFiltered ? searched : own, setOpen, all }
}

/** How a node is written in the tree. */
function useLine(markOf?: (node: Node) => ReactNode) {
  const { read, points, t } = useWords()
  const textOf = useCallback((node: Node) => read(node.title), [read])
  const lineOf = useCallback(
    (node: Node): Shown => ({
      label: (
        <span className={isCriterion(node) ? 'std-leaf' : 'std-branch'}>
          <span className="std-no">{isCriterion(node) && node.no !== undefined ? `${node.no})` : lastPart(node.id)}</span>
          <span>
            {read(node.title)}
            {isCriterion(node) && node.ways.length > 0 && (
              <span className="std-methods"> {node.ways.map((way) => t(`standards.method.${way.method}`)).join(' · ')}</span>
            )}
          </span>
          {markOf?.(node)}
        </span>
      ),
      aside: isCriterion(node) && node.bonus ? t('standards.bonusShort') : points(pointsOf(node)),
    }),
    [read, points, t, markOf],
  )
  return { lineOf, textOf }
}

/** "P01.I02.C03" is "C03" under its parent. */
const lastPart = (id: string) => id.slice(id.lastIndexOf('.') + 1)
