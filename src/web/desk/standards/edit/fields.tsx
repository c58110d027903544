/** Fields that several forms of a draft share: a text in both languages, points as exact hundredths, where it comes from. */
import type { Hundredths } from '../../../../base/points.ts'
import type { Text } from '../../../../base/text.ts'
import { Provenance } from '../../../../standards/terms.ts'
import { NumberField, TextField } from '../../../../ui/Fields.tsx'
import { Select } from '../../../../ui/Select.tsx'
import { useWords } from '../../../../ui/words.tsx'

/** Chinese and English side by side. */
export function TextPair({
  label,
  value,
  onChange,
  rows,
}: {
  label: string
  value: Text | undefined
  onChange: (value: Text) => void
  rows?: number
}) {
  const { t } = useWords()
  const text = value ?? { zh: '', en: '' }
  const shared = rows === undefined ? {} : { rows }
  return (
    <div className="std-fields">
      <TextField
        {...shared}
        label={t('standards.edit.inChinese', { what: label })}
        value={text.zh}
        onChange={(zh) => onChange({ ...text, zh })}
        error={value !== undefined && text.zh.trim() === '' ? t('standards.edit.needsChinese') : undefined}
      />
      <TextField
        {...shared}
        label={t('standards.edit.inEnglish', { what: label })}
        value={text.en}
        onChange={(en) => onChange({ ...text, en })}
      />
    </div>
  )
}

/** Hundredths of a point, shown with two decimals. */
export function PointsField({ label, value, onChange }: { label: string; value: number; onChange: (value: Hundredths) => void }) {
  return (
    <NumberField
      label={label}
      value={value / 100}
      onChange={(points) => onChange(Math.round((points ?? 0) * 100) as Hundredths)}
      min={0}
      step={0.01}
      format={{ minimumFractionDigits: 2, maximumFractionDigits: 2 }}
    />
  )
}

interface Origin {
  readonly provenance: Provenance
  readonly source?: string | undefined
}

/** Sourced, reconstructed, illustrative or own; and the paper. */
export function OriginFields({ value, onChange }: { value: Origin; onChange: (value: Partial<Origin>) => void }) {
  const { t } = useWords()
  return (
    <div className="std-fields">
      <Select
        label={t('standards.provenanceWord')}
        value={value.provenance}
        onChange={(provenance) => onChange({ provenance })}
        options={Provenance.options.map((name) => ({ value: name, label: t(`standards.provenance.${name}`) }))}
      />
      <TextField
        label={t('standards.source')}
        value={value.source ?? ''}
        onChange={(source) => onChange({ source: source === '' ? undefined : source })}
      />
    </div>
  )
}
