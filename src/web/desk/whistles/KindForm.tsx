/** One kind of whistle, filled in: names, who may raise it, three times, and the steps upwards. */
import { useState } from 'react'
import { clocks, type Limit } from '../../../calendar/limit.ts'
import { type EscalationStep, levels, owings, type WhistleKind } from '../../../whistles/kinds.ts'
import type { z } from 'zod'
import { Button, IconButton } from '../../../ui/Button.tsx'
import { Checkbox, NumberField, TextField } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Note } from '../../../ui/Page.tsx'
import { Select } from '../../../ui/Select.tsx'
import { useWords } from '../../../ui/words.tsx'

export interface KindFormProps {
  readonly kind: WhistleKind
  /** Short names that other kinds have. */
  readonly taken: readonly string[]
  readonly isPending: boolean
  readonly error: Error | null
  readonly onSave: (kind: WhistleKind) => void
  readonly onClose: () => void
  readonly onDrop?: () => void
}

const idShape = /^[a-z][a-zA-Z0-9]{1,31}$/

/** The form. */
export function KindForm({ kind, taken, isPending, error, onSave, onClose, onDrop }: KindFormProps) {
  const { t, read } = useWords()
  const [it, setIt] = useState<WhistleKind>(kind)
  const set = (change: Partial<WhistleKind>) => setIt({ ...it, ...change })
  const wrong = taken.includes(it.id) ? 'sources.codeTaken' : idShape.test(it.id) ? undefined : 'whistles.idShape'
  const isReady = wrong === undefined && it.name.zh.trim() !== '' && it.raisers.length > 0
  return (
    <Dialog
      place="side"
      title={kind.id === '' ? t('whistles.addKind') : read(kind.name)}
      isOpen
      onClose={onClose}
      actions={
        <>
          {onDrop && (
            <Button isPending={isPending} onPress={onDrop}>
              {t('whistles.dropKind')}
            </Button>
          )}
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" isDisabled={!isReady} isPending={isPending} onPress={() => onSave(it)}>
            {t('whistles.keepKind')}
          </Button>
        </>
      }
    >
      <div className="stack">
        <TextField
          label={t('whistles.kindId')}
          value={it.id}
          onChange={(id) => set({ id })}
          maxLength={32}
          isRequired
          isDisabled={kind.id !== ''}
          error={it.id === '' || wrong === undefined ? undefined : t(wrong)}
          help={t('whistles.idShape')}
        />
        <Names it={it} set={set} />
        <fieldset className="stack-s">
          <legend className="strong">{t('whistles.raisers')}</legend>
          {levels.map((level) => (
            <Checkbox
              key={level}
              isSelected={it.raisers.includes(level)}
              onChange={(on) => set({ raisers: levels.filter((one) => (one === level ? on : it.raisers.includes(one))) })}
            >
              {t(`whistles.raiser.${level}`)}
            </Checkbox>
          ))}
        </fieldset>
        {owings.map((owing) => (
          <LimitFields
            key={owing}
            label={t(`whistles.limitOf.${owing}`)}
            limit={it.limits[owing]}
            onChange={(limit) => set({ limits: { ...it.limits, [owing]: limit } })}
          />
        ))}
        <Escalation list={it.escalation} onChange={(escalation) => set({ escalation })} />
        {error && <Note tone="red">{error.message}</Note>}
      </div>
    </Dialog>
  )
}

function Names({ it, set }: { it: WhistleKind; set: (change: Partial<WhistleKind>) => void }) {
  const { t } = useWords()
  const help = it.help ?? { zh: '', en: '' }
  return (
    <>
      <div className="grid">
        {(['zh', 'en'] as const).map((language) => (
          <TextField
            key={language}
            label={t(`whistles.name.${language}`)}
            value={it.name[language]}
            onChange={(name) => set({ name: { ...it.name, [language]: name } })}
            maxLength={60}
            isRequired={language === 'zh'}
          />
        ))}
      </div>
      {(['zh', 'en'] as const).map((language) => (
        <TextField
          key={language}
          label={t(`whistles.help.${language}`)}
          value={help[language]}
          onChange={(text) => set({ help: { ...help, [language]: text } })}
          maxLength={300}
          rows={2}
        />
      ))}
    </>
  )
}

/** So much of which time. */
function LimitFields({ label, limit, onChange }: { label: string; limit: Limit; onChange: (limit: Limit) => void }) {
  const { t } = useWords()
  return (
    <fieldset className="stack-s">
      <legend className="strong">{label}</legend>
      <div className="grid">
        <NumberField
          label={t('whistles.amount')}
          value={limit.amount}
          onChange={(amount) => onChange({ ...limit, amount: amount ?? 1 })}
          min={1}
          max={10_000}
        />
        <Select
          label={t('whistles.timeUnit')}
          value={limit.unit}
          onChange={(unit) => onChange({ ...limit, unit })}
          options={(['minute', 'hour', 'day'] as const).map((value) => ({ value, label: t(`whistles.timeUnit.${value}`) }))}
        />
        <Select
          label={t('whistles.clock')}
          value={limit.clock}
          onChange={(clock) => onChange({ ...limit, clock })}
          options={clocks.map((value) => ({ value, label: t(`classes.clock.${value}`) }))}
        />
      </div>
    </fieldset>
  )
}

type Step = z.infer<typeof EscalationStep>

/** To whom it goes that nobody answers, step by step; the first at once, each later one after its time. */
function Escalation({ list, onChange }: { list: readonly Step[]; onChange: (list: Step[]) => void }) {
  const { t } = useWords()
  const set = (index: number, change: Partial<Step>) => onChange(list.map((step, at) => (at === index ? { ...step, ...change } : step)))
  const later: Limit = { amount: 4, unit: 'hour', clock: 'working', season: null }
  return (
    <fieldset className="stack-s">
      <legend className="strong">{t('whistles.escalation')}</legend>
      {list.map((step, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a step is its place
        <div className="stack-s" key={index}>
          <div className="row">
            <Select
              label={t('whistles.stepTo', { n: index + 1 })}
              value={step.to}
              onChange={(to) => set(index, { to })}
              options={(['coordinator', 'leader'] as const).map((value) => ({ value, label: t(`whistles.to.${value}`) }))}
            />
            <IconButton
              icon="trash"
              label={t('whistles.dropStep', { n: index + 1 })}
              onPress={() => onChange(list.filter((_, at) => at !== index))}
            />
          </div>
          {step.after && <LimitFields label={t('whistles.stepAfter')} limit={step.after} onChange={(after) => set(index, { after })} />}
        </div>
      ))}
      {list.length < 4 && (
        <div className="row">
          <Button
            small
            icon="add"
            onPress={() =>
              onChange([...list, { to: list.length === 0 ? 'coordinator' : 'leader', after: list.length === 0 ? null : later }])
            }
          >
            {t('whistles.addStep')}
          </Button>
        </div>
      )}
    </fieldset>
  )
}
