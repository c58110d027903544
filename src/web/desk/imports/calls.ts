/** The calls of imports, and words that kinds bring with them. */
import { useQuery } from '@tanstack/react-query'
import { importsApi } from '../../../imports/imports.api.ts'
import type { Import } from '../../../imports/import.ts'
import { useWords } from '../../../ui/words.tsx'
import { calls } from '../../call.ts'

/** The calls of the imports room. */
export const imports = calls('imports', importsApi)

/** What can be imported. */
export const useKinds = () => useQuery({ ...imports.listImportKinds.ask({}), staleTime: 300_000 })

/** Words of a key that a kind puts together; the bare text where nobody wrote any (a code chosen by the city). */
export function useKindWords() {
  const { t, tAny } = useWords()
  const word = (key: string, bare: string) => {
    const said = tAny(key)
    return said === key ? bare : said
  }
  return {
    kind: (kind: string) => word(`import.kind.${kind}`, kind),
    column: (kind: string, key: string) => word(`import.column.${kind}.${key}`, key),
    option: (key: string) => word(`import.option.${key}`, key),
    usual: (key: string) => word(`import.usual.${key}`, t('imports.usual')),
    choice: (key: string, choice: string) => word(`import.choice.${key}.${choice}`, choice),
    count: (key: string) => word(`import.count.${key}`, key),
  }
}

/** Where what was taken in can be seen. */
export function resultHref({ kind, result }: Import): string | undefined {
  if (kind === 'edition' && typeof result?.['edition'] === 'string') return `/standards/${result['edition']}/edit`
  const days = [result?.['from'], result?.['to']]
  return {
    orders: `/cases?source=hotline12345${typeof days[0] === 'string' ? `&from=${days[0]}&to=${days[1]}` : ''}`,
    duties: '/duties',
    points: '/points',
    observations: '/visits',
    edition: '/standards',
    grids: '/cases?lost=true',
    owners: '/owners',
  }[kind]
}
