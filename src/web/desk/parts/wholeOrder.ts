/** The order of a list that a page holds whole: the lines of one edition, of one comparison. It stands in the address like any other. */
import { useMemo } from 'react'
import { useAddress } from '../../../ui/address.ts'
import { useWords } from '../../../ui/words.tsx'

/** Rows in the order that the address asks for; `''` is the order they came in. Words are ordered as the language orders them. */
export function useWholeOrder<Row>(
  rows: readonly Row[],
  values: Readonly<Record<string, (row: Row) => string | number>>,
  key = 'sort',
): { rows: readonly Row[]; sort: string; onSort: (sort: string) => void } {
  const { collate } = useWords()
  const [at, setAt] = useAddress({ [key]: '' })
  const sort = at[key]!
  const sorted = useMemo(() => {
    const valueOf = values[sort.replace(/^-/, '')]
    if (valueOf === undefined) return rows
    const sign = sort.startsWith('-') ? -1 : 1
    return rows.toSorted((a, b) => {
      const [x, y] = [valueOf(a), valueOf(b)]
      return sign * (typeof x === 'number' && typeof y === 'number' ? x - y : collate(String(x), String(y)))
    })
    // The table of values is written anew on every drawing and says the same.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [rows, sort, collate])
  return { rows: sorted, sort, onSort: (next) => setAt({ [key]: next }) }
}
