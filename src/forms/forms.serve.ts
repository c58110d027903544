/** Handlers of forms: a workbook is read, asked of the engine, and published as a version; answers are fitted to it and appended. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import canonicalize from 'canonicalize'
import { v7 } from 'uuid'
import { handlers, steps, whoOf } from '../api/api.serve.ts'
import type { Say } from '../api/problems.serve.ts'
import { reachOf } from '../api/reach.ts'
import type { Who } from '../api/who.ts'
import { appendEvents } from '../base/event.sql.ts'
import type { CityId, EventId } from '../base/ids.ts'
import { type Fault, Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import type { Language } from '../base/text.ts'
import { readSheets } from '../sheets/read.serve.ts'
import { answerAll, answerOf } from './answer.serve.ts'
import { askEngine } from './engine.serve.ts'
import { exportAnswers, exportForms, workbookOf } from './export.serve.ts'
import { type Form, type FormVersionId, partsOf } from './form.ts'
import { type FormHead, formsApi } from './forms.api.ts'
import {
  addForm,
  closeForm,
  countAnswers,
  countForms,
  findForm,
  findVersion,
  type FormHeadRow,
  listAnswers,
  listForms,
  openForm,
} from './forms.sql.ts'
import { type ReadForm, readForm } from './read-form.ts'
import { xformOf } from './xform.ts'

/** A workbook as a form that the engine takes, or every reason why not. */
async function understand(bytes: Uint8Array, name: string): Promise<ReadForm> {
  const read = readForm(await readSheets(bytes, name), name)
  if (!read.form) return read
  const faults = await askEngine(read.form)
  return faults.length === 0 ? read : { faults, hints: read.hints }
}

const questionsIn = (form: Form): number => partsOf(form.parts).filter(({ part }) => part.is === 'question' && part.type !== 'note').length

const headOf = ({ at, by, byName, ...row }: FormHeadRow): FormHead => ({
  ...row,
  publishedAt: at,
  by: by === null ? null : { id: by, name: byName ?? '' },
})

async function getForm(db: Db, city: CityId, id: FormVersionId) {
  const row = await findForm(db, city, id)
  if (!row) throw new Problem('api.notFound', 404)
  return row
}

/** Publishes a version. *Refuses:* 409 `forms.versionTaken` when that version of the form says something else. */
async function publish(db: Db, who: Who, at: string, id: FormVersionId, form: Form): Promise<FormHead> {
  const hash = bytesToHex(sha256(utf8ToBytes(canonicalize(form)!)))
  const known = await findVersion(db, who.city, form.formId, form.version)
  if (known && known.hash !== hash) throw new Problem('forms.versionTaken', 409, { form: form.formId, version: form.version })
  if (known) return headOf(known)
  const it = { id, form, hash, xform: xformOf(form).xml, questions: questionsIn(form), at, by: who.person }
  if (!(await addForm(db, who.city, it))) throw new Problem('forms.idTaken', 409)
  const event = { id: v7() as EventId, kind: 'form.published', thing: id, at, by: who.person, version: 1 }
  await appendEvents(db, who.city, [{ ...event, data: { form: form.formId, version: form.version, hash } }])
  return headOf((await findVersion(db, who.city, form.formId, form.version))!)
}

/** Closes a version or opens it again; doing it twice is the same answer. */
async function turn(db: Db, who: Who, at: string, { id, isOpen }: { id: FormVersionId; isOpen: boolean }): Promise<FormHead> {
  await getForm(db, who.city, id)
  const isNew = isOpen ? await openForm(db, who.city, id) : await closeForm(db, who.city, id, { at, by: who.person })
  const { definition: _definition, xform: _xform, ...head } = await getForm(db, who.city, id)
  if (isNew) {
    const event = { id: v7() as EventId, kind: isOpen ? 'form.opened' : 'form.closed', thing: id, at, by: who.person, version: 1 }
    await appendEvents(db, who.city, [{ ...event, data: { form: head.formId, version: head.version } }])
  }
  return headOf(head)
}

/** Faults with their sentences, for a reading that is shown and not refused. */
const told = (faults: readonly Fault[], language: Language, say: Say) =>
  faults.map((fault) => ({ ...fault, message: say(language, fault.says, fault.details ?? {}) }))

/** Those who may see no more than what they recorded. */
const ownOf = (who: Who) => (reachOf(who, 'inspections.read') === 'own' ? { own: who.person } : {})

/** Handlers over the word lists. */
export const formsHandlers = (say: Say) =>
  handlers(formsApi, {
    list: async (ask) => {
      const { limit, cursor, sort, ...filter } = ask.query
      const { city } = whoOf(ask)
      const { items, ...next } = await listForms(ask.db, city, filter, { sort, limit, cursor })
      const total = cursor === undefined ? { total: await countForms(ask.db, city, filter) } : {}
      return { items: items.map(headOf), ...next, ...total }
    },
    exportList: (ask) => exportForms(ask, say),
    read: async (ask) => {
      const { form, faults, hints } = await understand(ask.body, ask.query.name)
      return {
        title: form?.title ?? null,
        formId: form?.formId ?? null,
        version: form?.version ?? null,
        questions: form ? questionsIn(form) : 0,
        languages: form?.languages.filter((language) => language !== '') ?? [],
        faults: told(faults, ask.language, say),
        hints: told(hints, ask.language, say),
        form: form ?? null,
        xform: form ? xformOf(form).xml : null,
      }
    },
    publish: steps({
      before: async (ask) => {
        const { form, faults } = await understand(ask.body, ask.query.name)
        if (!form) throw new Problem('forms.faults', 422, {}, faults)
        return form
      },
      act: (ask, form) => publish(ask.db, whoOf(ask), ask.at, ask.query.id, form),
    }),
    get: async (ask) => {
      const { definition, xform, ...row } = await getForm(ask.db, whoOf(ask).city, ask.params.id)
      return { ...headOf(row), form: definition, xform }
    },
    getXform: async (ask) => {
      const { formId, version, xform } = await getForm(ask.db, whoOf(ask).city, ask.params.id)
      return { name: `${formId} ${version}.xml`, mediaType: 'application/xml', content: Buffer.from(xform) }
    },
    getWorkbook: async (ask) => workbookOf((await getForm(ask.db, whoOf(ask).city, ask.params.id)).definition, ask.at),
    close: (ask) => turn(ask.db, whoOf(ask), ask.at, { id: ask.params.id, isOpen: false }),
    open: (ask) => turn(ask.db, whoOf(ask), ask.at, { id: ask.params.id, isOpen: true }),
    answer: answerAll,
    listAnswers: async (ask) => {
      const { limit, cursor, sort, text } = ask.query
      const who = whoOf(ask)
      const filter = { form: ask.params.id, text, ...ownOf(who) }
      const { items, ...next } = await listAnswers(ask.db, who.city, filter, { sort, limit, cursor })
      const total = cursor === undefined ? { total: await countAnswers(ask.db, who.city, filter) } : {}
      return { items: items.map(answerOf), ...next, ...total }
    },
    exportAnswers: async (ask) => {
      const who = whoOf(ask)
      const { definition, title } = await getForm(ask.db, who.city, ask.params.id)
      return exportAnswers(ask, say, { form: definition, title, filter: { form: ask.params.id, text: ask.query.text, ...ownOf(who) } })
    },
  })
