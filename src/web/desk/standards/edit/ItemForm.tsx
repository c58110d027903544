/** One item of an edition's lists as a form: a check, a point type, a question, a statistic, a scale, a kind of unit. */
import { Check, type Edition, type PointType, Question, type Scale, type Statistic } from '../../../../standards/edition.ts'
import { TextField } from '../../../../ui/Fields.tsx'
import { Select } from '../../../../ui/Select.tsx'
import { useWords } from '../../../../ui/words.tsx'
import { changeItem, type ListName, type Lists } from './draft.ts'
import { OriginFields, TextPair } from './fields.tsx'
import { MultiPick } from './MultiPick.tsx'
import { GradesForm } from './GradesForm.tsx'
import { GuideForm } from './GuideForm.tsx'
import { ThresholdForm } from './ThresholdForm.tsx'
import type { Change } from './useDraft.ts'

export interface ItemFormProps {
  readonly edition: Edition
  readonly list: ListName
  readonly id: string
  readonly change: Change
}

/** The form of a list item; nothing when the code is unknown. */
export function ItemForm({ edition, list, id, change }: ItemFormProps) {
  const { t } = useWords()
  const item = edition[list].find((other) => other.id === id)
  if (!item) return null
  const set = (value: Partial<Lists[ListName]>, part: string) => change(`${list} ${id} ${part}`, (now) => changeItem(now, list, id, value))
  return (
    <div className="std-detail" key={id}>
      <div className="row-wide">
        <h2>{t(`standards.list.${list}`)}</h2>
        <code>{id}</code>
      </div>
      <TextPair label={t('standards.edit.title')} value={item.title} onChange={(title) => set({ title }, 'title')} rows={2} />
      {list === 'checks' && <CheckFields edition={edition} item={item as Check} set={set} />}
      {list === 'pointTypes' && <PointTypeFields edition={edition} item={item as PointType} set={set} />}
      {list === 'questions' && <QuestionFields edition={edition} item={item as Question} set={set} />}
      {list === 'statistics' && (
        <>
          <TextPair label={t('standards.edit.unit')} value={(item as Statistic).unit} onChange={(unit) => set({ unit }, 'unit')} />
          <TextPair
            label={t('standards.edit.formula')}
            value={(item as Statistic).formula}
            onChange={(formula) => set({ formula }, 'formula')}
          />
        </>
      )}
      {list === 'scales' && <GradesForm scale={item as Scale} onChange={(grades) => set({ grades }, 'grades')} />}
      <OriginFields value={item} onChange={(origin) => set(origin, 'origin')} />
    </div>
  )
}

interface FieldsOf<Item> {
  readonly edition: Edition
  readonly item: Item
  readonly set: (value: Partial<Item>, part: string) => void
}

function useScales(edition: Edition) {
  const { read } = useWords()
  return edition.scales.map(({ id, title }) => ({ value: id, label: title ? read(title) : id }))
}

function CheckFields({ edition, item, set }: FieldsOf<Check>) {
  const { t } = useWords()
  return (
    <>
      <div className="std-fields">
        <Select
          label={t('standards.edit.checkKind')}
          value={item.kind}
          onChange={(kind) => set({ kind }, 'kind')}
          options={Check.shape.kind.options.map((kind) => ({ value: kind, label: t(`standards.checkKind.${kind}`) }))}
        />
        <Select
          label={t('standards.scale')}
          value={item.scale}
          onChange={(scale) => set({ scale }, 'scale')}
          options={useScales(edition)}
        />
        <Select
          label={t('standards.edit.severity')}
          value={String(item.severity)}
          onChange={(severity) => set({ severity: Number(severity) }, 'severity')}
          options={([1, 2, 3] as const).map((level) => ({ value: String(level), label: t(`standards.severity.${level}`) }))}
        />
        <Select
          label={t('standards.edit.photo')}
          value={item.photo}
          onChange={(photo) => set({ photo }, 'photo')}
          options={(['none', 'optional', 'required'] as const).map((photo) => ({ value: photo, label: t(`standards.photo.${photo}`) }))}
        />
      </div>
      <TextField
        label={t('standards.edit.fact')}
        help={t('standards.edit.factHelp')}
        value={item.fact ?? ''}
        onChange={(fact) => set({ fact: fact === '' ? undefined : fact }, 'fact')}
      />
      <ThresholdForm value={item.threshold} onChange={(threshold) => set({ threshold }, 'threshold')} />
      <GuideForm value={item.guide} onChange={(guide) => set({ guide }, 'guide')} />
    </>
  )
}

function PointTypeFields({ edition, item, set }: FieldsOf<PointType>) {
  const { t, read } = useWords()
  const optionsOf = (list: 'checks' | 'unitKinds') => edition[list].map(({ id, title }) => ({ value: id, label: `${id} ${read(title)}` }))
  return (
    <>
      <TextField label={t('standards.edit.group')} value={item.group} onChange={(group) => set({ group }, 'group')} />
      <TextPair label={t('standards.edit.protocol')} value={item.protocol} onChange={(protocol) => set({ protocol }, 'protocol')} />
      <MultiPick
        label={t('standards.checks')}
        value={item.checks}
        onChange={(checks) => set({ checks }, 'checks')}
        options={optionsOf('checks')}
      />
      <MultiPick
        label={t('standards.units')}
        value={item.units}
        onChange={(units) => set({ units }, 'units')}
        options={optionsOf('unitKinds')}
      />
    </>
  )
}

function QuestionFields({ edition, item, set }: FieldsOf<Question>) {
  const { t, read } = useWords()
  return (
    <>
      <div className="std-fields">
        <Select
          label={t('standards.scale')}
          value={item.scale}
          onChange={(scale) => set({ scale }, 'scale')}
          options={useScales(edition)}
        />
        <Select
          label={t('standards.edit.dimension')}
          value={item.dimension}
          onChange={(dimension) => set({ dimension }, 'dimension')}
          options={Question.shape.dimension.options.map((name) => ({ value: name, label: t(`standards.dimension.${name}`) }))}
        />
        <TextField
          label={t('standards.edit.target')}
          value={item.target ?? ''}
          onChange={(target) => set({ target: target === '' ? undefined : target }, 'target')}
        />
      </div>
      <MultiPick
        label={t('standards.populations')}
        value={item.populations}
        onChange={(populations) => set({ populations }, 'populations')}
        options={edition.populations.map(({ id, title }) => ({ value: id, label: read(title) }))}
      />
    </>
  )
}
