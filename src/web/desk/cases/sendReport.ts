/** Sends a report from the desk: as a case of its own, or as one more report of a case that is known already. */
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { v7 } from 'uuid'
import type { CaseId, EventId, UnitId } from '../../../base/ids.ts'
import type { CaseSuggestion } from '../../../cases/cases.api.ts'
import type { AlikeCase } from '../../../likeness/likeness.api.ts'
import { showToast } from '../../../ui/Toast.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { cases } from './calls.ts'
import { endOfWork } from './StepDialog.tsx'

/** What was entered. */
export interface Entered {
  readonly text: string
  readonly type: string
  readonly unit: string | null
  readonly due: string
  readonly exact: string | null
  readonly photos: readonly string[]
  readonly reporter: { readonly name: string; readonly phone: string }
}

const bodyOf = (id: CaseId, known: CaseSuggestion, { text, type, unit, due, exact, photos, reporter }: Entered) => ({
  id,
  text: text.trim(),
  photos: photos as never,
  ...(known.pointId === null ? {} : { pointId: known.pointId }),
  ...(known.pointId === null && known.place !== null ? { place: known.place } : {}),
  ...(type.trim() === '' ? {} : { class: type.trim() }),
  ...(unit === null ? {} : { unitId: unit as UnitId }),
  ...(due === '' ? {} : { dueAt: exact ?? endOfWork(due) }),
  ...(reporter.name.trim() === '' && reporter.phone.trim() === '' ? {} : { reporter }),
})

/** Both ways. The ids are made once, so that pressing again after a broken line is no second report. */
export function useReport(known: CaseSuggestion, entered: Entered) {
  const { t } = useWords()
  const navigate = useNavigate()
  const [id] = useState(() => v7() as CaseId)
  const [event] = useState(() => v7() as EventId)
  const report = useSend(cases.fromDesk, { quiet: true })
  const merge = useSend(cases.take)
  const raise = () => report.sendNow({ body: bodyOf(id, known, entered) })
  const goTo = (to: string) => void navigate({ to: `/cases/${to}` })
  const send = async () => {
    const raised = await raise().catch(() => undefined)
    if (!raised) return
    showToast({ text: t('cases.raised'), tone: 'good' })
    goTo(raised.id)
  }
  const join = async (other: AlikeCase) => {
    const raised = await raise().catch(() => undefined)
    if (!raised) return
    const merged = await merge.sendNow({ params: { id, step: 'merge' }, body: { id: event, otherId: other.id } }).catch(() => undefined)
    if (merged) showToast({ text: t('likeness.merged', { no: other.no }), tone: 'good' })
    // What could not be merged is a case all the same, and says there why not.
    goTo(merged ? other.id : raised.id)
  }
  return { send, join, isPending: report.isPending || merge.isPending, error: report.error }
}
