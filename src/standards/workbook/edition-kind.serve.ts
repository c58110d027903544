/** Task tables (and our own form) as a kind of import: the draft they become is the city's own, with faults to finish in the browser. */
import type { CityId, EditionId } from '../../base/ids.ts'
import { Problem } from '../../base/problem.ts'
import type { Db } from '../../base/sql.ts'
import { type Offer, tableKind } from '../../sheets/kind.ts'
import type { Edition } from '../edition.ts'
import { findLibraryEdition, listLibrary } from '../library.serve.ts'
import { listReleased } from '../published.sql.ts'
import { startDraft } from '../standards.serve.ts'
import { isForm } from './form-read.ts'
import { formLayouts, understandForm } from './understand-form.ts'
import { type TaskContext, taskColumns, taskNeeds, understandTask } from './understand.ts'

/** The city's own editions and those of the library, each once. */
async function offerEditions(db: Db, city: CityId): Promise<Offer[]> {
  const own = (await listReleased(db, city)).map(({ content }) => content)
  const shipped = listLibrary().map(({ standard, edition }) => findLibraryEdition(standard, edition)!)
  const all = new Map([...own, ...shipped].map((it) => [`${it.standard}/${it.edition}`, it.title]))
  return [...all].map(([value, title]) => ({ value, title }))
}

/**
 * Options: `standard` and `edition` are the codes of the draft, `title` its name, `before` the edition (`standard/edition`,
 * of the city or the library) from which is taken what the table does not say, `official` whether the text is the official one.
 */
export const editionKind = tableKind<TaskContext, Edition | undefined>({
  kind: 'edition',
  layouts: (book) => (isForm(book) ? formLayouts : undefined),
  columns: taskColumns,
  needs: taskNeeds,
  options: [
    { key: 'standard', choices: [] },
    { key: 'edition', choices: [] },
    { key: 'title', choices: [] },
    { key: 'before', choices: [], offer: offerEditions },
    { key: 'official', choices: ['false', 'true'] },
  ],
  load: async (db, city) => {
    const own = (await listReleased(db, city)).map(({ content }) => content)
    const shipped = listLibrary().map(({ standard, edition }) => findLibraryEdition(standard, edition)!)
    // Names are looked up in the city's own editions first, then in the broad sample, then in the rest.
    const broad = shipped.filter(({ standard }) => standard === 'civilised-city').reverse()
    return { editions: [...own, ...broad, ...shipped.filter((edition) => !broad.includes(edition))] }
  },
  understand: (table, context) => (isForm(table.book) ? understandForm(table, context) : understandTask(table, context)),
  apply: async (db, { city, person, at, id }, { plan }) => {
    if (!plan) throw new Problem('imports.faults', 422, { count: 1 })
    const head = await startDraft(db, city, { id: id as EditionId, content: plan }, person, at)
    if (head.status !== 'draft') throw new Problem('standards.notDraft', 409, { status: head.status })
    return { edition: head.id, criteria: head.criteria, standard: head.standard, code: head.edition }
  },
})
