/** Brings a newly published year of holidays: typed or pasted as lines, kept as a version of its own. */
import { useState } from 'react'
import { v7 } from 'uuid'
import type { HolidayYear } from '../../../calendar/holidays.ts'
import { Button } from '../../../ui/Button.tsx'
import { NumberField, TextField } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { calendar } from './calls.ts'

const line = /^(\S+)\s+(\d{4}-\d\d-\d\d)(?:\s+(\d{4}-\d\d-\d\d))?(?:\s+(班|work))?$/

/** The stretches of lines, or the number of the first line that says nothing. */
function readLines(text: string): HolidayYear['days'] | number {
  const lines = text.split('\n').map((one) => one.trim())
  const days: HolidayYear['days'] = []
  for (const [index, one] of lines.entries()) {
    if (one === '') continue
    const found = line.exec(one)
    if (!found) return index + 1
    const [, name, from, to = from, work] = found
    days.push({ name: name!, from: from!, to: to!, ...(work === undefined ? {} : { work: true as const }) })
  }
  return days
}

/** The dialog. */
export function BringYear({ year: first, onClose }: { year: number; onClose: () => void }) {
  const { t } = useWords()
  const [id] = useState(() => v7())
  const [year, setYear] = useState<number | null>(first)
  const [version, setVersion] = useState(`cn-${first}`)
  const [text, setText] = useState('')
  const bring = useSend(calendar.bringHolidays, { done: t('calendar.brought'), onDone: onClose })
  const days = readLines(text)
  const isReady = year !== null && typeof days !== 'number' && days.length > 0
  const send = () => bring.send({ body: { id, version, years: [{ year: year!, days: days as HolidayYear['days'] }] } })
  return (
    <Dialog
      title={t('calendar.bringYear')}
      isOpen
      onClose={onClose}
      actions={
        <Button kind="primary" isDisabled={!isReady} isPending={bring.isPending} onPress={send}>
          {t('calendar.save')}
        </Button>
      }
    >
      <div className="stack">
        <NumberField label={t('calendar.year')} value={year} onChange={setYear} min={1950} max={2200} step={1} />
        <TextField label={t('calendar.newVersion')} value={version} onChange={setVersion} />
        <TextField
          label={t('calendar.stretches')}
          value={text}
          onChange={setText}
          rows={8}
          help={t('calendar.bringHelp')}
          {...(typeof days === 'number' ? { error: t('calendar.bringWrong', { line: days }) } : {})}
        />
      </div>
    </Dialog>
  )
}
