/** The steps that lead on: the expected one first and one click away, the others beside it, the rare ones behind "more". */
import { useState } from 'react'
import type { CaseFile, CaseStep } from '../../../cases/cases.api.ts'
import { Button } from '../../../ui/Button.tsx'
import { Menu } from '../../../ui/Menu.tsx'
import { useWords } from '../../../ui/words.tsx'
import { iconOfStep } from './calls.ts'
import { StepDialog } from './StepDialog.tsx'
import { useAskedStep } from './triage.tsx'

const mostBeside = 4

/** What the reader may do, and why not where they nearly could; what is never theirs is not shown, the expected step always. */
export function StepButtons({ it }: { it: CaseFile }) {
  const { t, tAny, read } = useWords()
  const [open, setOpen] = useState<CaseStep | null>(null)
  useAskedStep((wanted) => {
    const step = it.steps.find(({ step: code, isNext, refusal }) => refusal === null && (wanted === 'next' ? isNext : code === wanted))
    if (step) setOpen(step)
  })
  const shown = it.steps.filter(({ isNext, refusal }) => isNext || refusal !== 'case.notYourStep')
  const free = shown.filter(({ refusal }) => refusal === null)
  const nameOf = (step: CaseStep) =>
    step.step === 'dispatch' && it.stage === 'dispatched' ? t('cases.step.dispatchAgain') : read(step.name)
  const beside = free.slice(0, mostBeside)
  const more = free.slice(mostBeside)
  const refused = shown.filter(({ refusal }) => refusal !== null)
  return (
    <div className="stack-s">
      <div className="row">
        {refused
          .filter(({ isNext }) => isNext)
          .map((step) => (
            <Button key={step.step} icon={iconOfStep(step.step)} isDisabled>
              {nameOf(step)}
            </Button>
          ))}
        {beside.map((step) => (
          <Button key={step.step} kind={step.isNext ? 'primary' : 'plain'} icon={iconOfStep(step.step)} onPress={() => setOpen(step)}>
            {nameOf(step)}
          </Button>
        ))}
        {more.length > 0 && (
          <Menu
            label={t('cases.moreSteps')}
            items={more.map((step) => ({ id: step.step, label: nameOf(step), icon: iconOfStep(step.step), onPress: () => setOpen(step) }))}
          >
            <Button icon="more">{t('cases.moreSteps')}</Button>
          </Menu>
        )}
      </div>
      <ul className="small quiet">
        {refused.map((step) => (
          <li key={step.step}>{t('cases.refused', { step: nameOf(step), why: tAny(`problem.${step.refusal!}`, step.details) })}</li>
        ))}
      </ul>
      {open !== null && <StepDialog it={it} step={open} onClose={() => setOpen(null)} />}
    </div>
  )
}
