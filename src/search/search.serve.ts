/** Serves the search over the house: every kind that the reader may list, at once, each with a ceiling of its own. */
import { handlers, whoOf } from '../api/api.serve.ts'
import { reachOf } from '../api/reach.ts'
import type { CityId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { listReleased } from '../standards/published.sql.ts'
import { findInEdition } from '../standards/search.ts'
import { criteriaOf } from '../standards/edition.ts'
import { type FoundGroup, searchApi, type SearchKind, searchKinds } from './search.api.ts'
import { findKept, type Kept } from './search.sql.ts'

interface Question {
  readonly q: string
  readonly limit: number
}

/** Criteria and branches of released editions, the newest first. Editions are in memory; reading them through costs no query. */
async function findCriteria(db: Db, city: CityId, { q, limit }: Question): Promise<FoundGroup> {
  const hits = (await listReleased(db, city)).flatMap(({ id, content }) =>
    findInEdition(content, q)
      .filter(({ kind }) => kind === 'criterion')
      .map((hit) => ({ id: hit.id, code: hit.id, title: hit.title, note: content.title, of: id as string })),
  )
  return { kind: 'criterion', items: hits.slice(0, limit), more: hits.length > limit, partial: false }
}

/** A duty without words of its own is called by its criterion. */
async function titlesOf(
  db: Db,
  city: CityId,
): Promise<(edition: string | null, criterion: string) => { zh: string; en: string } | undefined> {
  const editions = await listReleased(db, city)
  return (edition, criterion) =>
    criteriaOf(editions.find(({ id }) => id === edition)?.content.tree ?? []).find(({ criterion: it }) => it.id === criterion)?.criterion
      .title
}

async function findOf(db: Db, city: CityId, kind: Kept, question: Question): Promise<FoundGroup> {
  const { hits, partial } = await findKept(db, city, kind, question)
  const titleOf = kind === 'duty' && hits.some(({ zh }) => zh === '') ? await titlesOf(db, city) : undefined
  const items = hits.slice(0, question.limit).map(({ id, code, zh, en, noteZh, noteEn, of }) => ({
    id,
    code,
    title: zh === '' ? (titleOf?.(of, code) ?? { zh: code, en: '' }) : { zh, en },
    note: noteZh === '' ? null : { zh: noteZh, en: noteEn },
    of,
  }))
  return { kind, items, more: hits.length > question.limit, partial }
}

export const searchHandlers = handlers(searchApi, {
  search: async (ask) => {
    const who = whoOf(ask)
    // A list that reaches only part of the city is not searched here: its own page narrows it.
    const kinds = (Object.keys(searchKinds) as SearchKind[]).filter((kind) => reachOf(who, searchKinds[kind]) === 'city')
    const groups = await Promise.all(
      kinds.map((kind) => (kind === 'criterion' ? findCriteria(ask.db, who.city, ask.query) : findOf(ask.db, who.city, kind, ask.query))),
    )
    return { groups: groups.filter(({ items }) => items.length > 0) }
  },
})
