/** The state of a case, its due date and who has the ball: always colour and word. */
import type { CaseFile, CaseHead } from '../../../cases/cases.api.ts'
import { daysBetween, dayOf } from '../../../base/time.ts'
import { StatusTag } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'
import { today } from '../../today.ts'
import { toneOfStage } from './calls.ts'
import { hasHour, useDue } from './due.ts'
import { findConfirmed } from './lastWord.ts'

/** The state, and how often the case came back. */
export function CaseStateTag({ it }: { it: Pick<CaseHead, 'stage' | 'stateName' | 'reopened' | 'exempt' | 'asked'> }) {
  const { t, read } = useWords()
  return (
    <span className="row">
      <StatusTag tone={toneOfStage[it.stage]}>{read(it.stateName)}</StatusTag>
      {it.asked !== null && <StatusTag tone="amber">{t('cases.waitsForWord')}</StatusTag>}
      {it.exempt && <StatusTag tone="grey">{t('cases.exempt')}</StatusTag>}
      {it.reopened > 0 && <StatusTag tone="amber">{t('cases.reopenedTimes', { times: it.reopened })}</StatusTag>}
    </span>
  )
}

/** Whether somebody looked, and found it as reported; nothing while nobody has, and once it is over. */
export function ConfirmedTag({ it }: { it: Pick<CaseFile, 'state' | 'stage' | 'history'> }) {
  const { t } = useWords()
  const word = findConfirmed(it)
  if (!word || it.stage === 'closed' || it.state === 'confirming') return null
  return <StatusTag tone={word.passed ? 'green' : 'amber'}>{t(word.passed ? 'cases.confirmed' : 'cases.unconfirmed')}</StatusTag>
}

interface DueTagProps {
  readonly it: Pick<CaseHead, 'stage' | 'dueAt' | 'warnAt' | 'light' | 'overdue' | 'resumesAt' | 'closedAt'>
  /** Under no heading that says what the day is. */
  readonly isAlone?: boolean
}

/** When the unit must be done: red when it is over, amber from 80 % of the time, else grey. Just the day once it is done. */
export function DueTag({ it, isAlone = false }: DueTagProps) {
  const { t, day } = useWords()
  const dueOf = useDue()
  if (it.resumesAt !== null) return <StatusTag tone="amber">{t('cases.restsUntil', { day: day(dayOf(it.resumesAt)) })}</StatusTag>
  if (isAlone && it.closedAt !== null) return <span className="nowrap">{t('cases.closedOn', { day: day(dayOf(it.closedAt)) })}</span>
  if (it.dueAt === null) return <span className="quiet">{t('cases.noDue')}</span>
  const on = dayOf(it.dueAt)
  if (it.stage === 'rectified' || it.stage === 'closed')
    return <span className="nowrap">{isAlone ? t('cases.until', { day: dueOf(it.dueAt) }) : dueOf(it.dueAt)}</span>
  const left = daysBetween(today(), on)
  // Where hours count, the day alone says too little.
  const hour = hasHour(it.dueAt) ? ` · ${dueOf(it.dueAt)}` : ''
  if (it.overdue)
    return (
      <StatusTag tone="red" icon="alert">
        {left < 0 ? t('cases.overdueDays', { days: -left }) : t('cases.overdue')}
        {hour}
      </StatusTag>
    )
  // Before there were lights, the day before was as near as one could say.
  if (it.light === 'yellow' || (it.warnAt === null && left <= 1))
    return (
      <StatusTag tone="amber" icon="warn">
        {left > 1 ? t('cases.dueInDays', { days: left }) : left === 0 ? t('cases.dueToday') : t('cases.dueTomorrow')}
        {hour}
      </StatusTag>
    )
  return (
    <StatusTag tone="grey">
      {left === 0 ? t('cases.dueToday') : t('cases.dueInDays', { days: left })}
      {hour}
    </StatusTag>
  )
}

/** Who has to move next, and what is expected of them. */
export function useBall(): (it: Pick<CaseHead, 'ball' | 'unit' | 'next' | 'outcome'>) => string {
  const { t, read } = useWords()
  return ({ ball, unit, next, outcome }) => {
    if (ball === 'nobody') return outcome === null ? t('cases.ball.rests') : t('cases.ball.nobody')
    const who = ball === 'unit' ? read(unit?.title) || t('cases.noUnit') : t(`cases.ball.${ball}`)
    return next === null ? who : t('cases.ballFor', { who, step: read(next.name) })
  }
}

/** A thing by its name, its code beside it; the code alone where nobody has named it. */
export function Coded({ code, name }: { code: string; name: string }) {
  return name === code ? (
    <code>{code}</code>
  ) : (
    <>
      {name} <code className="quiet small nowrap">{code}</code>
    </>
  )
}
