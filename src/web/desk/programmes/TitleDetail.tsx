/** One title: where it stands, what the rules advise, what may come next, and its whole history. A wrong step is corrected by a newer one. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { v7 } from 'uuid'
import type { TitleFile, TitleStep } from '../../../programmes/programmes.api.ts'
import { steps, type StepName } from '../../../programmes/title.ts'
import { addDays } from '../../../base/time.ts'
import { Button } from '../../../ui/Button.tsx'
import { DatePicker } from '../../../ui/DatePicker.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { Icon } from '../../../ui/Icon.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Note, StatusTag } from '../../../ui/Page.tsx'
import { Answer } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { today } from '../../today.ts'
import { useMay } from '../../me.ts'
import { programmes, toneOfTitle } from './calls.ts'
import { Placings } from './Placings.tsx'

/** What is taken: a step, or the correction of the last one. */
interface Taken {
  readonly step: StepName
  readonly corrects: string | null
}

/** The panel of a subject's title. */
export function TitleDetail({ code, subject }: { code: string; subject: string }) {
  const file = useQuery(programmes.getTitle.ask({ params: { code, subject } }))
  return (
    <div className="title-detail">
      <Answer of={file}>{(it) => <Whole code={code} it={it} />}</Answer>
    </div>
  )
}

function Whole({ code, it }: { code: string; it: TitleFile }) {
  const { t, tAny, read, day } = useWords()
  const may = useMay('programmes.edit')
  const [taken, setTaken] = useState<Taken | null>(null)
  const last = it.history.findLast(({ corrected, corrects }) => !corrected && corrects === null)
  return (
    <>
      <header className="row">
        <h2>{read(it.subject.title)}</h2>
        <StatusTag tone={toneOfTitle[it.state]}>{t(`programmes.state.${it.state}`)}</StatusTag>
        {it.until !== null && <span className="small quiet">{t('programmes.untilIs', { day: day(it.until) })}</span>}
      </header>
      {it.advice.map((advice) => (
        <Note
          key={`${advice.step} ${advice.because}`}
          tone="amber"
          title={t('programmes.advised', { step: t(`programmes.step.${advice.step}`) })}
        >
          {tAny(`programmes.advice.${advice.because}`, advice.details)}
        </Note>
      ))}
      {may && (
        <section className="stack-s">
          <h3>{t('programmes.next')}</h3>
          <div className="row">
            {it.next.map((step) => (
              <Button
                key={step}
                kind={step === 'cancel' || step === 'stop' || step === 'bar' ? 'danger' : 'plain'}
                onPress={() => setTaken({ step, corrects: null })}
              >
                {t(`programmes.step.${step}`)}
              </Button>
            ))}
          </div>
        </section>
      )}
      <History it={it} />
      {may && last && (
        <Button small kind="quiet" icon="undo" onPress={() => setTaken({ step: last.step, corrects: last.id })}>
          {t('programmes.correctLast')}
        </Button>
      )}
      <Placings code={code} it={it} may={may} />
      {taken && <TakeStep code={code} it={it} taken={taken} onClose={() => setTaken(null)} />}
    </>
  )
}

function History({ it }: { it: TitleFile }) {
  const { t } = useWords()
  return (
    <section className="stack-s">
      <h3>{t('programmes.history')}</h3>
      {it.history.length === 0 ? (
        <p className="quiet">{t('programmes.noHistory')}</p>
      ) : (
        <ol className="title-history">
          {it.history.toReversed().map((step) => (
            <Step key={step.id} it={step} />
          ))}
        </ol>
      )}
    </section>
  )
}

function Step({ it }: { it: TitleStep }) {
  const { t, day } = useWords()
  const isCorrection = it.corrects !== null
  const word = t(`programmes.step.${it.step}`)
  return (
    <li className={`title-step title-${toneOfTitle[steps[it.step].to]}`}>
      <span className="title-dot">
        <Icon name={isCorrection ? 'undo' : 'check'} size={1} />
      </span>
      <div className="grow">
        <p>
          {it.corrected ? (
            <del>{word}</del>
          ) : (
            <span className="strong">{isCorrection ? t('programmes.corrects', { step: word }) : word}</span>
          )}
          {it.untilOn !== null && <span> · {t('programmes.untilIs', { day: day(it.untilOn) })}</span>}
        </p>
        {it.reason !== '' && <p>{it.reason}</p>}
        <p className="small quiet">
          {day(it.onDay)} {it.by?.name}
          {it.corrected && ` · ${t('programmes.wasCorrected')}`}
        </p>
      </div>
    </li>
  )
}

function TakeStep({ code, it, taken, onClose }: { code: string; it: TitleFile; taken: Taken; onClose: () => void }) {
  const { t } = useWords()
  const [id] = useState(() => v7())
  const [asked, setAsked] = useState({ onDay: today() as string, untilOn: '', reason: '' })
  const take = useSend(programmes.takeStep, { quiet: true, done: t('programmes.taken'), onDone: onClose })
  const isCorrection = taken.corrects !== null
  const needsUntil = !isCorrection && 'until' in steps[taken.step]
  const isReady = asked.onDay !== '' && (!needsUntil || asked.untilOn > asked.onDay) && (!isCorrection || asked.reason.trim() !== '')
  const word = t(`programmes.step.${taken.step}`)
  const verb = isCorrection ? t('programmes.correctLast') : word
  return (
    <Dialog
      title={isCorrection ? t('programmes.corrects', { step: word }) : word}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button
            kind="primary"
            isPending={take.isPending}
            isDisabled={!isReady}
            onPress={() =>
              take.send({
                params: { code, subject: it.subject.id },
                body: { id, ...taken, onDay: asked.onDay, untilOn: asked.untilOn === '' ? null : asked.untilOn, reason: asked.reason },
              })
            }
          >
            {verb}
          </Button>
        </>
      }
    >
      <div className="stack">
        <p className="quiet">
          {isCorrection ? t('programmes.correctHelp') : t('programmes.leadsTo', { state: t(`programmes.state.${steps[taken.step].to}`) })}
        </p>
        <div className="grid">
          <DatePicker label={t('programmes.onDay')} value={asked.onDay} onChange={(onDay) => setAsked({ ...asked, onDay })} />
          {needsUntil && (
            <DatePicker
              label={t('programmes.until')}
              value={asked.untilOn}
              onChange={(untilOn) => setAsked({ ...asked, untilOn })}
              min={addDays(asked.onDay || today(), 1)}
            />
          )}
        </div>
        <TextField
          label={t('programmes.reason')}
          value={asked.reason}
          onChange={(reason) => setAsked({ ...asked, reason })}
          rows={3}
          isRequired={isCorrection}
          help={t('programmes.reasonHelp')}
        />
        {take.error && <Note tone="red">{take.error.message}</Note>}
      </div>
    </Dialog>
  )
}
