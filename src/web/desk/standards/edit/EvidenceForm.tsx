/** The proof that a materials review asks for: one line per kind. */
import { EvidenceNeed } from '../../../../standards/terms.ts'
import { Button, IconButton } from '../../../../ui/Button.tsx'
import { NumberField } from '../../../../ui/Fields.tsx'
import { Select } from '../../../../ui/Select.tsx'
import { useWords } from '../../../../ui/words.tsx'
import { TextPair } from './fields.tsx'

const kinds = EvidenceNeed.shape.kind.options

/** The list of asked-for proof, editable. */
export function EvidenceForm({ value, onChange }: { value: readonly EvidenceNeed[]; onChange: (value: EvidenceNeed[]) => void }) {
  const { t } = useWords()
  const set = (index: number, change: Partial<EvidenceNeed>) =>
    onChange(value.map((need, at) => (at === index ? { ...need, ...change } : need)))
  return (
    <fieldset className="std-pick">
      <legend className="field-label">{t('standards.evidence')}</legend>
      {value.map((need, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a need has no id; its place is its identity
        <div key={index} className="std-sub">
          <div className="std-step-row">
            <Select
              label={t('standards.edit.evidenceKind')}
              value={need.kind}
              onChange={(kind) => set(index, { kind })}
              options={kinds.map((kind) => ({ value: kind, label: t(`standards.evidenceKind.${kind}`) }))}
            />
            <NumberField label={t('standards.edit.min')} value={need.min} min={0} onChange={(min) => set(index, { min: min ?? 0 })} />
            <NumberField label={t('standards.edit.max')} value={need.max} min={1} onChange={(max) => set(index, { max: max ?? 1 })} />
            <IconButton
              icon="trash"
              label={t('standards.edit.removeEvidence', { no: index + 1 })}
              onPress={() => onChange(value.toSpliced(index, 1))}
            />
          </div>
          <TextPair label={t('standards.edit.title')} value={need.title} onChange={(title) => set(index, { title })} />
        </div>
      ))}
      <Button
        small
        icon="add"
        onPress={() => onChange([...value, { kind: 'document', title: { zh: '', en: '' }, min: 1, max: 3, provenance: 'own' }])}
      >
        {t('standards.edit.addEvidence')}
      </Button>
    </fieldset>
  )
}
