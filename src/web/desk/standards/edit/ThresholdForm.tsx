/** "At least 2 pieces per point" as a form; the number stays a decimal text so that it is exact. */
import { Decimal, type Threshold } from '../../../../standards/edition.ts'
import { Button } from '../../../../ui/Button.tsx'
import { TextField } from '../../../../ui/Fields.tsx'
import { Select } from '../../../../ui/Select.tsx'
import { useWords } from '../../../../ui/words.tsx'
import { opWord } from '../RuleWords.tsx'
import { TextPair } from './fields.tsx'

const ops = ['>=', '>', '<=', '<', '='] as const

/** The threshold of a check, or a button to give it one. */
export function ThresholdForm({ value, onChange }: { value: Threshold | undefined; onChange: (value: Threshold | undefined) => void }) {
  const { t } = useWords()
  if (!value)
    return (
      <Button small icon="add" onPress={() => onChange({ op: '>=', value: '1', unit: { zh: '处', en: '' } })}>
        {t('standards.edit.addThreshold')}
      </Button>
    )
  return (
    <fieldset className="std-pick">
      <legend className="field-label">{t('standards.edit.threshold')}</legend>
      <div className="std-step-row">
        <Select
          label={t('standards.edit.op')}
          value={value.op}
          onChange={(op) => onChange({ ...value, op })}
          options={ops.map((op) => ({ value: op, label: opWord[op] }))}
        />
        <TextField
          label={t('standards.edit.value')}
          value={value.value}
          onChange={(next) => onChange({ ...value, value: next.trim() })}
          error={Decimal.safeParse(value.value).success ? undefined : t('standards.edit.notDecimal')}
        />
        <Button small icon="trash" onPress={() => onChange(undefined)}>
          {t('standards.edit.remove')}
        </Button>
      </div>
      <TextPair label={t('standards.edit.unit')} value={value.unit} onChange={(unit) => onChange({ ...value, unit })} />
    </fieldset>
  )
}
