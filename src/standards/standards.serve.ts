/** Serves the standards room. A draft may be anything of the right shape; publishing is where all faults must be gone. */
import { v7 } from 'uuid'
import { handlers, whoOf } from '../api/api.serve.ts'
import type { Say } from '../api/problems.serve.ts'
import { appendEvents } from '../base/event.sql.ts'
import { type CityId, EditionId, EventId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import type { z } from 'zod'
import { compareEditions } from './compare.ts'
import { applyEdits } from './edit.ts'
import { checkEdition, type OtherEdition } from './edition-check.ts'
import { canonicalText, hashOfEdition } from './edition-hash.ts'
import { criteriaOf, Edition } from './edition.ts'
import {
  addDraft,
  findContent,
  findHead,
  findInForce,
  listDraftContents,
  listHeads,
  markPublished,
  markWithdrawn,
  removeDraft,
  updateDraft,
} from './edition.sql.ts'
import { findLibraryEdition, listLibrary } from './library.serve.ts'
import { listPublished, listReleased } from './published.sql.ts'
import { findInEdition, kindsOf, readersOf } from './search.ts'
import { type Language, read } from '../base/text.ts'
import { type BookColumn, cityTime, inPoints, listBook, rowsAtOnce } from '../sheets/listBook.serve.ts'
import { streamWorkbook } from '../sheets/write.serve.ts'
import { sheetsOfEdition } from './workbook/form-write.ts'
import { type DraftSource, standardsApi } from './standards.api.ts'
import { type EditionHead } from './editions.api.ts'

/** The head of an edition. *Refuses:* `standards.noEdition` 404. */
async function getHead(db: Db, city: CityId, id: EditionId): Promise<EditionHead> {
  const head = await findHead(db, city, id)
  if (!head) throw new Problem('standards.noEdition', 404)
  return head
}

/** The content of an edition, draft or not. *Refuses:* `standards.noEdition` 404. */
async function getContent(db: Db, city: CityId, id: EditionId): Promise<Edition> {
  const content = await findContent(db, city, id)
  if (!content) throw new Problem('standards.noEdition', 404)
  return content
}

/** An edition by id, or one of the library as `standard/edition`. *Refuses:* `standards.noEdition` 404. */
export async function getByRef(db: Db, city: CityId, ref: string): Promise<Edition> {
  const [standard = '', edition = ''] = ref.split('/')
  const shipped = edition === '' ? undefined : findLibraryEdition(standard, edition)
  if (shipped) return shipped
  const id = EditionId.safeParse(ref)
  if (!id.success) throw new Problem('standards.noEdition', 404)
  return getContent(db, city, id.data)
}

/** Other editions that crosswalks may name: the city's released ones first, then the library. */
export async function othersOf(db: Db, city: CityId): Promise<OtherEdition> {
  const released = await listReleased(db, city)
  return (standard, edition) =>
    released.find(({ content }) => content.standard === standard && content.edition === edition)?.content ??
    findLibraryEdition(standard, edition)
}

async function contentFrom(db: Db, city: CityId, from: z.infer<typeof DraftSource>): Promise<Edition> {
  if (from.kind === 'content') return from.content
  if (from.kind === 'copy') return { ...(await getContent(db, city, from.of)), edition: from.edition }
  if (from.kind === 'library') return getByRef(db, city, `${from.standard}/${from.edition}`)
  const { standard, edition, title, programme } = from
  return Edition.parse({
    format: 'mingcheng.edition/1',
    standard,
    edition,
    title,
    programme,
    official: false,
    subjects: ['district'],
    total: 10_000,
    tree: [],
  })
}

/** Adds a draft with its event; the same id again gives what is there. For imports and the demo too. */
export async function startDraft(
  db: Db,
  city: CityId,
  draft: { id: EditionId; content: Edition },
  by: string | null,
  at: string,
): Promise<EditionHead> {
  const { standard, edition } = draft.content
  if (await addDraft(db, city, draft.id, draft.content, at))
    await tell(db, city, { kind: 'edition.drafted', thing: draft.id, at, by, data: { standard, edition } })
  return getHead(db, city, draft.id)
}

/** Publishes a draft. *Refuses:* `standards.faults` 422 with every fault, `standards.notDraft`, `standards.changed`, `standards.inForce` 409. */
export async function publish(
  db: Db,
  city: CityId,
  draft: { id: EditionId; version: number },
  by: string | null,
  at: string,
): Promise<EditionHead> {
  const head = await getHead(db, city, draft.id)
  refuseStale(head, draft.version)
  const content = await getContent(db, city, draft.id)
  const faults = checkEdition(content, await othersOf(db, city))
  if (faults.length > 0) throw new Problem('standards.faults', 422, { count: faults.length }, faults)
  if (await findInForce(db, city, head.standard, head.edition))
    throw new Problem('standards.inForce', 409, { standard: head.standard, edition: head.edition })
  const hash = hashOfEdition(content)
  if (!(await markPublished(db, city, draft, hash, at))) throw new Problem('standards.changed', 409, { version: head.version })
  await tell(db, city, {
    kind: 'edition.published',
    thing: draft.id,
    at,
    by,
    data: { standard: head.standard, edition: head.edition, hash },
  })
  return getHead(db, city, draft.id)
}

interface Told {
  readonly kind: string
  readonly thing: string
  readonly at: string
  readonly by: string | null
  readonly data: Record<string, unknown>
}
const tell = (db: Db, city: CityId, told: Told) => appendEvents(db, city, [{ id: EventId.parse(v7()), version: 1, ...told }])

function refuseStale(head: EditionHead, version: number): void {
  if (head.status !== 'draft') throw new Problem('standards.notDraft', 409, { status: head.status })
  if (head.version !== version) throw new Problem('standards.changed', 409, { version: head.version })
}

async function save(db: Db, city: CityId, draft: { id: EditionId; version: number }, content: Edition, at: string): Promise<EditionHead> {
  refuseStale(await getHead(db, city, draft.id), draft.version)
  if (!(await updateDraft(db, city, draft, content, at))) throw new Problem('standards.changed', 409)
  return getHead(db, city, draft.id)
}

function editionColumns(say: Say, language: Language): BookColumn<EditionHead>[] {
  return [
    { head: say(language, 'standards.edition'), width: 40, cell: ({ title }) => read(title, language) },
    { head: say(language, 'standards.standardCode'), width: 24, cell: ({ standard }) => standard },
    { head: say(language, 'standards.editionCode'), cell: ({ edition }) => edition },
    { head: say(language, 'standards.state'), width: 10, cell: ({ status }) => say(language, `standards.status.${status}`) },
    {
      head: say(language, 'standards.textKind'),
      cell: ({ official }) => say(language, official ? 'standards.official' : 'standards.unofficial'),
    },
    { head: say(language, 'standards.criteria'), width: 10, cell: ({ criteria }) => criteria },
    { head: say(language, 'standards.total'), width: 10, cell: ({ total }) => inPoints(total) },
    { head: say(language, 'standards.hash'), width: 66, cell: ({ hash }) => hash ?? '' },
    { head: say(language, 'standards.changedAt'), width: 17, cell: ({ changedAt }) => cityTime(changedAt) },
    { head: say(language, 'standards.publishedAt'), width: 17, cell: ({ publishedAt }) => cityTime(publishedAt) },
  ]
}

/** Handlers over the word lists, which the workbook of the list needs. */
export const standardsHandlers = (say: Say) =>
  handlers(standardsApi, {
    listEditions: async (ask) => {
      const { cursor, limit, sort, q, ...filter } = ask.query
      return listHeads(ask.db, whoOf(ask).city, { text: q, ...filter }, { sort, cursor, limit })
    },
    exportEditions: async (ask) => {
      const { sort, q, ...filter } = ask.query
      const { city } = whoOf(ask)
      return listBook({
        name: say(ask.language, 'nav.standards'),
        at: ask.at,
        columns: editionColumns(say, ask.language),
        read: (cursor) => listHeads(ask.db, city, { text: q, ...filter }, { sort, cursor, limit: rowsAtOnce }),
      })
    },
    getEdition: async (ask) => {
      const { city } = whoOf(ask)
      return { head: await getHead(ask.db, city, ask.params.id), content: await getContent(ask.db, city, ask.params.id) }
    },
    createDraft: async (ask) => {
      const { city, person } = whoOf(ask)
      const content = await contentFrom(ask.db, city, ask.body.from)
      return startDraft(ask.db, city, { id: ask.body.id, content }, person, ask.at)
    },
    saveDraft: async (ask) => save(ask.db, whoOf(ask).city, { id: ask.params.id, version: ask.body.version }, ask.body.content, ask.at),
    editDraft: async (ask) => {
      const { city } = whoOf(ask)
      const content = applyEdits(await getContent(ask.db, city, ask.params.id), ask.body.edits)
      const head = await save(ask.db, city, { id: ask.params.id, version: ask.body.version }, content, ask.at)
      return { head, faults: checkEdition(content, await othersOf(ask.db, city)) }
    },
    checkDraft: async (ask) => {
      const { city } = whoOf(ask)
      return { faults: checkEdition(await getContent(ask.db, city, ask.params.id), await othersOf(ask.db, city)) }
    },
    publishEdition: async (ask) =>
      publish(ask.db, whoOf(ask).city, { id: ask.params.id, version: ask.body.version }, whoOf(ask).person, ask.at),
    withdrawEdition: async (ask) => {
      const { city, person } = whoOf(ask)
      const head = await getHead(ask.db, city, ask.params.id)
      if (head.status === 'draft') throw new Problem('standards.isDraft', 409)
      if ((await markWithdrawn(ask.db, city, head.id, ask.at)) === 1)
        await tell(ask.db, city, { kind: 'edition.withdrawn', thing: head.id, at: ask.at, by: person, data: { reason: ask.body.reason } })
      return getHead(ask.db, city, head.id)
    },
    removeDraft: async (ask) => {
      const { city, person } = whoOf(ask)
      const head = await findHead(ask.db, city, ask.params.id)
      if (head && head.status !== 'draft') throw new Problem('standards.notDraft', 409, { status: head.status })
      if (head && (await removeDraft(ask.db, city, head.id)) === 1)
        await tell(ask.db, city, {
          kind: 'edition.removed',
          thing: head.id,
          at: ask.at,
          by: person,
          data: { standard: head.standard, edition: head.edition },
        })
      return {}
    },
    compareEditions: async (ask) => {
      const { city } = whoOf(ask)
      const [from, to] = [await getByRef(ask.db, city, ask.query.from), await getByRef(ask.db, city, ask.query.to)]
      return { ...compareEditions(from, to), from: { title: from.title }, to: { title: to.title } }
    },
    listLibrary: async () => ({ items: libraryItems() }),
    listServed: async (ask) => {
      const released = await listPublished(ask.db, whoOf(ask).city)
      return {
        items: released.flatMap(({ id, content }) =>
          readersOf(content, ask.query.fact).map((reader) => ({
            editionId: id,
            standard: content.standard,
            edition: content.edition,
            programme: content.programme,
            ...reader,
          })),
        ),
      }
    },
    listKinds: async (ask) => kindsOf((await listPublished(ask.db, whoOf(ask).city)).map(({ content }) => content)),
    searchStandards: async (ask) => {
      const { city } = whoOf(ask)
      const drafts = (await listDraftContents(ask.db, city)).map((draft) => ({ ...draft, status: 'draft' as const }))
      const all = [...(await listReleased(ask.db, city)), ...drafts].filter(
        ({ id }) => ask.query.edition === undefined || id === ask.query.edition,
      )
      const hits = all.flatMap(({ id, status, content }) =>
        findInEdition(content, ask.query.q).map((hit) => ({
          editionId: id,
          edition: `${content.standard} ${content.edition}`,
          status,
          ...hit,
        })),
      )
      return { items: hits.slice(0, ask.query.limit), more: hits.length > ask.query.limit }
    },
    exportWorkbook: async (ask) => {
      const content = await getContent(ask.db, whoOf(ask).city, ask.params.id)
      return {
        name: `${content.standard}-${content.edition}.xlsx`,
        mediaType: xlsx,
        content: streamWorkbook(sheetsOfEdition(content), ask.at),
      }
    },
    exportJson: async (ask) => {
      const content = await getContent(ask.db, whoOf(ask).city, ask.params.id)
      const text = `${JSON.stringify(JSON.parse(canonicalText(content)), null, 1)}\n`
      return {
        name: `${content.standard}-${content.edition}.json`,
        mediaType: 'application/json; charset=utf-8',
        content: Buffer.from(text, 'utf8'),
      }
    },
  })

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const libraryItems = () =>
  listLibrary().map(({ standard, edition }) => {
    const { title, programme, total, notes, tree } = findLibraryEdition(standard, edition)!
    return { standard, edition, title, programme, total, notes, criteria: criteriaOf(tree).length }
  })
