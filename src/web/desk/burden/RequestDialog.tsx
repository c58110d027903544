/**
 * Asking something of streets and communities. What was answered before is shown while one writes; the weeks of the units are
 * shown before it is sent; a full week offers the appeal.
 */
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { v7 } from 'uuid'
import { Problem } from '../../../base/problem.ts'
import type { UnitId } from '../../../base/ids.ts'
import { requestKinds } from '../../../burden/burden.ts'
import { Button } from '../../../ui/Button.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Note } from '../../../ui/Page.tsx'
import { ComboBox, Select } from '../../../ui/Select.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { useUnits } from '../parts/places.ts'
import { Refusal } from '../parts/Refusal.tsx'
import { burden } from './calls.ts'

/** The dialog. */
export function RequestDialog({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  const units = useUnits()
  const [id] = useState(() => v7())
  const [kind, setKind] = useState<(typeof requestKinds)[number]>('question')
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [despite, setDespite] = useState('')
  const send = useSend(burden.request, { quiet: true, done: t('burden.requested'), onDone: onClose })
  const problem = send.error instanceof Problem ? send.error : null
  const nameOf = (unit: string) => units.find(({ value }) => value === unit)?.label ?? ''
  const body = { id, kind, text: text.trim(), units: chosen as UnitId[], despite: despite.trim() }
  return (
    <Dialog
      title={t('burden.ask')}
      place="wide"
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button
            kind="primary"
            isDisabled={body.text.length < 2 || chosen.length === 0}
            isPending={send.isPending}
            onPress={() => send.send({ body })}
          >
            {t('burden.requestVerb')}
          </Button>
        </>
      }
    >
      <div className="stack">
        <Select
          label={t('burden.kind')}
          value={kind}
          onChange={setKind}
          options={requestKinds.map((value) => ({ value, label: t(`burden.kind.${value}`) }))}
        />
        <TextField label={t('burden.text')} value={text} onChange={setText} rows={3} isRequired maxLength={2000} />
        <Asked text={text} />
        <ComboBox
          key={`${units.length} ${chosen.length}`}
          label={t('burden.addUnit')}
          value={null}
          onChange={(unit) => unit && !chosen.includes(unit) && setChosen([...chosen, unit])}
          options={units}
          help={t('burden.addUnitHelp')}
        />
        <ul className="stack-s">
          {chosen.map((unit) => (
            <li key={unit} className="row-wide">
              <span>{nameOf(unit)}</span>
              <Button kind="quiet" small icon="close" onPress={() => setChosen(chosen.filter((other) => other !== unit))}>
                {t('burden.removeUnit')}
              </Button>
            </li>
          ))}
        </ul>
        {chosen.length > 0 && <Loads kind={kind} units={chosen} />}
        <Refusal error={send.error} wanted={{ kind, text: text.trim() }} />
        {problem?.code === 'burden.askedBefore' && (
          <TextField label={t('burden.despite')} value={despite} onChange={setDespite} rows={2} maxLength={500} />
        )}
      </div>
    </Dialog>
  )
}

/** The same question, answered elsewhere: nobody need be asked again. */
function Asked({ text }: { text: string }) {
  const { t, read, moment, percent } = useWords()
  const wanted = useDeferredValue(text.trim())
  const asked = useQuery({ ...burden.findAsked.ask({ query: { text: wanted } }), enabled: wanted.length >= 4 })
  const items = asked.data?.items ?? []
  if (wanted.length < 4 || items.length === 0) return null
  return (
    <Note title={t('burden.askedBefore')}>
      <ul className="stack-s">
        {items.slice(0, 3).map((it) => (
          <li key={`${it.request}${it.unit.id}`}>
            <p>{it.text}</p>
            <p className="strong">{it.answer}</p>
            <p className="quiet small">
              {t('burden.askedWhere', { unit: read(it.unit.title), at: moment(it.answeredAt), alike: percent(it.likeness / 1000, 0) })}
            </p>
          </li>
        ))}
      </ul>
    </Note>
  )
}

/** What the request would do to the weeks of the units. */
function Loads({ kind, units }: { kind: (typeof requestKinds)[number]; units: readonly string[] }) {
  const { t, read } = useWords()
  const asked = useQuery(burden.preview.ask({ query: { kind, units: units.join(',') } }))
  const tight = (asked.data?.items ?? []).filter(({ state }) => state !== 'free')
  return (
    <>
      {asked.data?.overLimit === true && <Note tone="amber">{t('burden.overLimit')}</Note>}
      {tight.length > 0 && (
        <Note tone="amber" title={t('burden.tight')}>
          <ul>
            {tight.map(({ unit, after, budget, state }) => (
              <li key={unit.id}>
                {t('burden.loadLine', { unit: read(unit.title), after, budget })} · {t(`burden.state.${state}`)}
              </li>
            ))}
          </ul>
        </Note>
      )}
    </>
  )
}
