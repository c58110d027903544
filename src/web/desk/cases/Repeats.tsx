/** What a case teaches: sweeps of its look-alikes and what they found, re-checks and their outcome, and what came back. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { v7 } from 'uuid'
import type { RoundId } from '../../../base/ids.ts'
import { addDays } from '../../../base/time.ts'
import type { CaseFile } from '../../../cases/cases.api.ts'
import type { CaseRef, Repeats as Learnt } from '../../../repeats/repeat.ts'
import { repeatsApi } from '../../../repeats/repeats.api.ts'
import { Button, Link } from '../../../ui/Button.tsx'
import { DatePicker } from '../../../ui/DatePicker.tsx'
import { NumberField } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Note, StatusTag, type Tone } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'
import { calls, useSend } from '../../call.ts'
import { today } from '../../today.ts'
import { useMay } from '../../me.ts'
import { RecheckOutcome } from './RecheckOutcome.tsx'

const repeats = calls('repeats', repeatsApi)
const toneOf: Record<string, Tone> = { open: 'amber', kept: 'green', failed: 'red' }

/** The section; nothing where nothing was learnt and nothing can be. */
export function Repeats({ it }: { it: CaseFile }) {
  const { t } = useWords()
  const { data } = useQuery(repeats.get.ask({ params: { id: it.id } }))
  const maySweep = useMay('inspections.review') && it.point !== null
  const [sweeps, setSweeps] = useState(false)
  const isEmpty = !data || data.sweeps.length + data.rechecks.length + data.of.length + data.by.length === 0
  if (isEmpty && !maySweep) return null
  return (
    <section className="stack-s">
      <h2 className="minor">{t('repeats.title')}</h2>
      {data && <Found it={data} />}
      {maySweep && (
        <div className="row">
          <Button small icon="search" onPress={() => setSweeps(true)}>
            {t('repeats.sweep')}
          </Button>
        </div>
      )}
      {sweeps && <SweepDialog it={it} onClose={() => setSweeps(false)} />}
    </section>
  )
}

const Named = ({ it }: { it: CaseRef }) => <Link href={`/cases/${it.id}`}>{`${it.no} ${it.text}`}</Link>

function Found({ it }: { it: Learnt }) {
  const { t, day, number, read } = useWords()
  return (
    <ul className="bulk">
      {it.of.map((one) => (
        <li key={`of ${one.id}`}>
          <span className="quiet">{t('repeats.of', { metres: number(one.metres), days: one.days })}</span> <Named it={one} />
        </li>
      ))}
      {it.by.map((one) => (
        <li key={`by ${one.id}`}>
          <span className="quiet">{t('repeats.by', { metres: number(one.metres), days: one.days })}</span> <Named it={one} />
        </li>
      ))}
      {it.sweeps.map(({ round, findings, cases }) => (
        <li key={round.id}>
          <Link href={`/rounds?open=${round.id}`}>{read(round.title)}</Link>{' '}
          {t('repeats.swept', {
            done: number(round.done),
            planned: number(round.planned),
            findings: number(findings),
            cases: number(cases.length),
          })}
          {cases.slice(0, 5).map((one) => (
            <div key={one.id} className="small">
              <Named it={one} />
            </div>
          ))}
        </li>
      ))}
      {it.rechecks.map((one) => (
        <li key={one.id} className="row-wide">
          <div>
            <p>{t('repeats.recheck', { after: one.after, day: day(one.dueOn) })}</p>
            {one.doneBy && <p className="quiet">{[one.doneBy.name, one.note].filter((text) => text !== '').join(' · ')}</p>}
            {one.newCase && <Named it={one.newCase} />}
          </div>
          <span className="row">
            {one.state === 'open' && <RecheckOutcome id={one.id} />}
            <StatusTag tone={toneOf[one.state]!}>{t(`repeats.state.${one.state}`)}</StatusTag>
          </span>
        </li>
      ))}
    </ul>
  )
}

/** Sends the look-alikes as one round. */
function SweepDialog({ it, onClose }: { it: CaseFile; onClose: () => void }) {
  const { t } = useWords()
  const [id] = useState(() => v7() as RoundId)
  const [days, setDays] = useState<number | null>(30)
  const [toOn, setTo] = useState(() => addDays(today(), 7))
  const found = useQuery({
    ...repeats.listLookAlikes.ask({ params: { id: it.id }, query: { days: days ?? 30, limit: 200 } }),
    enabled: days !== null,
  })
  const count = found.data?.items.length ?? 0
  const sweep = useSend(repeats.sweep, { done: t('repeats.wasSent'), onDone: onClose })
  return (
    <Dialog
      title={t('repeats.sweep')}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button
            kind="primary"
            isDisabled={days === null || count === 0}
            isPending={sweep.isPending}
            onPress={() => sweep.send({ params: { id: it.id }, body: { id, days: days!, toOn } })}
          >
            {t('repeats.send')}
          </Button>
        </>
      }
    >
      <div className="stack">
        <p className="quiet">{t('repeats.sweepHelp')}</p>
        <NumberField label={t('repeats.days')} value={days} onChange={setDays} min={1} max={3650} isRequired />
        <DatePicker label={t('repeats.until')} value={toOn} onChange={setTo} isRequired />
        {found.data && <Note tone={count === 0 ? 'green' : 'blue'}>{t('repeats.lookAlikes', { count })}</Note>}
      </div>
    </Dialog>
  )
}
