/** What a case was last told, read off its history: why it came back, whether it was found as reported, who chose its unit. */
import type { CaseFile, CaseMoment } from '../../../cases/cases.api.ts'

/** The unit that the case still names gave it back: it is not proposed again. */
export const hasReturned = ({ stage, returned, unit }: Pick<CaseFile, 'stage' | 'returned' | 'unit'>): boolean =>
  stage === 'reported' && returned > 0 && unit !== null

/** What was said after somebody looked whether it is as reported; the newest word counts. */
export const findConfirmed = ({ history }: Pick<CaseFile, 'history'>): CaseMoment | undefined =>
  history.findLast(({ step, passed }) => step === 'confirm' && passed !== null)

const comesBack = new Set(['returnToDesk', 'rework', 'reopen'])
const endings = new Set(['refuse', 'close', 'void'])
const isFailed = ({ step, passed }: CaseMoment): boolean => passed === false && (step === 'verify' || step === 'check')

/** The moment whose reason whoever has the case now must know: why it came back, until it is dispatched anew; why it ended without work. */
export function findReason(it: Pick<CaseFile, 'stage' | 'history'>): CaseMoment | undefined {
  const confirmed = findConfirmed(it)
  if (it.stage === 'closed') return it.history.findLast(({ step, to }) => to?.stage === 'closed' && endings.has(step))
  const since = it.history.slice(it.history.findLastIndex(({ step }) => step === 'dispatch') + 1)
  return since.findLast((one) => comesBack.has(one.step) || isFailed(one) || (one === confirmed && one.passed === false))
}

/** The dispatch that named another unit than was proposed when the case came; undefined while the proposal stands. */
export function findChoice({ unit, history }: Pick<CaseFile, 'unit' | 'history'>): CaseMoment | undefined {
  if (unit === null || history[0]?.unit?.id === unit.id) return undefined
  return history.findLast(({ step, unit: named }) => step !== 'report' && named?.id === unit.id)
}
