/** The room's calls, and the queries that several of its pages ask. */
import { useQueries, useQuery } from '@tanstack/react-query'
import { criteriaOf, type Edition, factOf } from '../../../standards/edition.ts'
import { comparisonApi } from '../../../standards/comparison.api.ts'
import { standardsApi } from '../../../standards/standards.api.ts'
import { type EditionHead } from '../../../standards/editions.api.ts'
import { useWords } from '../../../ui/words.tsx'
import { calls } from '../../call.ts'
import type { Serves } from './WayDetail.tsx'

/** The calls of the standards room. */
export const standards = calls('standards', standardsApi)

/** Its workbooks of comparison. */
export const comparison = calls('standards', comparisonApi)

/** One edition, head and content. */
export const useEdition = (id: string) => useQuery(standards.getEdition.ask({ params: { id: id as never } }))

/** Every edition of the city that a person may choose: up to 200, newest change first. */
export const useEditionHeads = () => useQuery(standards.listEditions.ask({ query: { limit: 200 } }))

/** The pair that a reader most likely means: the edition published last that has a predecessor, and that predecessor. */
export function useLikelyPair(): { readonly from: string; readonly to: string } {
  const { data } = useEditionHeads()
  return likelyPairOf(data?.items ?? [])
}

/** The same, of given editions. */
function likelyPairOf(heads: readonly EditionHead[]): { readonly from: string; readonly to: string } {
  const released = heads
    .filter(({ publishedAt }) => publishedAt !== null)
    .toSorted((a, b) => (a.publishedAt! < b.publishedAt! || (a.publishedAt === b.publishedAt && a.edition < b.edition) ? 1 : -1))
  for (const [index, to] of released.entries()) {
    const from = released.slice(index + 1).find(({ standard }) => standard === to.standard)
    if (to.status === 'published' && from) return { from: from.id, to: to.id }
  }
  return { from: '', to: '' }
}

/** "This observation also serves …" for the facts that one criterion reads, without the criterion itself. */
export function useServes(edition: Edition, criterion: string): Serves {
  const { read, t } = useWords()
  const facts = factsOf(edition, criterion)
  return useQueries({
    queries: facts.map((fact) => ({ ...standards.listServed.ask({ query: { fact } }), staleTime: 300_000 })),
    combine: (answers) =>
      new Map(
        answers.map(({ data }, index) => [
          facts[index]!,
          (data?.items ?? [])
            .filter((item) => item.criterion?.id !== criterion || item.standard !== edition.standard)
            .map((item) => {
              const where =
                item.standard === edition.standard && item.edition === edition.edition ? '' : `${read(item.programme)} ${item.edition} `
              return item.criterion
                ? `${where}${read(item.criterion.title)}`
                : `${where}${t('standards.servesUnscored', { what: read(item.item.title) })}`
            }),
        ]),
      ),
  })
}

function factsOf(edition: Edition, id: string): string[] {
  const found = criteriaOf(edition.tree).find(({ criterion }) => criterion.id === id)
  const used = new Set(found?.criterion.ways.flatMap((way) => way.checks) ?? [])
  return [...new Set(edition.checks.filter((check) => used.has(check.id)).map(factOf))]
}
