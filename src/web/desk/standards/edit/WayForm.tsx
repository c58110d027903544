/** One way of measuring, as a form: points, rule, and what the rule reads. Only what the method can use is shown. */
import type { Edition, Way } from '../../../../standards/edition.ts'
import { IconButton } from '../../../../ui/Button.tsx'
import { ComboBox, Select } from '../../../../ui/Select.tsx'
import { useWords } from '../../../../ui/words.tsx'
import { EvidenceForm } from './EvidenceForm.tsx'
import { OriginFields, PointsField } from './fields.tsx'
import { MultiPick } from './MultiPick.tsx'
import { RuleForm } from './RuleForm.tsx'

export interface WayFormProps {
  readonly edition: Edition
  readonly way: Way
  /** `part` names the field, so that typing in one field is one step of undo. */
  readonly onChange: (change: Partial<Way>, part: string) => void
  readonly onRemove: () => void
}

/** The form of a way. */
export function WayForm({ edition, way, onChange, onRemove }: WayFormProps) {
  const { t, read } = useWords()
  const optionsOf = (list: 'checks' | 'pointTypes' | 'questions' | 'statistics') =>
    edition[list].map(({ id, title }) => ({ value: id, label: `${id} ${read(title)}`, note: title.en }))
  const looks = way.method === 'onsite' || way.method === 'observation'
  const method = t(`standards.method.${way.method}`)
  return (
    <section className="std-way" aria-label={method}>
      <div className="row-wide">
        <h3>{method}</h3>
        <IconButton icon="trash" label={t('standards.edit.removeWay', { method })} onPress={onRemove} />
      </div>
      <PointsField label={t('standards.pointsWord')} value={way.points} onChange={(points) => onChange({ points }, 'points')} />
      <RuleForm method={way.method} rule={way.rule} onChange={(rule) => onChange({ rule }, 'rule')} />
      {looks && (
        <>
          <MultiPick
            label={t('standards.checks')}
            value={way.checks}
            onChange={(checks) => onChange({ checks }, 'checks')}
            options={optionsOf('checks')}
          />
          <MultiPick
            label={t('standards.pointTypes')}
            value={way.pointTypes}
            onChange={(pointTypes) => onChange({ pointTypes }, 'pointTypes')}
            options={optionsOf('pointTypes')}
          />
        </>
      )}
      {way.method === 'survey' && (
        <MultiPick
          label={t('standards.questions')}
          value={way.questions}
          onChange={(questions) => onChange({ questions }, 'questions')}
          options={optionsOf('questions')}
        />
      )}
      {(way.method === 'statistics' || way.method === 'materials') && (
        <ComboBox
          label={t('standards.statistic')}
          value={way.statistic ?? null}
          onChange={(statistic) => onChange({ statistic: statistic ?? undefined }, 'statistic')}
          options={optionsOf('statistics')}
        />
      )}
      {way.method !== 'survey' && way.method !== 'statistics' && way.method !== 'onsite' && (
        <Select
          label={t('standards.scale')}
          value={way.scale ?? ''}
          onChange={(scale) => onChange({ scale: scale === '' ? undefined : scale }, 'scale')}
          options={[
            { value: '', label: t('standards.edit.noScale') },
            ...edition.scales.map(({ id, title }) => ({ value: id, label: title ? read(title) : id })),
          ]}
        />
      )}
      {(way.method === 'materials' || way.method === 'opinion') && (
        <EvidenceForm value={way.evidence} onChange={(evidence) => onChange({ evidence }, 'evidence')} />
      )}
      <OriginFields value={way} onChange={(origin) => onChange(origin, 'origin')} />
    </section>
  )
}
