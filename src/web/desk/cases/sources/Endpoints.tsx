/** Other cities' endpoints of Open311: where they are, whether they answer, when they were last asked and how that ended. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Endpoint } from '../../../../open311/open311.api.ts'
import { Button } from '../../../../ui/Button.tsx'
import { type Column, DataTable } from '../../../../ui/DataTable.tsx'
import { Card, StatusTag } from '../../../../ui/Page.tsx'
import { Answer, EmptyState } from '../../../../ui/States.tsx'
import { showToast } from '../../../../ui/Toast.tsx'
import { useWords } from '../../../../ui/words.tsx'
import { useSend } from '../../../call.ts'
import { open311 } from './calls.ts'
import { EndpointDialog } from './EndpointDialog.tsx'

/** The list. */
export function Endpoints() {
  const { t } = useWords()
  const asked = useQuery(open311.list.ask({}))
  const [edited, setEdited] = useState<Endpoint | 'new' | null>(null)
  const columns = useColumns(setEdited)
  const add = (
    <Button small kind="primary" icon="add" onPress={() => setEdited('new')}>
      {t('sources.addEndpoint')}
    </Button>
  )
  return (
    <Card flush>
      <Answer of={asked}>
        {({ items }) => (
          <DataTable
            few
            label={t('sources.endpoints')}
            rows={items}
            columns={columns}
            idOf={(row) => row.id}
            empty={
              <EmptyState icon="share" title={t('sources.noEndpoints')} action={add}>
                {t('sources.noEndpointsHelp')}
              </EmptyState>
            }
            tools={add}
          />
        )}
      </Answer>
      {edited !== null && <EndpointDialog endpoint={edited === 'new' ? undefined : edited} onClose={() => setEdited(null)} />}
    </Card>
  )
}

function useColumns(onEdit: (endpoint: Endpoint) => void): Column<Endpoint>[] {
  const { t, moment, tAny } = useWords()
  return [
    {
      id: 'title',
      title: t('sources.endpoint'),
      minRem: 12,
      cell: (row) => (
        <>
          <span>{row.title}</span>
          <span className="quiet small case-text">{row.url}</span>
        </>
      ),
    },
    { id: 'state', title: t('sources.state'), nowrap: true, cell: (row) => <State it={row} /> },
    { id: 'asked', title: t('sources.askedAt'), nowrap: true, cell: (row) => moment(row.askedAt) || t('sources.never') },
    { id: 'seen', title: t('sources.seenAt'), nowrap: true, cell: (row) => moment(row.seenAt) },
    { id: 'problem', title: t('sources.problem'), minRem: 8, cell: (row) => row.problem !== null && tAny(`problem.${row.problem}`) },
    { id: 'do', title: t('sources.actions'), nowrap: true, cell: (row) => <Actions endpoint={row} onEdit={() => onEdit(row)} /> },
  ]
}

const isPaused = ({ pulls, pushes }: Pick<Endpoint, 'pulls' | 'pushes'>) => !pulls && !pushes

function State({ it }: { it: Endpoint }) {
  const { t } = useWords()
  if (isPaused(it)) return <StatusTag tone="grey">{t('sources.paused')}</StatusTag>
  if (it.problem !== null) return <StatusTag tone="red">{t('sources.failed')}</StatusTag>
  return <StatusTag tone={it.askedAt === null ? 'blue' : 'green'}>{t(it.askedAt === null ? 'sources.waits' : 'sources.runs')}</StatusTag>
}

/** Asks at once, pauses, goes on, changes. */
function Actions({ endpoint, onEdit }: { endpoint: Endpoint; onEdit: () => void }) {
  const { t, tAny } = useWords()
  const { id, title, url, jurisdiction, classes } = endpoint
  const rests = isPaused(endpoint)
  const run = useSend(open311.exchange, {
    touches: ['cases'],
    onDone: ({ problem, opened, known, leftOut, told }) =>
      showToast(
        problem === null
          ? { tone: 'good', text: t('sources.ran', { opened, known, left: leftOut, told }) }
          : { tone: 'bad', text: tAny(`problem.${problem}`) },
      ),
  })
  const put = useSend(open311.put, { done: t(rests ? 'sources.goesOn' : 'sources.isPaused') })
  const turn = () =>
    put.send({ params: { id }, body: { title, url, jurisdiction, classes, pulls: rests, pushes: rests && endpoint.hasKey } })
  return (
    <span className="row">
      {!rests && (
        <Button small icon="redo" isPending={run.isPending} onPress={() => run.send({ params: { id } })}>
          {t('sources.runNow')}
        </Button>
      )}
      <Button small isPending={put.isPending} onPress={turn}>
        {t(rests ? 'sources.resume' : 'sources.pause')}
      </Button>
      <Button small icon="edit" onPress={onEdit}>
        {t('sources.edit')}
      </Button>
    </span>
  )
}
