/** Calls for proof: bytes in once, pictures out in any size, the original out unchanged. */
import { z } from 'zod'
import { contract, YesNo } from '../api/contract.ts'
import { EvidenceId } from '../base/ids.ts'
import { DeviceWords, Evidence, ViewSize } from './evidence.ts'

const One = z.object({ id: EvidenceId })

export const evidenceApi = contract({
  add: {
    method: 'POST',
    path: '/evidence',
    may: 'signedIn',
    says: 'evidence.add',
    query: z.object({ id: EvidenceId, name: z.string().max(300).default(''), ...DeviceWords.shape }),
    body: 'bytes',
    returns: Evidence,
  },
  get: { method: 'GET', path: '/evidence/:id', may: 'signedIn', says: 'evidence.get', params: One, returns: Evidence },
  view: {
    method: 'GET',
    path: '/evidence/:id/view',
    may: 'signedIn',
    says: 'evidence.view',
    params: One,
    query: z.object({ size: ViewSize.default(1280) }),
    returns: 'file',
  },
  download: {
    method: 'GET',
    path: '/evidence/:id/file',
    may: 'signedIn',
    says: 'evidence.download',
    params: One,
    /** A photo leaves without camera facts, blurred where somebody blurred it; the original is for those who judge proof. */
    query: z.object({ original: YesNo.optional() }),
    returns: 'file',
  },
})
