/** The calls of duties, and the choices that its pages share: editions in force, posts of a unit, areas. */
import { useQuery } from '@tanstack/react-query'
import { dutiesApi } from '../../../duties/duties.api.ts'
import { papersApi } from '../../../duties/papers.api.ts'
import type { Option } from '../../../ui/Select.tsx'
import { useWords } from '../../../ui/words.tsx'
import { calls } from '../../call.ts'
import { city } from '../parts/places.ts'
import { useEditionHeads } from '../standards/calls.ts'

/** The calls of the duties room. */
export const duties = calls('duties', dutiesApi)

/** The task table in Excel and the responsibility lists in Word. */
export const papers = calls('duties', papersApi)

/** Editions that work is shared out by: those in force first, the largest standard before the smaller ones, as on the score. */
export function useEditions(): Option[] | undefined {
  const { read, t } = useWords()
  const { data } = useEditionHeads()
  const order = { published: 0, withdrawn: 1, draft: 2 } as const
  return data?.items
    .filter(({ status }) => status !== 'draft')
    .toSorted((a, b) => order[a.status] - order[b.status] || b.criteria - a.criteria || (a.edition < b.edition ? 1 : -1))
    .map((head) => ({
      value: head.id as string,
      label: read(head.title),
      note: head.status === 'published' ? head.edition : `${head.edition} · ${t(`standards.status.${head.status}`)}`,
    }))
}

/** Posts of a unit with who holds them today; `leads` narrows to leaders in charge of the whole city when there is no unit. */
export function usePosts(unit: string | null, leads: boolean): Option[] {
  const { read, t } = useWords()
  const query = leads ? { leads: 'true' as const, limit: 500 } : { unit: unit as never, limit: 200 }
  const { data } = useQuery({ ...city.listPosts.ask({ query }), staleTime: 300_000, enabled: leads || unit !== null })
  return (data?.items ?? []).map((post) => ({
    value: post.id as string,
    label: `${read(post.title)} · ${post.holder?.name ?? t('duties.vacant')}`,
  }))
}

/** The city, its districts and streets as options. */
export function useAreas(): Option[] {
  const { read, t } = useWords()
  const districts = useQuery({ ...city.listAreas.ask({ query: { level: 'district' } }), staleTime: 300_000 })
  const streets = useQuery({ ...city.listAreas.ask({ query: { level: 'street' } }), staleTime: 300_000 })
  return [...(districts.data?.items ?? []), ...(streets.data?.items ?? [])].map((area) => ({
    value: area.id as string,
    label: read(area.name),
    note: t(`duties.level.${area.level}`),
  }))
}
