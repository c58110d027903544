/** A test call: dial, say whether somebody answered; the seconds are taken by the clock or written down. */
import type { z } from 'zod'
import type { phone } from '../../standards/checks/phone.ts'
import { Button } from '../../ui/Button.tsx'
import { Choice, NumberField } from '../../ui/Fields.tsx'
import { useWords } from '../../ui/words.tsx'
import { now } from '../clock.ts'
import type { AnswerProps } from './part.ts'
import { useSeconds } from './useSeconds.ts'

/** Whether it was answered, how soon, and how often it was tried. */
export function PhoneAnswer({ check, label, draft, onChange }: AnswerProps<z.infer<typeof phone.answer>>) {
  const { t } = useWords()
  const isRinging = draft.calledAt !== undefined && draft.answered === undefined
  const seconds = useSeconds(draft.calledAt, isRinging)
  const tries = check.ask?.tries
  return (
    <div className="stack-s" role="group" aria-label={label}>
      {draft.answered === undefined && (
        <Button onPress={() => onChange({ calledAt: now(), tries: (draft.tries ?? 0) + 1 })}>
          {draft.calledAt === undefined ? t('inspections.answer.dial') : t('inspections.answer.dialAgain', { seconds })}
        </Button>
      )}
      <Choice
        big
        hideLabel
        label={label}
        value={draft.answered === undefined ? null : draft.answered ? 'yes' : 'no'}
        onChange={(answered) =>
          onChange(
            answered === 'yes'
              ? { answered: true, tries: draft.tries ?? 1, ...(isRinging ? { seconds: Math.min(seconds, 3600) } : {}) }
              : { answered: false, seconds: undefined, tries: draft.tries ?? tries ?? 1 },
          )
        }
        options={[
          { value: 'yes', label: t('inspections.answer.answered') },
          { value: 'no', label: t('inspections.answer.notAnswered') },
        ]}
      />
      {draft.answered === true && (
        <NumberField
          label={t('inspections.answer.seconds')}
          value={draft.seconds ?? null}
          onChange={(next) => onChange({ seconds: next === null ? undefined : Math.round(next) })}
          min={0}
          max={3600}
          unit={t('inspections.answer.secondsUnit')}
        />
      )}
      {draft.answered === false && (
        <NumberField
          label={t('inspections.answer.tries')}
          {...(tries === undefined ? {} : { help: t('inspections.answer.triesWanted', { tries }) })}
          value={draft.tries ?? null}
          onChange={(next) => onChange({ tries: next === null ? undefined : Math.round(next) })}
          min={1}
          max={9}
        />
      )}
    </div>
  )
}
