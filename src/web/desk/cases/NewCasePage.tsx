/** A new case at the desk: words and a place; unit and day are proposed from the place, similar open cases are shown first. */
import './cases.css'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { v7 } from 'uuid'
import type { CaseId, PointId, UnitId } from '../../../base/ids.ts'
import { Problem } from '../../../base/problem.ts'
import { dayOf } from '../../../base/time.ts'
import type { CaseSuggestion } from '../../../cases/cases.api.ts'
import { useAddress } from '../../../ui/address.ts'
import { Button, Link } from '../../../ui/Button.tsx'
import { DatePicker } from '../../../ui/DatePicker.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { Card, Note, PageHeader } from '../../../ui/Page.tsx'
import type { Condition } from '../../../classes/class.ts'
import { ComboBox } from '../../../ui/Select.tsx'
import { Answer, Faults } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { today } from '../../clock.ts'
import { useKinds } from '../../kinds.ts'
import { useClassOptions } from '../classes/calls.ts'
import { ConditionChooser } from '../classes/ConditionChooser.tsx'
import { PointSearch } from '../inspections/PointSearch.tsx'
import { useUnits } from '../parts/places.ts'
import { ProofPicker, useProofs } from '../parts/proof.tsx'
import { CaseStateTag } from './CaseTags.tsx'
import { cases } from './calls.ts'
import { endOfWork } from './StepDialog.tsx'

/** The page; the place stands in the address (`?point=`), so that a point's page can lead here. */
export function NewCasePage() {
  const { t } = useWords()
  const [at, setAt] = useAddress({ point: '' })
  const suggestion = useQuery({
    ...cases.suggest.ask({ query: at.point === '' ? {} : { point: at.point as PointId } }),
    enabled: at.point !== '',
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <div className="page">
      <PageHeader title={t('cases.new')} crumbs={[{ label: t('nav.cases'), href: '/cases' }]} subtitle={t('cases.newIs')} />
      {at.point === '' ? (
        <PointSearch onTake={(point) => setAt({ point }, true)} />
      ) : (
        <Answer of={suggestion}>{(known) => <Form key={at.point} known={known} onOther={() => setAt({ point: '' }, true)} />}</Answer>
      )}
    </div>
  )
}

function Form({ known, onOther }: { known: CaseSuggestion; onOther: () => void }) {
  const { t, read } = useWords()
  const { classes } = useKinds()
  const own = useClassOptions()
  const units = useUnits()
  const proofs = useProofs()
  const [text, setText] = useState('')
  const [type, setType] = useState('')
  const [unit, setUnit] = useState<string | null>(known.unitId)
  const [due, setDue] = useState(known.dueAt === null ? '' : dayOf(known.dueAt))
  const [condition, setCondition] = useState<string | null>(null)
  // What a condition makes it due; a day chosen by hand goes before.
  const [exact, setExact] = useState<string | null>(null)
  const [reporter, setReporter] = useState({ name: '', phone: '' })
  const chooseDay = (day: string) => {
    setDue(day)
    setExact(null)
  }
  const chooseClass = (next: string | null) => {
    setType(next ?? '')
    setCondition(null)
    setExact(null)
  }
  const chooseCondition = ({ id, unit: handler }: Condition) => {
    setCondition(id)
    if (unit === null && handler) setUnit(handler.id)
  }
  const takeDue = (at: string) => {
    setDue(dayOf(at))
    setExact(at)
  }
  const { send, isPending, error } = useReport(known, { text, type, unit, due, exact, photos: proofs.ids, reporter })
  return (
    <div className="grid-2">
      <Card
        title={read(known.point?.title)}
        actions={
          <Button small onPress={onOther}>
            {t('inspections.otherPoint')}
          </Button>
        }
      >
        <div className="stack">
          <TextField label={t('cases.text')} value={text} onChange={setText} rows={4} isRequired help={t('cases.textHelp')} />
          <ComboBox key={units.length} label={t('cases.unit')} value={unit} onChange={setUnit} options={units} help={t('cases.unitHelp')} />
          <div className="grid">
            <DatePicker label={t('cases.due')} value={due} onChange={chooseDay} min={today()} />
            <ComboBox
              key={`class ${classes.length} ${own.length}`}
              label={t('cases.class')}
              value={type || null}
              onChange={chooseClass}
              options={own.length > 0 ? own : classes.map(({ id, title }) => ({ value: id, label: read(title), note: id }))}
            />
          </div>
          {type !== '' && <ConditionChooser classCode={type} value={condition} unit={unit} onChange={chooseCondition} onDue={takeDue} />}
          <div className="grid">
            <TextField
              label={t('cases.reporterName')}
              value={reporter.name}
              onChange={(name) => setReporter({ ...reporter, name })}
              maxLength={60}
            />
            <TextField
              label={t('cases.reporterPhone')}
              type="tel"
              value={reporter.phone}
              onChange={(phone) => setReporter({ ...reporter, phone })}
              maxLength={24}
              help={t('cases.reporterHelp')}
            />
          </div>
          <ProofPicker label={t('proof.addPhoto')} proofs={proofs} />
          {error && (
            <Note tone="red">
              {error.message}
              {error instanceof Problem && <Faults problem={error} />}
            </Note>
          )}
          <div className="row">
            <Button kind="primary" isDisabled={text.trim() === '' || proofs.isSending} isPending={isPending} onPress={send}>
              {t('cases.step.report')}
            </Button>
          </div>
        </div>
      </Card>
      <Card title={t('cases.similar')}>
        {known.similar.length === 0 ? (
          <p className="quiet">{t('cases.noSimilar')}</p>
        ) : (
          <ul className="bulk">
            {known.similar.map((it) => (
              <li key={it.id} className="row-wide">
                <Link href={`/cases/${it.id}`}>{`${it.no} ${it.text}`}</Link>
                <CaseStateTag it={it} />
              </li>
            ))}
          </ul>
        )}
      </Card>
    </div>
  )
}

interface Entered {
  readonly text: string
  readonly type: string
  readonly unit: string | null
  readonly due: string
  readonly exact: string | null
  readonly photos: readonly string[]
  readonly reporter: { readonly name: string; readonly phone: string }
}

function useReport(known: CaseSuggestion, { text, type, unit, due, exact, photos, reporter }: Entered) {
  const { t } = useWords()
  const navigate = useNavigate()
  const [id] = useState(() => v7() as CaseId)
  const report = useSend(cases.fromDesk, {
    quiet: true,
    done: t('cases.raised'),
    onDone: (it) => void navigate({ to: `/cases/${it.id}` }),
  })
  const send = () =>
    report.send({
      body: {
        id,
        text: text.trim(),
        photos: photos as never,
        ...(known.pointId === null ? {} : { pointId: known.pointId }),
        ...(type.trim() === '' ? {} : { class: type.trim() }),
        ...(unit === null ? {} : { unitId: unit as UnitId }),
        ...(due === '' ? {} : { dueAt: exact ?? endOfWork(due) }),
        ...(reporter.name.trim() === '' && reporter.phone.trim() === '' ? {} : { reporter }),
      },
    })
  return { send, isPending: report.isPending, error: report.error }
}
