/** A scoring rule as a form that is read off the rule's own shape: a new rule needs no new form. */
import { z } from 'zod'
import type { Method } from '../../../../standards/terms.ts'
import { rulesFor } from '../../../../standards/edition-check.ts'
import { Rule, rules } from '../../../../standards/rules/index.ts'
import { Button, IconButton } from '../../../../ui/Button.tsx'
import { TextField } from '../../../../ui/Fields.tsx'
import { Select } from '../../../../ui/Select.tsx'
import { useWords } from '../../../../ui/words.tsx'
import { RuleWords } from '../RuleWords.tsx'
import { defaultRule } from './draft.ts'

type Values = Record<string, unknown>

/** Which rule, and its parameters. */
export function RuleForm({ method, rule, onChange }: { method: Method; rule: Rule; onChange: (rule: Rule) => void }) {
  const { t } = useWords()
  const names = [...new Set([...rulesFor[method], rule.name])]
  const shape = rules[rule.name].params.shape as Record<string, z.ZodType>
  return (
    <div className="stack-s">
      <Select
        label={t('standards.edit.rule')}
        value={rule.name}
        onChange={(name) => onChange(defaultRule(name))}
        options={names.map((name) => ({ value: name, label: t(`standards.rule.${name}`) }))}
      />
      <div className="std-fields">
        {Object.entries(shape).map(([name, field]) => (
          <ParamField
            key={`${rule.name} ${name}`}
            name={`${rule.name}.${name}`}
            field={field}
            value={(rule as Values)[name]}
            onChange={(value) => onChange({ ...without(rule, name), ...(value === undefined ? {} : { [name]: value }) } as Rule)}
          />
        ))}
      </div>
      <div className="quiet small">
        <RuleWords rule={rule} />
      </div>
    </div>
  )
}

const without = (values: object, name: string): Values => Object.fromEntries(Object.entries(values).filter(([key]) => key !== name))

interface ParamProps {
  readonly name: string
  readonly field: z.ZodType
  readonly value: unknown
  readonly onChange: (value: unknown) => void
}

/** Optional and default shells taken off. */
function inner(field: z.ZodType): { field: z.ZodType; isOptional: boolean } {
  if (field instanceof z.ZodOptional || field instanceof z.ZodDefault)
    return { field: inner(field.unwrap() as z.ZodType).field, isOptional: true }
  return { field, isOptional: false }
}

/** One parameter: a choice, a list of steps, exceptions by key, or a decimal. */
function ParamField({ name, field, value, onChange }: ParamProps) {
  const { t, tAny } = useWords()
  const { field: bare, isOptional } = inner(field)
  const label = tAny(`standards.param.${name}`)
  if (bare instanceof z.ZodEnum)
    return (
      <Select
        label={label}
        value={typeof value === 'string' ? value : String(bare.options[0])}
        onChange={onChange}
        options={bare.options.map((option) => ({ value: String(option), label: tAny(`standards.param.${name}.${option}`) }))}
      />
    )
  if (bare instanceof z.ZodArray) return <StepsField name={name} field={bare} value={(value ?? []) as Values[]} onChange={onChange} />
  if (bare instanceof z.ZodRecord) return <RecordField name={name} value={(value ?? {}) as Record<string, string>} onChange={onChange} />
  const text = typeof value === 'string' ? value : ''
  const isFine = (isOptional && text === '') || bare.safeParse(text).success
  return (
    <TextField
      label={label}
      value={text}
      onChange={(next) => onChange(next === '' && isOptional ? undefined : next.trim())}
      error={isFine ? undefined : t('standards.edit.notDecimal')}
    />
  )
}

function StepsField({ name, field, value, onChange }: Omit<ParamProps, 'field'> & { field: z.ZodArray; value: Values[] }) {
  const { t, tAny } = useWords()
  const shape = (field.element as unknown as z.ZodObject).shape as Record<string, z.ZodType>
  const set = (index: number, change: Values) => onChange(value.map((row, at) => (at === index ? { ...row, ...change } : row)))
  return (
    <fieldset className="std-pick">
      <legend className="field-label">{tAny(`standards.param.${name}`)}</legend>
      {value.map((row, index) => (
        // The order of the steps is their meaning.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className="std-step-row">
          {Object.entries(shape).map(([part, inside]) => (
            <ParamField
              key={part}
              name={`${name}.${part}`}
              field={inside}
              value={row[part]}
              onChange={(next) => set(index, { [part]: next })}
            />
          ))}
          <IconButton
            icon="trash"
            label={t('standards.edit.removeStep', { no: index + 1 })}
            isDisabled={value.length === 1}
            onPress={() => onChange(value.toSpliced(index, 1))}
          />
        </div>
      ))}
      <Button small icon="add" onPress={() => onChange([...value, { ...value.at(-1) }])}>
        {t('standards.edit.addStep')}
      </Button>
    </fieldset>
  )
}

function RecordField({ name, value, onChange }: { name: string; value: Record<string, string>; onChange: (value: unknown) => void }) {
  const { t, tAny } = useWords()
  const rows = Object.entries(value)
  const set = (next: [string, string][]) => onChange(next.length === 0 ? undefined : Object.fromEntries(next))
  return (
    <fieldset className="std-pick">
      <legend className="field-label">{tAny(`standards.param.${name}`)}</legend>
      {rows.map(([key, percent], index) => (
        // oxlint-disable-next-line react/no-array-index-key -- the key itself is being typed
        <div key={index} className="std-step-row">
          <TextField
            label={tAny(`standards.param.${name}.key`)}
            value={key}
            onChange={(next) => set(rows.map((row, at) => (at === index ? [next, percent] : row)))}
          />
          <TextField
            label={tAny(`standards.param.${name}.value`)}
            value={percent}
            onChange={(next) => set(rows.map((row, at) => (at === index ? [key, next] : row)))}
          />
          <IconButton
            icon="trash"
            label={t('standards.edit.removeStep', { no: index + 1 })}
            onPress={() => set(rows.toSpliced(index, 1))}
          />
        </div>
      ))}
      <Button small icon="add" onPress={() => set([...rows, ['', '10']])}>
        {t('standards.edit.addException')}
      </Button>
    </fieldset>
  )
}
