/** What of a standard a round looks at: the whole, or a branch or criterion of it, as kinds of places and facts. */
import type { Text } from '../base/text.ts'
import { criteriaOf, type Edition, factOf, type Way } from '../standards/edition.ts'

/** A part of a standard as it is looked at in the street. */
export interface Part {
  readonly title: Text
  readonly types: ReadonlySet<string>
  readonly facts: ReadonlySet<string>
}

const isWalked = ({ method }: Way): boolean => method === 'onsite' || method === 'observation'

/** The part, or undefined where the edition has no such branch or criterion. */
export function findPart(edition: Edition, part: string | null): Part | undefined {
  const below = criteriaOf(edition.tree).filter(
    ({ criterion, path }) => part === null || criterion.id === part || path.some(({ id }) => id === part),
  )
  if (below.length === 0) return undefined
  const ways = below.flatMap(({ criterion }) => criterion.ways).filter(isWalked)
  const codes = new Set(ways.flatMap(({ checks }) => checks))
  const named = new Set(ways.flatMap(({ pointTypes }) => pointTypes))
  // A way that names no kind of place is looked at wherever its checks are.
  const open = new Set(ways.filter(({ pointTypes }) => pointTypes.length === 0).flatMap(({ checks }) => checks))
  const types = edition.pointTypes.filter(({ id, checks }) => named.has(id) || checks.some((code) => open.has(code)))
  return {
    title: titleOf(edition, below[0]!, part),
    types: new Set(types.map(({ id }) => id)),
    facts: new Set(edition.checks.filter(({ id }) => codes.has(id)).map(factOf)),
  }
}

function titleOf(edition: Edition, { criterion, path }: ReturnType<typeof criteriaOf>[number], part: string | null): Text {
  if (part === null) return edition.title
  return criterion.id === part ? criterion.title : path.find(({ id }) => id === part)!.title
}
