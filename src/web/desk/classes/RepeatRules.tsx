/** How cases are looked at again (回头看与复发规则): on which days, how many, and how near and soon a case of the class is the same one come back. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { v7 } from 'uuid'
import type { AnswerOf } from '../../../api/contract.ts'
import type { UnitId } from '../../../base/ids.ts'
import type { RepeatRule } from '../../../repeats/repeat.ts'
import { repeatsApi } from '../../../repeats/repeats.api.ts'
import { IconButton } from '../../../ui/Button.tsx'
import { NumberField, TextField } from '../../../ui/Fields.tsx'
import { StatusTag } from '../../../ui/Page.tsx'
import { ComboBox } from '../../../ui/Select.tsx'
import { Answer } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { calls, useSend } from '../../call.ts'
import { useKinds } from '../../kinds.ts'
import { useMay } from '../../me.ts'
import { useUnits } from '../parts/places.ts'
import { ClassField } from './ClassField.tsx'
import { RulesDialog } from './RulesDialog.tsx'

const repeats = calls('repeats', repeatsApi)

type Rules = AnswerOf<(typeof repeatsApi)['listRules']>

/** The dialog. */
export function RepeatRules({ onClose }: { onClose: () => void }) {
  const asked = useQuery(repeats.listRules.ask({}))
  return <Answer of={asked}>{(rules) => <List rules={rules} onClose={onClose} />}</Answer>
}

const silent = () => ({ id: v7(), unitId: null, class: null, share: null, metres: null, days: null, after: null })
const isWide = ({ unitId, class: type }: RepeatRule) => unitId === null && type === null
const saysAny = ({ share, metres, days, after }: RepeatRule) => [share, metres, days, after].some((it) => it !== null)

/** The rule for all comes first, said or not: what it leaves open is as it came with the house. */
const linesOf = ({ items }: Rules): RepeatRule[] => [items.find(isWide) ?? silent(), ...items.filter((it) => !isWide(it))]

function List({ rules, onClose }: { rules: Rules; onClose: () => void }) {
  const { t } = useWords()
  const mayEdit = useMay('procedure.edit')
  const [first] = useState(() => linesOf(rules))
  const [lines, setLines] = useState<readonly RepeatRule[]>(first)
  const [isUnread, setUnread] = useState(false)
  const back = useSend(repeats.putRules, { done: t('likeness.rulesBack') })
  const put = useSend(repeats.putRules, {
    quiet: true,
    done: t('repeats.rulesKept'),
    onDone: onClose,
    undo: () => back.send({ body: { items: rules.items } }),
  })
  const set = (index: number, change: Partial<RepeatRule>) =>
    setLines(lines.map((line, at) => (at === index ? { ...line, ...change } : line)))
  const isTwice = new Set(lines.map(({ unitId, class: type }) => `${unitId} ${type}`)).size < lines.length
  return (
    <RulesDialog
      title={t('repeats.rules')}
      about={t('repeats.rulesAre')}
      onClose={onClose}
      editing={
        mayEdit
          ? {
              fault: isTwice ? t('repeats.ruleTwice') : isUnread ? t('repeats.afterHelp') : undefined,
              error: put.error,
              isChanged: JSON.stringify(lines) !== JSON.stringify(first),
              isPending: put.isPending,
              onAdd: () => setLines([...lines, silent()]),
              onKeep: () => put.send({ body: { items: lines.filter((line) => !isWide(line) || saysAny(line)) } }),
            }
          : undefined
      }
    >
      {lines.map((line, index) => (
        <OneRule
          key={line.id}
          line={line}
          house={index === 0 ? rules : undefined}
          mayEdit={mayEdit}
          onChange={(change) => set(index, change)}
          onDrop={() => setLines(lines.filter((_, at) => at !== index))}
          onUnread={setUnread}
        />
      ))}
    </RulesDialog>
  )
}

interface OneRuleProps {
  readonly line: RepeatRule
  /** Of the rule for all: what holds where it says nothing. */
  readonly house: Rules | undefined
  readonly mayEdit: boolean
  readonly onChange: (change: Partial<RepeatRule>) => void
  readonly onDrop: () => void
  readonly onUnread: (isUnread: boolean) => void
}

