/** Calls of programmes: which titles are pursued, who holds what, and the history of every title. */
import { z } from 'zod'
import { bookOf, contract, orders, page, Paging, searched } from '../api/contract.ts'
import { PersonId } from '../base/ids.ts'
import { Text } from '../base/text.ts'
import { Day } from '../base/time.ts'
import { NewTitleStep, Placing, StepName, TitleRules, TitleState } from './title.ts'

const Code = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.\-_]{0,63}$/)

/** A programme: a title that subjects can hold, measured by a standard. */
export const Programme = z.object({ code: Code, title: Text, standard: Code, rules: TitleRules })
export type Programme = z.infer<typeof Programme>

/** A subject with its title as it stands. A subject is an area (the city, a district, a village) or a unit. */
export const TitleHead = z.object({
  subject: z.object({ id: z.uuid(), kind: z.enum(['area', 'unit']), title: Text }),
  state: TitleState,
  since: Day.nullable(),
  until: Day.nullable(),
})
export type TitleHead = z.infer<typeof TitleHead>

/** A step of the history. `corrected`: a later step says that it never was. */
export const TitleStep = NewTitleStep.extend({
  corrected: z.boolean(),
  by: z.object({ id: PersonId, name: z.string() }).nullable(),
})
export type TitleStep = z.infer<typeof TitleStep>

/** A title with its history, what may come next, and what the rules advise. */
export const TitleFile = TitleHead.extend({
  history: z.array(TitleStep),
  placings: z.array(Placing),
  next: z.array(StepName),
  advice: z.array(
    z.object({
      step: StepName,
      because: z.enum(['lastPlaces', 'limitReached', 'limitNear']),
      details: z.record(z.string(), z.union([z.string(), z.number()])),
    }),
  ),
})
export type TitleFile = z.infer<typeof TitleFile>

const byCode = z.object({ code: Code })
const bySubject = z.object({ code: Code, subject: z.uuid() })

/** Titles are few in a city, so that they are sorted and searched as a whole. */
const listTitles = {
  method: 'GET',
  path: '/programmes/:code/titles',
  may: 'programmes.read',
  says: 'programmes.titles',
  params: byCode,
  query: Paging.extend({
    state: TitleState.optional(),
    kind: z.enum(['area', 'unit']).optional(),
    ...searched,
    sort: orders(['subject', 'state', 'since', 'until'], 'subject'),
  }),
  returns: page(TitleHead),
} as const

export const programmesApi = contract({
  listProgrammes: {
    method: 'GET',
    path: '/programmes',
    may: 'programmes.read',
    says: 'programmes.list',
    returns: z.object({ items: z.array(Programme) }),
  },
  putProgramme: { method: 'PUT', path: '/programmes', may: 'programmes.edit', says: 'programmes.put', body: Programme, returns: Programme },
  listTitles,
  exportTitles: bookOf(listTitles),
  getTitle: {
    method: 'GET',
    path: '/programmes/:code/titles/:subject',
    may: 'programmes.read',
    says: 'programmes.title',
    params: bySubject,
    returns: TitleFile,
  },
  takeStep: {
    method: 'POST',
    path: '/programmes/:code/titles/:subject/steps',
    may: 'programmes.edit',
    says: 'programmes.step',
    params: bySubject,
    body: NewTitleStep,
    returns: TitleFile,
  },
  putPlacing: {
    method: 'PUT',
    path: '/programmes/:code/titles/:subject/placings',
    may: 'programmes.edit',
    says: 'programmes.placing',
    params: bySubject,
    body: Placing,
    returns: TitleFile,
  },
})
