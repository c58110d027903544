/** Complaints for the office, newest first, each with its answer. Who wrote is not shown; contact details stay in the vault. */
import { useState } from 'react'
import { type Complaint, complaintKinds } from '../../../privacy/complaints.api.ts'
import { useAddress } from '../../../ui/address.ts'
import { Button } from '../../../ui/Button.tsx'
import type { Column } from '../../../ui/DataTable.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { Card, Facts, StatusTag } from '../../../ui/Page.tsx'
import { Select } from '../../../ui/Select.tsx'
import { SplitView } from '../../../ui/SplitView.tsx'
import { EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { ListTable, useList } from '../parts/ListTable.tsx'
import { complaints } from './calls.ts'
import { WhoReported } from './WhoReported.tsx'

/** The list, the open one at the right. */
export function Complaints() {
  const { t, moment } = useWords()
  const [at, setAt] = useAddress({ tab: 'policies', open: '', kind: '', waits: '' })
  const query = { kind: at.kind, open: at.waits }
  const list = useList<Complaint>({ list: complaints.list, book: complaints.exportList, query, prefix: 'complaints' })
  const all = { value: '', label: t('ui.all') }
  const columns: Column<Complaint>[] = [
    { id: 'at', sort: 'at', title: t('complaints.at'), nowrap: true, cell: (row) => moment(row.at) },
    { id: 'kind', sort: 'kind', title: t('complaints.kind'), nowrap: true, cell: (row) => t(`complaints.kind.${row.kind}`) },
    { id: 'text', title: t('complaints.text'), minRem: 14, cell: (row) => row.text },
    {
      id: 'state',
      sort: 'answered',
      title: t('complaints.state'),
      cell: (row) => (
        <StatusTag tone={row.answer === null ? 'amber' : 'green'}>
          {t(row.answer === null ? 'complaints.open' : 'complaints.answered')}
        </StatusTag>
      ),
    },
  ]
  const open = list.rows.find(({ id }) => id === at.open)
  return (
    <SplitView
      detailLabel={t('complaints.one')}
      onClose={() => setAt({ open: '' })}
      detail={open && <Detail key={open.id} it={open} />}
      list={
        <Card flush>
          <ListTable
            of={list}
            label={t('compliance.tab.complaints')}
            search={t('complaints.search')}
            isFiltered={at.kind !== '' || at.waits !== ''}
            onReset={() => setAt({ kind: '', waits: '' })}
            filters={
              <>
                <Select
                  label={t('complaints.kind')}
                  value={at.kind}
                  onChange={(kind) => setAt({ kind })}
                  options={[all, ...complaintKinds.map((value) => ({ value: value as string, label: t(`complaints.kind.${value}`) }))]}
                />
                <Select
                  label={t('complaints.state')}
                  value={at.waits}
                  onChange={(waits) => setAt({ waits })}
                  options={[all, { value: 'true', label: t('complaints.open') }, { value: 'false', label: t('complaints.answered') }]}
                />
              </>
            }
            columns={columns}
            idOf={(row) => row.id}
            openId={at.open}
            onOpen={(row) => setAt({ open: row.id }, true)}
            empty={
              <EmptyState icon="check" title={t('complaints.none')}>
                {t('complaints.noneHelp')}
              </EmptyState>
            }
          />
        </Card>
      }
    />
  )
}

function Detail({ it }: { it: Complaint }) {
  const { t, read, moment } = useWords()
  const [answer, setAnswer] = useState('')
  const send = useSend(complaints.answer, { done: t('complaints.answerSent') })
  return (
    <div className="stack">
      <p className="strong">{it.text}</p>
      <Facts
        items={[
          [t('complaints.kind'), t(`complaints.kind.${it.kind}`)],
          [t('complaints.at'), moment(it.at)],
          [t('complaints.page'), it.page],
          [t('complaints.unit'), read(it.unit?.title)],
        ]}
      />
      {it.hasContact && <WhoReported thing={it.id} />}
      {it.answer === null ? (
        <>
          <TextField label={t('complaints.answer')} value={answer} onChange={setAnswer} rows={4} maxLength={4000} />
          <div className="row">
            <Button
              kind="primary"
              isDisabled={answer.trim().length < 2}
              isPending={send.isPending}
              onPress={() => send.send({ params: { id: it.id }, body: { answer: answer.trim() } })}
            >
              {t('complaints.answerVerb')}
            </Button>
          </div>
        </>
      ) : (
        <Facts
          items={[
            [t('complaints.answer'), it.answer],
            [t('complaints.answeredBy'), `${it.answeredBy?.name ?? ''} ${moment(it.answeredAt!)}`],
          ]}
        />
      )}
    </div>
  )
}
