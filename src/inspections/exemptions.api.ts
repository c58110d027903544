/** Calls of exemptions: drawn up, listed, ended. */
import { z } from 'zod'
import { bookOf, contract, orders, page, Paging, searched, YesNo } from '../api/contract.ts'
import { Exemption, ExemptionId, NewExemption } from './exemption.ts'

const list = {
  method: 'GET',
  path: '/exemptions',
  may: 'inspections.read',
  within: 'rule',
  says: 'exemptions.list',
  query: Paging.extend({ ended: YesNo.optional(), ...searched, sort: orders(['title', 'drawn'], '-drawn') }),
  returns: page(Exemption),
} as const

export const exemptionsApi = contract({
  list,
  exportList: bookOf(list),
  add: {
    method: 'POST',
    path: '/exemptions',
    may: 'inspections.review',
    says: 'exemptions.add',
    body: NewExemption,
    returns: Exemption,
  },
  end: {
    method: 'POST',
    path: '/exemptions/:id/end',
    may: 'inspections.review',
    says: 'exemptions.end',
    params: z.object({ id: ExemptionId }),
    returns: Exemption,
  },
})
