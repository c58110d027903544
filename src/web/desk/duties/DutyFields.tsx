/** The cells of a duty as fields; single and bulk editing share them. */
import type { DutyPatch } from '../../../duties/duty.ts'
import { DatePicker } from '../../../ui/DatePicker.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { ComboBox } from '../../../ui/Select.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useUnits } from '../parts/places.ts'
import { MultiPick } from '../standards/edit/MultiPick.tsx'
import { useAreas, usePosts } from './calls.ts'

export interface DutyFieldsProps {
  readonly value: DutyPatch
  readonly onChange: (change: DutyPatch) => void
  /** Which fields are shown; bulk editing has no words of its own per duty. */
  readonly isBulk?: boolean
  /** The lead unit that a post belongs to when the value itself sets none. */
  readonly unitOfPost?: string | null
}

/** Lead, helpers, leader, person, dates, words. */
export function DutyFields({ value, onChange, isBulk = false, unitOfPost = null }: DutyFieldsProps) {
  const { t } = useWords()
  const units = useUnits()
  const areas = useAreas()
  const unit = (value.leadUnitId as string | null | undefined) ?? unitOfPost
  const leaders = usePosts(null, true)
  const people = usePosts(unit, false)
  const words = (name: 'task' | 'measure' | 'effect', rows: number) => (
    <TextField label={t(`duties.${name}`)} rows={rows} value={value[name] ?? ''} onChange={(text) => onChange({ [name]: text })} />
  )
  return (
    <div className="stack">
      {!isBulk && words('task', 2)}
      <div className="std-fields">
        <ComboBox
          key={`lead ${units.length}`}
          label={t('duties.lead')}
          value={value.leadUnitId ?? null}
          onChange={(id) => onChange({ leadUnitId: id as never })}
          options={units}
        />
        {!isBulk && (
          <ComboBox
            key={`area ${areas.length}`}
            label={t('duties.area')}
            value={value.areaId ?? null}
            onChange={(id) => onChange({ areaId: id as never })}
            options={areas}
            placeholder={t('duties.wholeCity')}
          />
        )}
        <ComboBox
          key={`leader ${leaders.length}`}
          label={t('duties.leader')}
          value={value.leaderPostId ?? null}
          onChange={(id) => onChange({ leaderPostId: id as never })}
          options={leaders}
        />
        <ComboBox
          key={`person ${unit} ${people.length}`}
          label={t('duties.person')}
          value={value.personPostId ?? null}
          onChange={(id) => onChange({ personPostId: id as never })}
          options={people}
          isDisabled={unit === null}
          help={unit === null ? t('duties.personHelp') : undefined}
        />
        <DatePicker label={t('duties.start')} value={value.startOn ?? ''} onChange={(on) => onChange({ startOn: on === '' ? null : on })} />
        <DatePicker label={t('duties.due')} value={value.dueOn ?? ''} onChange={(on) => onChange({ dueOn: on === '' ? null : on })} />
      </div>
      {!isBulk && (
        <MultiPick
          label={t('duties.helpers')}
          value={value.helperIds ?? []}
          onChange={(ids) => onChange({ helperIds: ids as never })}
          options={units}
        />
      )}
      {!isBulk && words('measure', 2)}
      {words('effect', 2)}
    </div>
  )
}
