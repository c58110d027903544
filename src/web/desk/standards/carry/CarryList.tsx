/** The items one by one: what is proposed and why; ticked rows, or all that the filter keeps, are decided together. */
import '../../../../ui/filter.css'
import { useState } from 'react'
import type { Carry } from '../../../../assessments/carry.api.ts'
import { type Outcome, outcomes } from '../../../../assessments/carry.ts'
import { Button } from '../../../../ui/Button.tsx'
import type { Column } from '../../../../ui/DataTable.tsx'
import { TextField } from '../../../../ui/Fields.tsx'
import { Dialog } from '../../../../ui/Overlays.tsx'
import { Card, StatusTag, type Tone } from '../../../../ui/Page.tsx'
import { Select } from '../../../../ui/Select.tsx'
import { EmptyState } from '../../../../ui/States.tsx'
import { useWords } from '../../../../ui/words.tsx'
import { useSend } from '../../../call.ts'
import { useMay } from '../../../me.ts'
import { ListTable, useList } from '../../parts/ListTable.tsx'
import { type CarryAt, carries, type SetCarryAt } from './calls.ts'

const tone: Record<Outcome, Tone> = {
  carried: 'green',
  carriedWithReview: 'amber',
  split: 'violet',
  merged: 'violet',
  reopened: 'blue',
  dropped: 'grey',
}

function OutcomeTag({ of }: { of: Outcome }) {
  const { t } = useWords()
  return <StatusTag tone={tone[of]}>{t(`standards.carry.outcome.${of}`)}</StatusTag>
}

/** The table with its filters. */
export function CarryList({ at, setAt }: { at: CarryAt; setAt: SetCarryAt }) {
  const { t } = useWords()
  const mayDecide = useMay('standards.publish')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [deciding, setDeciding] = useState<'' | 'chosen' | 'all'>('')
  const { from, to, kind, proposed, state } = at
  const list = useList<Carry>({
    list: carries.listCarries,
    book: carries.exportCarries,
    query: { from, to, kind, proposed, state },
  })
  const columns = useColumns()
  return (
    <Card flush>
      <ListTable
        of={list}
        label={t('standards.carry.items')}
        search={t('standards.carry.search')}
        isFiltered={state !== '' || kind !== '' || proposed !== ''}
        onReset={() => setAt({ state: '', kind: '', proposed: '' })}
        filters={
          <Select
            label={t('standards.carry.state')}
            value={state}
            onChange={(next) => setAt({ state: next })}
            options={(['', 'undecided', 'decided', 'applied'] as const).map((value) => ({
              value: value as string,
              label: value === '' ? t('ui.all') : t(`standards.carry.state.${value}`),
            }))}
          />
        }
        tools={
          mayDecide &&
          state !== 'applied' && (
            <>
              <Button small isDisabled={list.rows.length === 0} onPress={() => setDeciding('all')}>
                {t('standards.carry.decideAll')}
              </Button>
              <Button small kind="primary" isDisabled={chosen.size === 0} onPress={() => setDeciding('chosen')}>
                {t('standards.carry.decideChosen', { count: chosen.size })}
              </Button>
            </>
          )
        }
        columns={columns}
        idOf={(row) => row.id}
        {...(mayDecide && state !== 'applied' ? { chosen, onChoose: setChosen } : {})}
        empty={
          <EmptyState icon="check" title={t('standards.carry.nothing')}>
            {t('standards.carry.nothingHelp')}
          </EmptyState>
        }
      />
      {deciding !== '' && (
        <Decide
          at={at}
          text={list.text}
          ids={deciding === 'chosen' ? [...chosen] : undefined}
          onClose={() => setDeciding('')}
          onDone={() => {
            setChosen(new Set())
            setDeciding('')
          }}
        />
      )}
    </Card>
  )
}

function useColumns(): Column<Carry>[] {
  const { t, tAny, read, number, moment } = useWords()
  return [
    { id: 'kind', title: t('standards.carry.what'), nowrap: true, cell: (row) => t(`standards.carry.kind.${row.kind}`) },
    {
      id: 'title',
      sort: 'title',
      title: t('standards.carry.item'),
      minRem: 14,
      cell: (row) => (
        <div>
          <p>{read(row.title)}</p>
          <p className="quiet small">
            <code>{[row.from, row.to.join(' ')].filter(Boolean).join(' → ')}</code>
            {row.count !== null &&
              row.count > 0 &&
              ` · ${row.kind === 'result' ? t('standards.carry.comparable', { percent: row.count }) : t('standards.carry.count', { count: number(row.count) })}`}
          </p>
        </div>
      ),
    },
    {
      id: 'proposed',
      sort: 'proposed',
      title: t('standards.carry.proposal'),
      nowrap: true,
      cell: (row) => <OutcomeTag of={row.proposed} />,
    },
    { id: 'reason', title: t('standards.carry.reason'), minRem: 10, cell: (row) => tAny(`assessments.carry.${row.reason}`) },
    {
      id: 'decided',
      sort: 'decided',
      title: t('standards.carry.decision'),
      minRem: 9,
      cell: (row) =>
        row.decided === null ? (
          <span className="quiet">{t('standards.carry.state.undecided')}</span>
        ) : (
          <div>
            <OutcomeTag of={row.decided} />
            <p className="quiet small">
              {[row.decidedBy?.name, moment(row.decidedAt), row.note].filter(Boolean).join(' · ')}
              {row.appliedAt !== null && ` · ${t('standards.carry.appliedAt', { at: moment(row.appliedAt) })}`}
            </p>
          </div>
        ),
    },
  ]
}

interface DecideProps {
  readonly at: CarryAt
  /** What is searched for: a decision about all is one about all that is seen. */
  readonly text: string
  /** Absent: all that the filter keeps. */
  readonly ids: readonly string[] | undefined
  readonly onClose: () => void
  readonly onDone: () => void
}

/** As proposed, or all the same; with a note that stays. */
function Decide({ at, text, ids, onClose, onDone }: DecideProps) {
  const { t } = useWords()
  const [decided, setDecided] = useState('')
  const [note, setNote] = useState('')
  const decide = useSend(carries.decideCarries, { done: t('standards.carry.decided'), onDone })
  const filter = Object.fromEntries(
    Object.entries({ kind: at.kind, proposed: at.proposed, state: at.state, text }).filter(([, value]) => value !== ''),
  )
  const send = () =>
    decide.send({
      body: {
        from: at.from as never,
        to: at.to as never,
        ...(ids === undefined ? (filter as object) : { ids: [...ids] }),
        ...(decided === '' ? {} : { decided: decided as Outcome }),
        note,
      },
    })
  return (
    <Dialog
      title={ids === undefined ? t('standards.carry.decideAll') : t('standards.carry.decideChosen', { count: ids.length })}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" isPending={decide.isPending} onPress={send}>
            {t('standards.carry.decideVerb')}
          </Button>
        </>
      }
    >
      <div className="stack">
        <Select
          label={t('standards.carry.decision')}
          value={decided}
          onChange={setDecided}
          options={[
            { value: '', label: t('standards.carry.asProposed') },
            ...outcomes.map((outcome) => ({ value: outcome as string, label: t(`standards.carry.outcome.${outcome}`) })),
          ]}
        />
        <TextField label={t('standards.carry.note')} value={note} onChange={setNote} rows={2} maxLength={2000} />
      </div>
    </Dialog>
  )
}
