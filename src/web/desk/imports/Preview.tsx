/** What was understood: counts, faults with their remedy, what the columns mean, the rows to mend, and the two ways on. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Problem } from '../../../base/problem.ts'
import type { Import } from '../../../imports/import.ts'
import { useAddress } from '../../../ui/address.ts'
import { Button, LinkButton } from '../../../ui/Button.tsx'
import { Confirm } from '../../../ui/Overlays.tsx'
import { Card, Note, StatTile } from '../../../ui/Page.tsx'
import { SplitView } from '../../../ui/SplitView.tsx'
import { Faults } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { imports, useKinds, useKindWords } from './calls.ts'
import { AskedWords } from './AskedWords.tsx'
import { FaultLines } from './FaultLines.tsx'
import { Mapping } from './Mapping.tsx'
import { OptionFields } from './OptionFields.tsx'
import { PreviewRows } from './PreviewRows.tsx'
import { RowForm } from './RowForm.tsx'

/** The second step. */
export function Preview({ it }: { it: Import }) {
  const { t } = useWords()
  const kinds = useKinds()
  const [at, setAt] = useAddress({ only: it.found && it.found.faults > 0 ? 'faults' : '', row: '' })
  const info = kinds.data?.items.find(({ kind }) => kind === it.kind)
  const correct = useSend(imports.correctImport, { done: t('imports.checkedAgain') })
  const send = (body: Omit<Parameters<typeof correct.sendNow>[0]['body'], 'version'>) =>
    correct.sendNow({ params: { id: it.id }, body: { version: it.version, ...body } })
  return (
    <>
      <Found it={it} />
      <Decide it={it} canSkip={info?.options.some(({ key }) => key === 'refused') ?? false} />
      <WholeFile it={it} />
      <AskedWords key={`words ${it.version}`} it={it} onSend={send} isPending={correct.isPending} />
      {info && info.options.length > 0 && <Options key={it.version} it={it} info={info} onSend={send} isPending={correct.isPending} />}
      {info && <Mapping key={`map ${it.version}`} it={it} info={info} onSend={send} isPending={correct.isPending} />}
      <SplitView
        detailLabel={t('imports.oneRow')}
        detailRem={27}
        onClose={() => setAt({ row: '' })}
        detail={
          at.row === '' || !info ? undefined : (
            <RowForm
              key={`${at.row} ${it.version}`}
              it={it}
              info={info}
              place={at.row}
              only={at.only}
              onSend={send}
              isPending={correct.isPending}
            />
          )
        }
        list={info && <PreviewRows it={it} info={info} only={at.only} open={at.row} onChange={setAt} />}
      />
    </>
  )
}

/** How the page sends corrections. */
export type SendCorrection = (body: {
  layouts?: NonNullable<Import['layouts']>
  options?: Record<string, string>
  fixes?: ({ sheet: string; row: number; column: number; text: string } | { sheet: string; row: number; skip: true })[]
}) => Promise<unknown>

function Found({ it }: { it: Import }) {
  const { t, number } = useWords()
  const words = useKindWords()
  if (!it.found) return null
  return (
    <div className="tiles">
      <StatTile label={t('imports.rows')} value={number(it.found.rows)} note={t('imports.sheets', { count: it.found.sheets.length })} />
      <StatTile label={t('imports.faults')} value={number(it.found.faults)} {...(it.found.faults > 0 ? { tone: 'amber' as const } : {})} />
      <StatTile label={t('imports.hints')} value={number(it.found.hints)} />
      {Object.entries(it.found.counts).map(([key, count]) => (
        <StatTile key={key} label={words.count(key)} value={number(count)} />
      ))}
    </div>
  )
}