function OneRule({ line, house, mayEdit, onChange, onDrop, onUnread }: OneRuleProps) {
  const { t } = useWords()
  const { className } = useKinds()
  const units = useUnits()
  const unit = units.find(({ value }) => value === line.unitId)?.label
  const parts = [unit, line.class === null ? undefined : className(line.class)].filter((part) => part !== undefined)
  const name = house ? t('repeats.everyCase') : parts.length === 0 ? t('repeats.newRule') : parts.join(' · ')
  return (
    <fieldset className="stack-s">
      <legend className="row">
        <span className="strong">{name}</span>
        {house && (
          <StatusTag tone={saysAny(line) ? 'blue' : 'grey'}>{t(saysAny(line) ? 'likeness.ownRule' : 'likeness.shippedRule')}</StatusTag>
        )}
        {mayEdit && !house && <IconButton small icon="trash" label={t('likeness.dropRule', { class: name })} onPress={onDrop} />}
      </legend>
      {mayEdit && !house && (
        <div className="grid">
          <ComboBox
            key={units.length}
            label={t('cases.unit')}
            value={line.unitId}
            onChange={(unitId) => onChange({ unitId: unitId as UnitId | null })}
            options={units}
          />
          <ClassField value={line.class} onChange={(type) => onChange({ class: type })} />
        </div>
      )}
      <Measures line={line} house={house} mayEdit={mayEdit} onChange={onChange} />
      {house && (
        <DaysAfter days={line.after ?? house.after} mayEdit={mayEdit} onChange={(after) => onChange({ after })} onUnread={onUnread} />
      )}
    </fieldset>
  )
}

function Measures({ line, house, mayEdit, onChange }: Pick<OneRuleProps, 'line' | 'house' | 'mayEdit' | 'onChange'>) {
  const { t } = useWords()
  const share = line.share ?? house?.share ?? null
  return (
    <div className="three">
      <NumberField
        label={t('repeats.share')}
        unit="%"
        value={share === null ? null : share / 10}
        onChange={(percent) => onChange({ share: percent === null ? null : Math.round(percent * 10) })}
        min={0}
        max={100}
        step={0.1}
        isDisabled={!mayEdit}
      />
      <NumberField
        label={t('repeats.near')}
        unit={t('likeness.metres')}
        value={line.metres ?? house?.metres ?? null}
        onChange={(metres) => onChange({ metres })}
        min={1}
        max={5000}
        isDisabled={!mayEdit}
      />
      <NumberField
        label={t('repeats.soon')}
        unit={t('likeness.dayUnit')}
        value={line.days ?? house?.days ?? null}
        onChange={(days) => onChange({ days })}
        min={1}
        max={730}
        isDisabled={!mayEdit}
      />
    </div>
  )
}

/** Days as they are typed; undefined where one is no day of a year, or there are none or more than ten. */
function readDays(text: string): number[] | undefined {
  const days = text.split(/[\s,，、;；]+/).filter((part) => part !== '')
  const isGood = days.length > 0 && days.length <= 10 && days.every((part) => /^\d{1,3}$/.test(part) && +part >= 1 && +part <= 365)
  return isGood ? [...new Set(days.map(Number))].toSorted((a, b) => a - b) : undefined
}

interface DaysAfterProps {
  readonly days: readonly number[]
  readonly mayEdit: boolean
  readonly onChange: (days: number[]) => void
  readonly onUnread: (isUnread: boolean) => void
}

function DaysAfter({ days, mayEdit, onChange, onUnread }: DaysAfterProps) {
  const { t } = useWords()
  const [text, setText] = useState(() => days.join(', '))
  const isUnread = readDays(text) === undefined
  const change = (next: string) => {
    setText(next)
    const read = readDays(next)
    onUnread(read === undefined)
    if (read) onChange(read)
  }
  return (
    <TextField
      label={t('repeats.after')}
      value={text}
      onChange={change}
      maxLength={60}
      isDisabled={!mayEdit}
      {...(isUnread ? { error: t('repeats.afterHelp') } : { help: t('repeats.afterHelp') })}
    />
  )
}
