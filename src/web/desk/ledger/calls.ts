/** The ledger's calls, and how the kinds of facts are said. A kind that a newer server knows is shown by its name. */
import { ledgerApi } from '../../../ledger/ledger.api.ts'
import type { Words } from '../../../ui/words.tsx'
import { calls } from '../../call.ts'

/** The ledger. */
export const ledger = calls('ledger', ledgerApi)

/** "上报了问题". */
export function sayKind({ tAny }: Pick<Words, 'tAny'>, kind: string): string {
  const key = `ledger.kind.${kind}`
  const said = tAny(key)
  return said === key ? kind : said
}

/** "案件", for the first word of a kind. */
export function sayAbout({ tAny }: Pick<Words, 'tAny'>, about: string): string {
  const key = `ledger.about.${about}`
  const said = tAny(key)
  return said === key ? about : said
}
