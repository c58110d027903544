/** The calls of cases, and who takes steps, for every page that shows a case. */
import { useMemo } from 'react'
import type { PersonId, UnitId } from '../../../base/ids.ts'
import type { Actor, CaseState, LaterStep } from '../../../cases/case.ts'
import { casesApi } from '../../../cases/cases.api.ts'
import type { IconName } from '../../../ui/Icon.tsx'
import type { Tone } from '../../../ui/Page.tsx'
import { calls } from '../../call.ts'
import { useMe } from '../../me.ts'

/** The calls of cases. */
export const cases = calls('cases', casesApi)

/** The reader as the procedure sees a person. */
export function useActor(): Actor {
  const me = useMe()
  return useMemo(() => ({ person: me.person as PersonId, unit: (me.unit?.id ?? null) as UnitId | null, may: new Set(me.may) }), [me])
}

/** The colour that goes with the word of a state. */
export const toneOfState: Record<CaseState, Tone> = { reported: 'grey', dispatched: 'blue', rectified: 'violet', closed: 'green' }

/** The icon that goes with the verb of a step. */
export const iconOfStep: Record<LaterStep | 'report', IconName> = {
  report: 'case',
  dispatch: 'share',
  rectify: 'camera',
  verify: 'check',
  close: 'lock',
  reopen: 'redo',
}
