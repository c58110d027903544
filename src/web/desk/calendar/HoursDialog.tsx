/** Sets the hours of the city or of a unit: the year, a summer if there is one, the days of the week. */
import { useState } from 'react'
import { v7 } from 'uuid'
import type { UnitId } from '../../../base/ids.ts'
import { Hours } from '../../../calendar/hours.ts'
import { Button } from '../../../ui/Button.tsx'
import { Checkbox, NumberField, TextField } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { ComboBox } from '../../../ui/Select.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { useUnits } from '../parts/places.ts'
import { calendar, readStretches, summerOf, written } from './calls.ts'

/** What is edited: the city (null), a unit by its id, or one still to be chosen (''). */
export interface Edited {
  readonly unit: string | null
  readonly hours: Hours
  /** Set by itself, so that it can be taken back. */
  readonly own: boolean
  readonly name?: string
}

/** The dialog. */
export function HoursDialog({ edited, onClose }: { edited: Edited; onClose: () => void }) {
  const { t } = useWords()
  const units = useUnits()
  const [id] = useState(() => v7())
  const [unit, setUnit] = useState(edited.unit)
  const summer = summerOf(edited.hours)
  const [form, setForm] = useState({
    work: written(edited.hours.seasons.at(-1)!.work),
    summer: summer ? written(summer.work) : '',
    from: summer?.from ?? '06-01',
    to: summer?.to ?? '09-30',
    weekdays: edited.hours.weekdays.join(' '),
    holidays: edited.hours.holidays,
    day: edited.hours.dayMinutes / 60,
  })
  const set = (change: Partial<typeof form>) => setForm({ ...form, ...change })
  const save = useSend(calendar.setHours, { done: t('calendar.saved'), onDone: onClose })
  const hours = hoursOf(form, edited.hours)
  const send = (next: Hours | null) => save.send({ body: { id, unit: unit as UnitId | null, hours: next } })
  return (
    <Dialog
      title={edited.name ?? t(edited.unit === null ? 'calendar.city' : 'calendar.addUnit')}
      isOpen
      onClose={onClose}
      actions={
        <>
          {edited.own && (
            <Button isPending={save.isPending} onPress={() => send(null)}>
              {t(unit === null ? 'calendar.usual' : 'calendar.follow')}
            </Button>
          )}
          <Button kind="primary" isDisabled={hours === undefined || unit === ''} isPending={save.isPending} onPress={() => send(hours!)}>
            {t('calendar.save')}
          </Button>
        </>
      }
    >
      <div className="stack">
        {edited.unit === '' && (
          <ComboBox
            key={units.length}
            label={t('calendar.unit')}
            value={unit || null}
            onChange={(next) => setUnit(next ?? '')}
            options={units}
            isRequired
          />
        )}
        <TextField
          label={t('calendar.work')}
          value={form.work}
          onChange={(work) => set({ work })}
          help={t('calendar.workHelp')}
          isRequired
        />
        <TextField label={t('calendar.summer')} value={form.summer} onChange={(text) => set({ summer: text })} />
        {form.summer !== '' && (
          <div className="grid">
            <TextField label={t('calendar.summerFrom')} value={form.from} onChange={(from) => set({ from })} />
            <TextField label={t('calendar.summerTo')} value={form.to} onChange={(to) => set({ to })} />
          </div>
        )}
        <TextField label={t('calendar.weekdays')} value={form.weekdays} onChange={(weekdays) => set({ weekdays })} />
        <NumberField label={t('calendar.dayHours')} value={form.day} onChange={(day) => set({ day: day ?? 8 })} min={1} max={24} step={1} />
        <Checkbox isSelected={form.holidays} onChange={(holidays) => set({ holidays })}>
          {t('calendar.holidaysWorked')}
        </Checkbox>
        {hours === undefined && <p className="quiet">{t('calendar.hoursWrong')}</p>}
      </div>
    </Dialog>
  )
}

interface Form {
  readonly work: string
  readonly summer: string
  readonly from: string
  readonly to: string
  readonly weekdays: string
  readonly holidays: boolean
  readonly day: number
}

/** The hours that a form says; undefined when they cannot be. */
function hoursOf({ work, summer, from, to, weekdays, holidays, day }: Form, before: Hours): Hours | undefined {
  const [year, warm] = [readStretches(work), summer.trim() === '' ? null : readStretches(summer)]
  if (year === undefined || warm === undefined) return undefined
  const seasons = [...(warm === null ? [] : [{ name: '', from, to, work: warm }]), { name: '', from: '01-01', to: '12-31', work: year }]
  const days = [...new Set([...weekdays.matchAll(/[1-7]/g)].map(([digit]) => Number(digit)))].sort()
  const read = Hours.safeParse({ weekdays: days, holidays, dayMinutes: Math.round(day * 60), seasons, planting: before.planting })
  return read.success ? read.data : undefined
}
