/** What happened to a case, latest first: step, person, time, words. Read from the events, so nothing can be left out. */
import type { CaseFile, CaseMoment } from '../../../cases/cases.api.ts'
import { dayOf } from '../../../base/time.ts'
import { Icon } from '../../../ui/Icon.tsx'
import { useWords } from '../../../ui/words.tsx'
import { ProofLink } from '../ledger/ProofLink.tsx'
import { iconOfStep } from './calls.ts'
import { useDue } from './due.ts'

/** The time line. */
export function History({ it }: { it: CaseFile }) {
  const { t } = useWords()
  return (
    <section className="stack-s">
      <h2 className="minor">{t('cases.history')}</h2>
      <ol className="history">
        {it.history.toReversed().map((one) => (
          <Moment key={one.seq} it={one} />
        ))}
      </ol>
    </section>
  )
}

/** The answer of a step in the words of what was asked: whether it is as reported, whether it is gone, else a yes or no. */
function answerOf({ step, passed }: CaseMoment) {
  if (step === 'confirm') return passed ? 'cases.asReported' : 'cases.notAsReported'
  if (step === 'check') return passed ? 'cases.checkPassed' : 'cases.checkFailed'
  return passed ? 'cases.agree' : 'cases.disagree'
}

const isVerdictOf = ({ step, passed }: CaseMoment): boolean => step === 'verify' && passed !== null

/** What happened, in a few words. */
export function useHappened(): (it: CaseMoment) => string {
  const { t, read } = useWords()
  return (it) => {
    if (isVerdictOf(it)) return t(it.passed === true ? 'cases.happened.passed' : 'cases.happened.sentBack')
    return it.passed === null ? read(it.name) : t('cases.happened.answer', { step: read(it.name), answer: t(answerOf(it)) })
  }
}

function Moment({ it }: { it: CaseMoment }) {
  const { t, read, moment, day } = useWords()
  const dueOf = useDue()
  const isVerdict = isVerdictOf(it)
  const word = useHappened()(it)
  const isBad = ['reopen', 'rework', 'returnToDesk'].includes(it.step) || it.passed === false
  return (
    <li className={isBad ? 'moment moment-back' : 'moment'}>
      <span className="moment-dot">
        <Icon name={isBad ? 'redo' : iconOfStep(it.step)} size={1} />
      </span>
      <div className="grow">
        <p>
          <span className="strong">{word}</span>
          {it.unit && <span> · {read(it.unit.title)}</span>}
          {it.to && !isVerdict && <span className="quiet"> → {read(it.to.name)}</span>}
          {it.dueAt !== null && it.step !== 'report' && <span> · {t('cases.until', { day: dueOf(it.dueAt) })}</span>}
          {it.until !== null && <span> · {t('cases.until', { day: day(dayOf(it.until)) })}</span>}
        </p>
        {it.note !== '' && <p>{it.note}</p>}
        <p className="small quiet">
          {moment(it.at)} {it.by?.name ?? t('cases.byItself')} <ProofLink seq={it.seq} />
        </p>
      </div>
    </li>
  )
}
