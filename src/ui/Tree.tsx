/**
 * A tree of any depth (projects, indicators, contents, criteria; score parts). Only the lines in sight are made, so that an edition
 * of 20,000 criteria opens like one of 20. Arrow keys open, close and walk, letters jump, Enter or Space chooses.
 */
import './tree.css'
import { defaultRangeExtractor, useVirtualizer, type Virtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, memo, type ReactNode, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { Icon } from './Icon.tsx'
import { useWorn } from './look.ts'
import { type Knot, type Line, linesOf, stepOf, typedTo } from './treeLines.ts'

/** What a line shows: its words, and at the right edge points or counts. */
export interface Shown {
  readonly label: ReactNode
  readonly aside?: ReactNode
}

export interface TreeProps<Item extends Knot<Item>> {
  readonly label: string
  readonly items: readonly Item[]
  /** Searched by typing. */
  readonly textOf: (item: Item) => string
  /** Called for the lines in sight only. Give a stable function (`useCallback`): another one draws all lines anew. */
  readonly lineOf: (item: Item) => Shown
  readonly value: string | null
  readonly onChange: (id: string) => void
  readonly open: ReadonlySet<string>
  readonly onOpen: (open: ReadonlySet<string>) => void
}

/** A tree with one chosen item. */
export function Tree<Item extends Knot<Item>>(props: TreeProps<Item>) {
  const { label, lineOf, value, open } = props
  const lines = useMemo(() => linesOf(props.items, open), [props.items, open])
  const walk = useWalk(props, lines)
  const { place, rows, current } = walk
  return (
    <div ref={place} role="tree" aria-label={label} className="tree">
      <div role="presentation" className="tree-whole" style={{ height: `${rows.getTotalSize()}px` }}>
        {rows.getVirtualItems().map(({ index, start, key }) => {
          const line = lines[index]
          return (
            line && (
              <BranchLine
                key={key}
                index={index}
                start={start}
                line={line as Line<never>}
                lineOf={lineOf as (item: never) => Shown}
                isOpen={open.has(line.item.id)}
                isChosen={line.item.id === value}
                isCurrent={index === current}
                measure={rows.measureElement}
                act={walk.act}
                onKey={walk.onKey}
              />
            )
          )
        })}
      </div>
    </div>
  )
}

type Act = (what: 'choose' | 'turn', index: number) => void

interface BranchLineProps {
  readonly index: number
  readonly start: number
  readonly line: Line<never>
  readonly lineOf: (item: never) => Shown
  readonly isOpen: boolean
  readonly isChosen: boolean
  readonly isCurrent: boolean
  readonly measure: (element: Element | null) => void
  readonly act: Act
  readonly onKey: (event: KeyboardEvent) => void
}

const BranchLine = memo(({ index, start, line, lineOf, isOpen, isChosen, isCurrent, measure, act, onKey }: BranchLineProps) => {
  const { item, level, place, of, isBranch } = line
  const { label, aside } = lineOf(item)
  return (
    <div
      ref={measure}
      data-index={index}
      role="treeitem"
      aria-level={level}
      aria-posinset={place}
      aria-setsize={of}
      aria-selected={isChosen}
      {...(isBranch ? { 'aria-expanded': isOpen } : {})}
      tabIndex={isCurrent ? 0 : -1}
      className="branch"
      style={{ transform: `translateY(${start}px)`, ['--level' as string]: level }}
      onClick={() => act('choose', index)}
      onKeyDown={onKey}
    >
      {isBranch ? (
        // For the pointer; by key and by ear it is the line itself that opens.
        <button
          type="button"
          tabIndex={-1}
          className="branch-open"
          aria-hidden
          onClick={(event) => {
            event.stopPropagation()
            act('turn', index)
          }}
        >
          <Icon name="expand" size={1} />
        </button>
      ) : (
        <span className="branch-open" />
      )}
      <span className="branch-label">{label}</span>
      {aside !== undefined && <span className="branch-aside">{aside}</span>}
    </div>
  )
})

/** Which line has the focus, what the keys do, and which lines are in sight. */
function useWalk<Item extends Knot<Item>>({ value, onChange, open, onOpen, textOf }: TreeProps<Item>, lines: readonly Line<Item>[]) {
  const place = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState<string | null>(null)
  const indexes = useMemo(() => new Map(lines.map(({ item }, index) => [item.id, index])), [lines])
  const current = indexes.get(at ?? '') ?? indexes.get(value ?? '') ?? 0
  const rows = useLines(place, lines, current)
  const goTo = useFocusAt(place, rows, current)
  useInSight(rows, value ?? '', indexes)
  const typed = useRef({ text: '', at: 0 })
  const go = (index: number) => {
    setAt(lines[index]!.item.id)
    goTo(index)
  }
  const turn = (index: number) => {
    const { id } = lines[index]!.item
    onOpen(open.has(id) ? new Set([...open].filter((one) => one !== id)) : new Set([...open, id]))
  }
  const act = useLatest((what: 'choose' | 'turn', index: number) => {
    setAt(lines[index]!.item.id)
    if (what === 'turn') turn(index)
    else onChange(lines[index]!.item.id)
  })
  /** Letters typed within a second are one beginning; a single letter goes on to the next line. */
  const typedLine = (last: { text: string; at: number }, key: string, now: number) => {
    last.text = now - last.at < 1000 ? last.text + key.toLowerCase() : key.toLowerCase()
    last.at = now
    const found = typedTo(lines, last.text.length === 1 ? current + 1 : current, last.text, textOf)
    return found < 0 ? undefined : found
  }
  const onKey = useLatest((event: KeyboardEvent) => {
    const { key } = event
    const line = lines[current]
    const isButton = event.target !== event.currentTarget && (key === 'Enter' || key === ' ')
    if (!line || isButton || event.ctrlKey || event.metaKey || event.altKey) return
    const isOpen = line.isBranch && open.has(line.item.id)
    const page = Math.max(1, rows.getVirtualItems().length - 12)
    if (line.isBranch && key === (isOpen ? 'ArrowLeft' : 'ArrowRight')) turn(current)
    else if (key === 'Enter' || key === ' ') act('choose', current)
    else {
      const to =
        stepOf(lines, { at: current, key, page }) ?? (key.length === 1 ? typedLine(typed.current, key, event.timeStamp) : undefined)
      if (to === undefined) return
      go(to)
    }
    event.preventDefault()
  })
  return { place, rows, current, act, onKey }
}

type Rows = Virtualizer<HTMLDivElement, Element>

/** What a line of one row of words is high, in rem. */
const lineRem = 2.125

/** The line of the focus is always made, in sight or not: a focus must not vanish by scrolling. */
function useLines<Item extends Knot<Item>>(place: { current: HTMLDivElement | null }, lines: readonly Line<Item>[], current: number): Rows {
  const worn = useWorn()
  // oxlint-disable-next-line react/exhaustive-deps -- the size of text hangs on the look
  const guess = useMemo(() => lineRem * Number.parseFloat(getComputedStyle(document.documentElement).fontSize), [worn])
  // oxlint-disable-next-line react/incompatible-library -- nothing here is compiled; its answers are used in the same render
  return useVirtualizer({
    count: lines.length,
    getScrollElement: () => place.current,
    estimateSize: () => guess,
    getItemKey: (index) => lines[index]!.item.id,
    overscan: 6,
    rangeExtractor: (range) => {
      const seen = defaultRangeExtractor(range)
      if (current >= lines.length || seen.includes(current)) return seen
      return [...seen, current].toSorted((a, b) => a - b)
    },
  })
}

/** Moves the focus to a line as soon as it is made. */
function useFocusAt(place: { current: HTMLDivElement | null }, rows: Rows, current: number): (index: number) => void {
  const [wanted, setWanted] = useState(0)
  useLayoutEffect(() => {
    if (wanted > 0) place.current?.querySelector<HTMLElement>(`[data-index="${current}"]`)?.focus({ preventScroll: true })
  }, [wanted, current, place])
  return (index) => {
    rows.scrollToIndex(index, { align: 'auto' })
    setWanted((times) => times + 1)
  }
}

/** Brings what has just been chosen elsewhere (an address, a fault) into sight. */
function useInSight(rows: Rows, id: string, indexes: ReadonlyMap<string, number>): void {
  const show = useLatest((chosen: string) => {
    const index = indexes.get(chosen)
    if (index === undefined) return
    const isMade = rows.getVirtualItems().some((row) => row.index === index)
    rows.scrollToIndex(index, { align: isMade ? 'auto' : 'center' })
  })
  useEffect(() => show(id), [id, show])
}

/** A function that stays the same and does what its latest version does. */
function useLatest<Inputs extends unknown[]>(work: (...inputs: Inputs) => void): (...inputs: Inputs) => void {
  const latest = useRef(work)
  useLayoutEffect(() => {
    latest.current = work
  })
  return useCallback((...inputs: Inputs) => latest.current(...inputs), [])
}
