/** A tree of any depth (projects, indicators, contents, criteria; areas; score parts). Arrow keys open, close and walk. */
import './tree.css'
import { type ReactNode, useMemo } from 'react'
import { Button } from 'react-aria-components/Button'
import { Collection } from 'react-aria-components/Collection'
import { Tree as AriaTree, TreeItem, TreeItemContent } from 'react-aria-components/Tree'
import { Icon } from './Icon.tsx'

export interface Branch {
  readonly id: string
  /** Read out and searched by typing. */
  readonly text: string
  readonly label: ReactNode
  /** At the right edge: points, counts. */
  readonly aside?: ReactNode
  readonly parts?: readonly Branch[]
}

export interface TreeProps {
  readonly label: string
  readonly branches: readonly Branch[]
  readonly value: string | null
  readonly onChange: (id: string) => void
  readonly open: ReadonlySet<string>
  readonly onOpen: (open: ReadonlySet<string>) => void
}

/** A tree with one chosen branch. */
export function Tree({ label, branches, value, onChange, open, onOpen }: TreeProps) {
  const chosen = useMemo(() => (value === null ? [] : [value]), [value])
  return (
    <AriaTree
      aria-label={label}
      className="tree"
      items={branches}
      selectionMode="single"
      selectionBehavior="replace"
      selectedKeys={chosen}
      onSelectionChange={(keys) => {
        const [first] = keys === 'all' ? [] : [...keys]
        if (first !== undefined) onChange(String(first))
      }}
      expandedKeys={open as Set<string>}
      onExpandedChange={(keys) => onOpen(new Set([...keys].map(String)))}
    >
      {(branch) => <BranchItem branch={branch} />}
    </AriaTree>
  )
}

function BranchItem({ branch }: { branch: Branch }) {
  return (
    <TreeItem id={branch.id} textValue={branch.text} className="branch">
      <TreeItemContent>
        {({ hasChildItems }) => (
          <div className="branch-line">
            {hasChildItems ? (
              <Button slot="chevron" className="branch-open">
                <Icon name="expand" size={1} />
              </Button>
            ) : (
              <span className="branch-open" />
            )}
            <span className="branch-label">{branch.label}</span>
            {branch.aside !== undefined && <span className="branch-aside">{branch.aside}</span>}
          </div>
        )}
      </TreeItemContent>
      <Collection items={branch.parts ?? []}>{(part) => <BranchItem branch={part} />}</Collection>
    </TreeItem>
  )
}

/** The ids on the way from the root to a branch, for opening a tree at it. */
export function wayTo(branches: readonly Branch[], id: string): string[] {
  for (const branch of branches) {
    if (branch.id === id) return []
    const below = branch.parts ? wayTo(branch.parts, id) : []
    if (below.length > 0 || branch.parts?.some((part) => part.id === id)) return [branch.id, ...below]
  }
  return []
}
