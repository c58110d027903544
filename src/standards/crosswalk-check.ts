/** Checks crosswalks: ids that exist on both sides, links of a sensible shape, and no old criterion forgotten. */
import type { Say, OtherEdition } from './edition-check.ts'
import { criteriaOf, type Crosswalk, type Edition, type Link } from './edition.ts'

/** How many ids a kind of link has on each side, at least and at most. */
const shapes: Record<Link['relation'], { from: [number, number]; to: [number, number] }> = {
  same: { from: [1, 1], to: [1, 1] },
  reworded: { from: [1, 1], to: [1, 1] },
  moved: { from: [1, 1], to: [1, 1] },
  split: { from: [1, 1], to: [2, Infinity] },
  merged: { from: [2, Infinity], to: [1, 1] },
  dropped: { from: [1, Infinity], to: [0, 0] },
  added: { from: [0, 0], to: [1, Infinity] },
  overlaps: { from: [1, Infinity], to: [1, Infinity] },
}

/** Notes what is wrong with an edition's crosswalks. A crosswalk from an edition that is not at hand is checked on our side only. */
export function checkCrosswalks(edition: Edition, other: OtherEdition, say: Say): void {
  const own = new Set(criteriaOf(edition.tree).map(({ criterion }) => criterion.id))
  for (const crosswalk of edition.crosswalks) {
    const at = `crosswalks/${crosswalk.standard}/${crosswalk.edition}`
    const old = other(crosswalk.standard, crosswalk.edition)
    const theirs = old && new Set(criteriaOf(old.tree).map(({ criterion }) => criterion.id))
    for (const link of crosswalk.links) checkLink(link, own, theirs, at, say)
    if (crosswalk.kind === 'follows' && theirs) checkComplete(crosswalk, theirs, at, say)
  }
}

function checkLink(link: Link, own: ReadonlySet<string>, theirs: ReadonlySet<string> | undefined, at: string, say: Say): void {
  const shape = shapes[link.relation]
  const fits = (ids: readonly string[], [least, most]: [number, number]) => ids.length >= least && ids.length <= most
  const name = [...link.from, '→', ...link.to].join(' ')
  if (!fits(link.from, shape.from) || !fits(link.to, shape.to)) say(at, 'linkShape', { id: name, relation: link.relation })
  for (const id of link.to) if (!own.has(id)) say(at, 'linkTo', { id })
  for (const id of link.from) if (theirs && !theirs.has(id)) say(at, 'linkFrom', { id })
}

function checkComplete(crosswalk: Crosswalk, theirs: ReadonlySet<string>, at: string, say: Say): void {
  const named = new Set(crosswalk.links.flatMap(({ from }) => from))
  for (const id of theirs) if (!named.has(id)) say(at, 'linkMissing', { id })
}
