/** How the imports room holds a kind of table: with the permission that taking it in needs. */
import type { Permission } from '../api/contract.ts'
import type { TableKind } from '../sheets/kind.ts'

/** A kind as the imports room holds it: what its rows mean is its own business. */
export interface ListedKind {
  readonly kind: TableKind
  readonly may: Permission
}

/** Lists a kind. */
export const listed = (kind: TableKind, may: Permission): ListedKind => ({ kind, may })
