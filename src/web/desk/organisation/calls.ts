/** The calls of the organisation, and the people to choose from. */
import { useQuery } from '@tanstack/react-query'
import { organisationApi } from '../../../city/organisation/organisation.api.ts'
import type { Option } from '../../../ui/Select.tsx'
import { useWords } from '../../../ui/words.tsx'
import { calls } from '../../call.ts'

/** The calls of the organisation. */
export const organisation = calls('organisation', organisationApi)

/** People as options, with the posts they hold. */
export function usePeople(): Option[] {
  const { language } = useWords()
  const { data } = useQuery({ ...organisation.listPeople.ask({ query: { limit: 1000 } }), staleTime: 60_000 })
  return (data?.items ?? []).map(({ id, name, code, posts }) => ({
    value: id as string,
    label: name,
    note: [code ?? '', ...posts.map((post) => (language === 'en' && post.en.trim() !== '' ? post.en : post.zh))]
      .filter((part) => part !== '')
      .join(' · '),
  }))
}
