/** Calls of forms: read and published from XLSForm workbooks, filled in, and what was answered. */
import { z } from 'zod'
import { bookOf, contract, orders, page, Paging, searched, YesNo } from '../api/contract.ts'
import { EvidenceId, PersonId, PointId } from '../base/ids.ts'
import { Fault } from '../base/problem.ts'
import { Instant } from '../base/time.ts'
import { Answers } from './answers.ts'
import { Form, FormAnswerId, FormVersionId } from './form.ts'

/** A version of a form in a list. */
export const FormHead = z.object({
  id: FormVersionId,
  formId: z.string(),
  version: z.string(),
  title: z.string(),
  hash: z.string(),
  questions: z.int(),
  answered: z.int(),
  publishedAt: Instant,
  by: z.object({ id: PersonId, name: z.string() }).nullable(),
  /** No later version of the same form is there. */
  isLatest: z.boolean(),
  /** From then on no more answers are taken, but for those that were filled in before. */
  closedAt: Instant.nullable(),
})
export type FormHead = z.infer<typeof FormHead>

/** A version with all it asks, and as the engine reads it. */
export const WholeForm = FormHead.extend({ form: Form, xform: z.string() })
export type WholeForm = z.infer<typeof WholeForm>

const Said = Fault.extend({ message: z.string() })

/** What a workbook would become, before anything is published. */
export const FormReading = z.object({
  title: z.string().nullable(),
  formId: z.string().nullable(),
  version: z.string().nullable(),
  questions: z.int(),
  languages: z.array(z.string()),
  faults: z.array(Said),
  hints: z.array(Said),
  /** What would be published, and as the engine reads it; null when there are faults. */
  form: Form.nullable(),
  xform: z.string().nullable(),
})
export type FormReading = z.infer<typeof FormReading>

/** What a phone knows of its own clock when it is done: an answer that comes late is read by it, and shown with it. */
export const AnswerFill = z.object({
  device: z.uuid(),
  /** The device counts what it hands in, so that the order survives a clock that jumps. */
  turn: z.int().min(0),
  /** Server minus device in milliseconds, as last measured; null where it never was. */
  offsetMs: z.int().nullable(),
})
export type AnswerFill = z.infer<typeof AnswerFill>

/** What was answered, as it is sent. A question for a file is answered with `<id>.<ending>` of a piece of evidence that arrived before. */
export const NewFormAnswer = z.object({
  id: FormAnswerId,
  answers: Answers,
  pointId: PointId.optional(),
  filledAt: Instant,
  fill: AnswerFill.optional(),
})
export type NewFormAnswer = z.infer<typeof NewFormAnswer>

/** A file that an answer names. The bytes come by its id (`GET /evidence/:id/file`, `/view`) to whoever may see the answer. */
export const AnswerFile = z.object({
  id: EvidenceId,
  name: z.string(),
  mediaType: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  /** Its content was erased on request. */
  isErased: z.boolean(),
})
export type AnswerFile = z.infer<typeof AnswerFile>

/** One answer to a form. */
export const FormAnswer = z.object({
  id: FormAnswerId,
  answers: Answers,
  point: z.object({ id: PointId, code: z.string(), title: z.string() }).nullable(),
  /** By the clock it was filled in by; how far that was off stands in `fill`. */
  filledAt: Instant,
  fill: AnswerFill.nullable(),
  recordedAt: Instant,
  by: z.object({ id: PersonId, name: z.string() }).nullable(),
  files: z.array(AnswerFile),
})
export type FormAnswer = z.infer<typeof FormAnswer>

const One = z.object({ id: FormVersionId })

const list = {
  method: 'GET',
  path: '/forms',
  may: 'standards.read',
  says: 'forms.list',
  query: Paging.extend({
    latest: YesNo.optional(),
    closed: YesNo.optional(),
    ...searched,
    sort: orders(['title', 'published'], '-published'),
  }),
  returns: page(FormHead),
} as const

const listAnswers = {
  method: 'GET',
  path: '/forms/:id/answers',
  may: 'inspections.read',
  within: 'rule',
  says: 'forms.listAnswers',
  params: One,
  query: Paging.extend({ ...searched, sort: orders(['recorded', 'filled'], '-recorded') }),
  returns: page(FormAnswer),
} as const

export const formsApi = contract({
  list,
  exportList: bookOf(list),
  publish: {
    method: 'POST',
    path: '/forms',
    may: 'inspections.review',
    says: 'forms.publish',
    query: z.object({ id: FormVersionId, name: z.string().max(300).default('') }),
    body: 'bytes',
    returns: FormHead,
  },
  get: { method: 'GET', path: '/forms/:id', may: 'standards.read', says: 'forms.get', params: One, returns: WholeForm },
  getXform: { method: 'GET', path: '/forms/:id/xform', may: 'standards.read', says: 'forms.getXform', params: One, returns: 'file' },
  getWorkbook: {
    method: 'GET',
    path: '/forms/:id/workbook',
    may: 'standards.read',
    says: 'forms.getWorkbook',
    params: One,
    returns: 'file',
  },
  // After `get`: the document names a shape by the first call that has it.
  read: {
    method: 'POST',
    path: '/forms/read',
    may: 'inspections.review',
    says: 'forms.read',
    query: z.object({ name: z.string().max(300).default('') }),
    body: 'bytes',
    alone: true,
    returns: FormReading,
  },
  close: { method: 'POST', path: '/forms/:id/close', may: 'inspections.review', says: 'forms.close', params: One, returns: FormHead },
  open: { method: 'POST', path: '/forms/:id/open', may: 'inspections.review', says: 'forms.open', params: One, returns: FormHead },
  answer: {
    method: 'POST',
    path: '/forms/:id/answers',
    may: 'inspections.record',
    says: 'forms.answer',
    params: One,
    body: NewFormAnswer,
    returns: FormAnswer,
  },
  listAnswers,
  exportAnswers: bookOf(listAnswers),
})
