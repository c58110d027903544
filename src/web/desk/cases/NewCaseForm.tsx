/** The form of a new case. Nothing is chosen for the reader: what is suggested stands beside, and is taken over by a click. */
import { useState } from 'react'
import { Problem } from '../../../base/problem.ts'
import { dayOf } from '../../../base/time.ts'
import type { CaseSuggestion } from '../../../cases/cases.api.ts'
import type { Condition } from '../../../classes/class.ts'
import { Button } from '../../../ui/Button.tsx'
import { DatePicker } from '../../../ui/DatePicker.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { Card, Note } from '../../../ui/Page.tsx'
import { ComboBox } from '../../../ui/Select.tsx'
import { Faults } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { today } from '../../today.ts'
import { useKinds } from '../../kinds.ts'
import { useClassOptions } from '../classes/calls.ts'
import { ConditionChooser } from '../classes/ConditionChooser.tsx'
import { useUnits } from '../parts/places.ts'
import { ProofPicker, useProofs } from '../parts/proof.tsx'
import { NewCaseSides } from './NewCaseSides.tsx'
import { useReport } from './sendReport.ts'

/** What is entered, and how one choice moves another. */
function useEntries(known: CaseSuggestion) {
  const [text, setText] = useState('')
  const [type, setType] = useState('')
  const [unit, setUnit] = useState<string | null>(known.unitId)
  const [due, setDue] = useState(known.dueAt === null ? '' : dayOf(known.dueAt))
  const [condition, setCondition] = useState<string | null>(null)
  // What a condition makes it due; a day chosen by hand goes before.
  const [exact, setExact] = useState<string | null>(null)
  const [reporter, setReporter] = useState({ name: '', phone: '' })
  return {
    entered: { text, type, unit, due, exact, reporter },
    condition,
    setText,
    setUnit,
    setReporter,
    chooseDay: (day: string) => {
      setDue(day)
      setExact(null)
    },
    chooseClass: (next: string | null) => {
      setType(next ?? '')
      setCondition(null)
      setExact(null)
    },
    chooseCondition: ({ id, unit: handler }: Condition) => {
      setCondition(id)
      if (unit === null && handler) setUnit(handler.id)
    },
    takeDue: (at: string) => {
      setDue(dayOf(at))
      setExact(at)
    },
  }
}
type Entries = ReturnType<typeof useEntries>

/** The form, with what is known beside it. */
export function NewCaseForm({ known, onOther }: { known: CaseSuggestion; onOther: () => void }) {
  const { t, read } = useWords()
  const proofs = useProofs()
  const entries = useEntries(known)
  const { entered } = entries
  const { send, join, isPending, error } = useReport(known, { ...entered, photos: proofs.ids })
  const where = known.point ? read(known.point.title) : (known.place ?? []).map((degrees) => degrees.toFixed(5)).join(', ')
  return (
    <div className="grid-2">
      <Card
        title={where}
        actions={
          <Button small onPress={onOther}>
            {t('inspections.otherPoint')}
          </Button>
        }
      >
        <div className="stack">
          <What entries={entries} />
          <Reporter entries={entries} />
          <ProofPicker label={t('proof.addPhoto')} proofs={proofs} />
          {error && (
            <Note tone="red">
              {error.message}
              {error instanceof Problem && <Faults problem={error} />}
            </Note>
          )}
          <div className="row">
            <Button
              kind="primary"
              isDisabled={entered.text.trim() === '' || proofs.isSending}
              isPending={isPending}
              onPress={() => void send()}
            >
              {t('cases.step.report')}
            </Button>
          </div>
        </div>
      </Card>
      <NewCaseSides
        known={known}
        text={entered.text}
        type={entered.type}
        isJoining={isPending || proofs.isSending}
        onSame={(it) => void join(it)}
        onTake={(target, value) => (target === 'class' ? entries.chooseClass(value) : entries.setUnit(value))}
      />
    </div>
  )
}

function What({ entries }: { entries: Entries }) {
  const { t, read } = useWords()
  const { classes } = useKinds()
  const own = useClassOptions()
  const units = useUnits()
  const { text, type, unit, due } = entries.entered
  const options = own.length > 0 ? own : classes.map(({ id, title }) => ({ value: id, label: read(title), note: id }))
  return (
    <>
      <TextField label={t('cases.text')} value={text} onChange={entries.setText} rows={4} isRequired help={t('cases.textHelp')} />
      <ComboBox
        key={`class ${options.length} ${type}`}
        label={t('cases.class')}
        value={type || null}
        onChange={entries.chooseClass}
        options={options}
      />
      {type !== '' && (
        <ConditionChooser
          classCode={type}
          value={entries.condition}
          unit={unit}
          onChange={entries.chooseCondition}
          onDue={entries.takeDue}
        />
      )}
      <div className="grid">
        <ComboBox
          key={`unit ${units.length} ${unit ?? ''}`}
          label={t('cases.unit')}
          value={unit}
          onChange={entries.setUnit}
          options={units}
          help={t('cases.unitHelp')}
        />
        <DatePicker label={t('cases.due')} value={due} onChange={entries.chooseDay} min={today()} />
      </div>
    </>
  )
}

function Reporter({ entries: { entered, setReporter } }: { entries: Entries }) {
  const { t } = useWords()
  const { reporter } = entered
  return (
    <div className="grid">
      <TextField
        label={t('cases.reporterName')}
        value={reporter.name}
        onChange={(name) => setReporter({ ...reporter, name })}
        maxLength={60}
      />
      <TextField
        label={t('cases.reporterPhone')}
        type="tel"
        value={reporter.phone}
        onChange={(phone) => setReporter({ ...reporter, phone })}
        maxLength={24}
        help={t('cases.reporterHelp')}
      />
    </div>
  )
}
