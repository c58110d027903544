/** A calendar day, typed or picked, in the reader's language (never in the browser's). */
import './date.css'
import { type CalendarDate, parseDate } from '@internationalized/date'
import { Button } from 'react-aria-components/Button'
import { Dialog } from 'react-aria-components/Dialog'
import {
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  DateInput,
  DatePicker as AriaDatePicker,
  DateSegment,
  Group,
  Popover,
} from 'react-aria-components/DatePicker'
import { Heading } from 'react-aria-components/Heading'
import { useState } from 'react'
import type { Day } from '../base/time.ts'
import { FieldFoot, FieldLabel, type FieldProps } from './Fields.tsx'
import { Icon } from './Icon.tsx'

export interface DatePickerProps extends FieldProps {
  /** "2026-11-22", or '' when none. */
  readonly value: string
  readonly onChange: (value: string) => void
  readonly min?: Day
  readonly max?: Day
}

/** An address can carry anything; what is no day is no choice, never a broken page. */
function dateOf(on: string | undefined): CalendarDate | null {
  try {
    return on ? parseDate(on) : null
  } catch {
    return null
  }
}

/** A day as it is told; a year that is being typed is none yet. */
const toldOf = (day: CalendarDate): string => (day.year < 1900 ? '' : day.toString())

/** What the field shows and what was told of it: a year on its way is shown, and told as no day, so that nobody sends the year 202. */
function useTold({ value, onChange }: Pick<DatePickerProps, 'value' | 'onChange'>) {
  const [own, setOwn] = useState({ told: value, shown: dateOf(value) })
  const [seen, setSeen] = useState(value)
  if (value !== seen) {
    setSeen(value)
    // Changed by somebody else. Our own word comes back later, since the address takes a moment.
    if (value !== own.told) setOwn({ told: value, shown: dateOf(value) })
  }
  const change = (shown: CalendarDate | null) => {
    const told = shown === null ? '' : toldOf(shown)
    setOwn({ told, shown })
    if (told !== own.told) onChange(told)
  }
  return { shown: own.shown, change }
}

/** A day by typing its parts or from a small calendar. */
export function DatePicker(props: DatePickerProps) {
  const { min, max } = props
  const { shown, change } = useTold(props)
  return (
    <AriaDatePicker<CalendarDate>
      className="field date"
      value={shown}
      onChange={change}
      isInvalid={props.error !== undefined}
      isDisabled={props.isDisabled ?? false}
      {...(min ? { minValue: parseDate(min) } : {})}
      {...(max ? { maxValue: parseDate(max) } : {})}
      shouldForceLeadingZeros
      validationBehavior="aria"
    >
      <FieldLabel {...props} />
      <Group className="input date-group">
        <DateInput className="date-input">{(segment) => <DateSegment segment={segment} className="date-segment" />}</DateInput>
        <Button className="date-open">
          <Icon name="calendar" size={1.125} />
        </Button>
      </Group>
      <FieldFoot help={props.help} error={props.error} />
      <Popover className="popover">
        <Dialog className="date-dialog">
          <DayGrid />
        </Dialog>
      </Popover>
    </AriaDatePicker>
  )
}

function DayGrid() {
  return (
    <Calendar firstDayOfWeek="mon">
      <header className="date-head">
        <Button slot="previous" className="button button-icon">
          <Icon name="back" size={1.125} />
        </Button>
        <Heading className="date-month" />
        <Button slot="next" className="button button-icon date-next">
          <Icon name="back" size={1.125} />
        </Button>
      </header>
      <CalendarGrid weekdayStyle="narrow">
        <CalendarGridHeader>{(name) => <CalendarHeaderCell className="date-weekday">{name}</CalendarHeaderCell>}</CalendarGridHeader>
        <CalendarGridBody>{(date) => <CalendarCell date={date} className="date-cell" />}</CalendarGridBody>
      </CalendarGrid>
    </Calendar>
  )
}