/** Take it in, or leave it; while there are faults, the way to mend them outside too. */
function Decide({ it, canSkip }: { it: Import; canSkip: boolean }) {
  const { t } = useWords()
  const [isLeaving, setLeaving] = useState(false)
  const faults = it.found?.faults ?? 0
  const apply = useSend(imports.applyImport, {
    quiet: true,
    done: t('imports.applied'),
    touches: ['cases', 'standards', 'city', 'points', 'duties', 'inspections'],
  })
  const abandon = useSend(imports.abandonImport, { done: t('imports.abandoned') })
  return (
    <Card>
      <div className="row-wide">
        <p className={faults > 0 ? 'strong' : undefined}>
          {faults > 0 ? t(canSkip ? 'imports.mendFirstOrSkip' : 'imports.mendFirst', { count: faults }) : t('imports.ready')}
        </p>
        <div className="row">
          <Button onPress={() => setLeaving(true)}>{t('imports.abandon')}</Button>
          {faults > 0 && (
            <LinkButton icon="download" href={imports.getErrorBook.href({ params: { id: it.id } })} download>
              {t('imports.errorBook')}
            </LinkButton>
          )}
          <Button
            kind="primary"
            icon="check"
            isDisabled={faults > 0}
            isPending={apply.isPending}
            onPress={() => apply.send({ params: { id: it.id }, body: { version: it.version } })}
          >
            {t('imports.apply')}
          </Button>
        </div>
      </div>
      {apply.error instanceof Problem && (
        <Note tone="red" title={apply.error.message}>
          <Faults problem={apply.error} />
        </Note>
      )}
      <Confirm
        title={t('imports.abandon')}
        verb={t('imports.abandon')}
        isOpen={isLeaving}
        onClose={() => setLeaving(false)}
        onConfirm={() => abandon.sendNow({ params: { id: it.id }, body: {} })}
      >
        {t('imports.abandonHelp')}
      </Confirm>
    </Card>
  )
}

function WholeFile({ it }: { it: Import }) {
  const { t, tAny } = useWords()
  const { data } = useQuery(imports.listImportNotes.ask({ params: { id: it.id } }))
  const notes = it.found?.notes ?? []
  const hidden = (it.found?.sheets ?? []).filter((sheet) => sheet.hidden || sheet.hiddenRows > 0)
  const faults = data?.faults ?? []
  const hints = data?.hints ?? []
  if (notes.length + hidden.length + faults.length + hints.length === 0) return null
  return (
    <Note tone={faults.length > 0 ? 'amber' : 'blue'} title={t('imports.wholeFile')}>
      <FaultLines faults={faults} />
      <FaultLines faults={hints} />
      <ul>
        {notes.map((note) => (
          <li key={note}>{tAny(`import.note.${note}`)}</li>
        ))}
        {hidden.map((sheet) => (
          <li key={sheet.name}>
            {sheet.hidden
              ? t('imports.hiddenSheet', { sheet: sheet.name })
              : t('imports.hiddenRows', { sheet: sheet.name, count: sheet.hiddenRows })}
          </li>
        ))}
      </ul>
    </Note>
  )
}

interface OptionsProps {
  readonly it: Import
  readonly info: Parameters<typeof OptionFields>[0]['info']
  readonly onSend: SendCorrection
  readonly isPending: boolean
}

function Options({ it, info, onSend, isPending }: OptionsProps) {
  const { t } = useWords()
  const [options, setOptions] = useState<Record<string, string>>(it.options)
  // A choice is checked at once: what stands above it would speak of another one.
  const change = (next: Record<string, string>) => {
    setOptions(next)
    const isChosen = info.options.some(
      ({ key, choices, offered = [] }) => choices.length + offered.length > 0 && next[key] !== options[key],
    )
    if (isChosen) void onSend({ options: next })
  }
  return (
    <Card
      title={t('imports.options')}
      actions={
        <Button small isPending={isPending} onPress={() => void onSend({ options })}>
          {t('imports.checkAgain')}
        </Button>
      }
    >
      <OptionFields info={info} value={options} onChange={change} />
    </Card>
  )
}
