/** A tree as the lines that are in sight: only branches that are open show what they hold. Pure, so that walking it is tested without a page. */

/** What a tree is made of: anything with an id that may hold more of its kind. */
export interface Knot<Item> {
  readonly id: string
  readonly parts?: readonly Item[] | undefined
}

/** One line: where it stands among its siblings, and which line it hangs on (-1 at the root). */
export interface Line<Item> {
  readonly item: Item
  readonly level: number
  readonly place: number
  readonly of: number
  readonly above: number
  readonly isBranch: boolean
}

/** The lines of a tree from top to bottom. */
export function linesOf<Item extends Knot<Item>>(items: readonly Item[], open: ReadonlySet<string>): Line<Item>[] {
  const lines: Line<Item>[] = []
  const add = (parts: readonly Item[], level: number, above: number): void => {
    for (const [index, item] of parts.entries()) {
      const isBranch = (item.parts?.length ?? 0) > 0
      const own = lines.push({ item, level, place: index + 1, of: parts.length, above, isBranch }) - 1
      if (isBranch && open.has(item.id)) add(item.parts!, level + 1, own)
    }
  }
  add(items, 1, -1)
  return lines
}

/** Where a key leads from a line, or undefined when it is not a key of walking; opening and closing are the tree's. */
export function stepOf<Item extends Knot<Item>>(
  lines: readonly Line<Item>[],
  { at, key, page }: { at: number; key: string; page: number },
): number | undefined {
  const last = lines.length - 1
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: last, PageDown: at + page, PageUp: at - page }[key]
  if (to !== undefined) return Math.max(0, Math.min(last, to))
  if (key === 'ArrowRight' && lines[at + 1]?.above === at) return at + 1
  if (key === 'ArrowLeft' && lines[at]!.above >= 0) return lines[at]!.above
  return undefined
}

/** The next line whose words begin with what was typed, from `at` on and around; -1 when there is none. */
export function typedTo<Item>(lines: readonly Line<Item>[], at: number, typed: string, textOf: (item: Item) => string): number {
  for (let step = 0; step < lines.length; step++) {
    const index = (at + step) % lines.length
    if (textOf(lines[index]!.item).toLowerCase().startsWith(typed)) return index
  }
  return -1
}

/** The ids on the way from the root to an item, for opening a tree at it. */
export function wayTo<Item extends Knot<Item>>(items: readonly Item[], id: string): string[] {
  for (const item of items) {
    if (item.id === id) return []
    const below = item.parts ? wayTo(item.parts, id) : []
    if (below.length > 0 || item.parts?.some((part) => part.id === id)) return [item.id, ...below]
  }
  return []
}
