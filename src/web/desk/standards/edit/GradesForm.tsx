/** The answers of a scale, best first: code, words, factor; without a factor an answer counts neither for nor against. */
import type { Scale } from '../../../../standards/edition.ts'
import type { Grade } from '../../../../standards/terms.ts'
import { Button, IconButton } from '../../../../ui/Button.tsx'
import { NumberField, TextField } from '../../../../ui/Fields.tsx'
import { useWords } from '../../../../ui/words.tsx'
import { TextPair } from './fields.tsx'

/** The grades, editable. */
export function GradesForm({ scale, onChange }: { scale: Scale; onChange: (grades: Grade[]) => void }) {
  const { t } = useWords()
  const { grades } = scale
  const set = (index: number, change: Partial<Grade>) =>
    onChange(grades.map((grade, at) => (at === index ? { ...grade, ...change } : grade)))
  return (
    <fieldset className="std-pick">
      <legend className="field-label">{t('standards.edit.grades')}</legend>
      {grades.map((grade, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- the code itself is being typed; order is meaning
        <div key={index} className="std-sub">
          <div className="std-step-row">
            <TextField label={t('standards.edit.code')} value={grade.code} onChange={(code) => set(index, { code })} />
            <NumberField
              label={t('standards.edit.factor')}
              help={t('standards.edit.factorHelp')}
              value={grade.factor === null ? null : grade.factor / 1000}
              min={0}
              max={1}
              step={0.1}
              onChange={(factor) => set(index, { factor: factor === null ? null : Math.round(factor * 1000) })}
            />
            <IconButton
              icon="trash"
              label={t('standards.edit.removeGrade', { no: index + 1 })}
              isDisabled={grades.length <= 2}
              onPress={() => onChange(grades.toSpliced(index, 1))}
            />
          </div>
          <TextPair label={t('standards.edit.title')} value={grade.title} onChange={(title) => set(index, { title })} />
        </div>
      ))}
      <Button
        small
        icon="add"
        onPress={() => onChange([...grades, { code: `G${grades.length + 1}`, title: { zh: '', en: '' }, factor: 0 }])}
      >
        {t('standards.edit.addGrade')}
      </Button>
    </fieldset>
  )
}
