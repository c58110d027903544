/** One sample: what was promised and when, the draw, the points for those who may see them, the release and its proof. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Sample, SamplePoint } from '../../../samples/sample.ts'
import { Button, LinkButton } from '../../../ui/Button.tsx'
import type { Column } from '../../../ui/DataTable.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { Confirm, Dialog } from '../../../ui/Overlays.tsx'
import { Card, Facts, Note, StatusTag, Stepper } from '../../../ui/Page.tsx'
import { Answer } from '../../../ui/States.tsx'
import { useWords, type Words } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { useKinds } from '../../kinds.ts'
import { now } from '../../clock.ts'
import { useMay } from '../../me.ts'
import { ListTable, useList } from '../parts/ListTable.tsx'
import { samples } from './calls.ts'
import { SampleMap } from './SampleMap.tsx'
import { PointActions, ShareSample } from './Walked.tsx'

/** The panel. */
export function SampleDetail({ id }: { id: string }) {
  const it = useQuery(samples.get.ask({ params: { id: id as never } }))
  return <Answer of={it}>{(sample) => <Whole it={sample} />}</Answer>
}

const stepOf = { bound: 1, drawn: 2, released: 3 } as const

function Whole({ it }: { it: Sample }) {
  const { t, read, moment, number } = useWords()
  const facts: [string, string][] = [
    [t('samples.column.unit'), read(it.unit.title)],
    [t('samples.column.frame'), number(it.framePoints)],
    [t('samples.column.drawn'), it.drawnAt === null ? '—' : number(it.drawnPoints)],
    [t('samples.column.committed'), moment(it.committedAt)],
    ...(it.drawnAt === null ? [] : ([[t('samples.column.drawnAt'), moment(it.drawnAt)]] as [string, string][])),
    ...(it.releaseAt === null ? [] : ([[t('samples.releaseAt'), moment(it.releaseAt)]] as [string, string][])),
    ...(it.witness ? ([[t('samples.witness'), it.witness]] as [string, string][]) : []),
  ]
  return (
    <div className="stack">
      <Card title={read(it.round.title)}>
        <div className="stack">
          <Stepper
            label={t('samples.sample')}
            steps={[t('samples.step.bind'), t('samples.step.draw'), t('samples.step.release')]}
            at={stepOf[it.state]}
          />
          <Facts items={facts} />
          <div>
            <p className="small quiet">{t('samples.commitmentIs')}</p>
            <code className="small">{it.commitment}</code>
          </div>
          <NextStep it={it} />
        </div>
      </Card>
      {it.state !== 'bound' &&
        (it.open ? (
          <Drawn it={it} />
        ) : (
          <Note title={t('samples.sealed')}>
            <p>{t('samples.sealedUntil', { at: moment(it.releaseAt) })}</p>
            <p>{t('samples.sharedBy', { unit: read(it.unit.title) })}</p>
          </Note>
        ))}
    </div>
  )
}

/** What comes next for whoever plans samples; the proof for everybody who may see it. */
function NextStep({ it }: { it: Sample }) {
  const { t } = useWords()
  const may = useMay('samples.plan')
  const walks = useMay('samples.walk')
  const [isAsking, setAsking] = useState(false)
  const params = { id: it.id }
  const close = () => setAsking(false)
  if (it.state === 'released')
    return (
      <LinkButton icon="download" href={samples.prove.href({ params })}>
        {t('samples.proof')}
      </LinkButton>
    )
  if (it.state === 'drawn' && it.open && walks) return <ShareSample it={it} />
  // A sealed one is told by the clock: before its hour nobody can.
  if (!may || (it.state === 'drawn' && it.releaseAt !== null && it.releaseAt > now())) return null
  return (
    <div className="row">
      {it.state === 'bound' ? (
        <Button kind="primary" onPress={() => setAsking(true)}>
          {t('samples.draw')}
        </Button>
      ) : (
        <Button onPress={() => setAsking(true)}>{t('samples.release')}</Button>
      )}
      {isAsking && (it.state === 'bound' ? <DrawDialog it={it} onClose={close} /> : <ReleaseDialog it={it} onClose={close} />)}
    </div>
  )
}

