/** Calls of the city's people about what the public reports: the list of kinds, answers in public, and photos let out. */
import { z } from 'zod'
import { contract } from '../api/contract.ts'
import { CaseId } from '../base/ids.ts'
import { PublicKind } from './kinds.ts'
import { PublicAnswer, PublicCase } from './view.ts'

const ofCase = z.object({ id: CaseId })
const Kinds = z.object({ items: z.array(PublicKind), isOwn: z.boolean() })

/** A case as the public sees it, with what was answered. */
export const PublicFace = z.object({ face: PublicCase, answers: z.array(PublicAnswer) })
export type PublicFace = z.infer<typeof PublicFace>

export const participationApi = contract({
  listKinds: { method: 'GET', path: '/participation/kinds', may: 'cases.read', says: 'participation.kinds', returns: Kinds },
  putKinds: {
    method: 'PUT',
    path: '/participation/kinds',
    may: 'city.edit',
    says: 'participation.putKinds',
    body: z.object({ items: z.array(PublicKind).max(200) }),
    returns: Kinds,
  },
  getFace: {
    method: 'GET',
    path: '/participation/cases/:id',
    may: 'cases.read',
    says: 'participation.face',
    params: ofCase,
    returns: PublicFace,
  },
  answer: {
    method: 'POST',
    path: '/participation/cases/:id/answers',
    may: 'cases.dispatch',
    says: 'participation.answer',
    params: ofCase,
    body: z.object({ id: z.uuid(), text: z.string().trim().min(2).max(2000) }),
    returns: PublicFace,
  },
})
