/** What happened to a case, latest first: step, person, time, words. Read from the events, so nothing can be left out. */
import type { CaseFile, CaseMoment } from '../../../cases/cases.api.ts'
import { dayOf } from '../../../base/time.ts'
import { Icon } from '../../../ui/Icon.tsx'
import { useWords } from '../../../ui/words.tsx'
import { ProofLink } from '../ledger/ProofLink.tsx'
import { iconOfStep } from './calls.ts'

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

function Moment({ it }: { it: CaseMoment }) {
  const { t, read, moment, day } = useWords()
  const isVerdict = it.step === 'verify' && it.passed !== null
  const word = isVerdict ? t(it.passed === true ? 'cases.happened.passed' : 'cases.happened.sentBack') : read(it.name)
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
          {!isVerdict && it.passed !== null && <span> · {t(it.passed ? 'cases.agree' : 'cases.disagree')}</span>}
          {it.to && !isVerdict && <span className="quiet"> → {read(it.to.name)}</span>}
          {it.dueAt !== null && it.step !== 'report' && <span> · {t('cases.until', { day: day(dayOf(it.dueAt)) })}</span>}
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