/** The draw, with the words of a witness: whoever watches gives them, so that nobody alone decides. */
function DrawDialog({ it, onClose }: { it: Sample; onClose: () => void }) {
  const { t } = useWords()
  const [witness, setWitness] = useState('')
  const draw = useSend(samples.draw, { done: t('samples.wasDrawn'), onDone: onClose })
  return (
    <Dialog
      title={t('samples.draw')}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" isPending={draw.isPending} onPress={() => draw.send({ params: { id: it.id }, body: { witness } })}>
            {t('samples.draw')}
          </Button>
        </>
      }
    >
      <TextField label={t('samples.witness')} help={t('samples.witnessHelp')} value={witness} onChange={setWitness} maxLength={500} />
    </Dialog>
  )
}

/** The release cannot be taken back: it says what everybody will see, and what would stay undone. */
function ReleaseDialog({ it, onClose }: { it: Sample; onClose: () => void }) {
  const { t } = useWords()
  const params = { id: it.id }
  const left = useQuery({
    ...samples.listPoints.ask({ params, query: { drawn: 'true', visited: 'false', limit: 1 } }),
    enabled: it.open,
  })
  const unvisited = left.data?.total ?? 0
  const release = useSend(samples.release, { done: t('samples.wasReleased') })
  return (
    <Confirm
      title={t('samples.release')}
      isOpen
      onClose={onClose}
      verb={t('samples.release')}
      danger
      onConfirm={() => release.sendNow({ params })}
    >
      <div className="stack">
        <p>{t('samples.releaseTells')}</p>
        {unvisited > 0 && <Note tone="red">{t('samples.unvisited', { unvisited, of: it.drawnPoints })}</Note>}
      </div>
    </Confirm>
  )
}

/** The map and the table of the points, for who may see them. */
const Drawn = ({ it }: { it: Sample }) => (
  <>
    <SampleMap it={it} />
    <Points it={it} />
  </>
)

function Points({ it }: { it: Sample }) {
  const words = useWords()
  const { t } = words
  const { typeName } = useKinds()
  const walks = useMay('samples.walk') && it.state === 'drawn'
  const act: Column<SamplePoint> = {
    id: 'act',
    title: t('samples.column.act'),
    nowrap: true,
    cell: (row) => <PointActions it={it} row={row} />,
  }
  const list = useList<SamplePoint>({
    list: samples.listPoints,
    book: samples.exportPoints,
    params: { id: it.id },
    query: { drawn: 'true' },
    prefix: 'point.',
  })
  return (
    <Card flush title={t('samples.sheet.points')}>
      <ListTable
        of={list}
        label={t('samples.sheet.points')}
        search={t('samples.searchPoints')}
        columns={columnsOf(words, typeName, walks ? [act] : [])}
        idOf={({ point }) => point.id}
      />
    </Card>
  )
}

/** What a walker looks for comes first: the point, whose it is, whether it is done, what can be done. */
const columnsOf = (
  { t, read, number }: Words,
  kind: (type: string) => string,
  act: readonly Column<SamplePoint>[],
): Column<SamplePoint>[] => [
  { id: 'point', title: t('samples.column.point'), minRem: 8, cell: ({ point }) => read(point.title) },
  {
    id: 'walker',
    sort: 'step',
    title: t('samples.column.walker'),
    nowrap: true,
    cell: ({ walker, step }) => (walker ? `${walker.name} ${step ?? ''}` : '—'),
  },
  {
    id: 'visited',
    title: t('samples.column.visited'),
    nowrap: true,
    cell: ({ visited }) => <StatusTag tone={visited ? 'green' : 'grey'}>{t(visited ? 'samples.yes' : 'samples.no')}</StatusTag>,
  },
  ...act,
  { id: 'type', title: t('samples.by.type'), nowrap: true, cell: ({ point }) => kind(point.type) },
  { id: 'street', title: t('samples.column.street'), nowrap: true, cell: ({ point }) => read(point.street?.title) },
  { id: 'line', sort: 'line', title: t('samples.column.line'), number: true, cell: ({ line }) => number(line) },
  { id: 'chance', title: t('samples.column.chance'), number: true, cell: ({ chance }) => number(chance, 3) },
]
