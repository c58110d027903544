/** The title cycle (创建周期): who holds which title, since when, what may come next; and the results of past years. */
import './titles.css'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Programme, TitleHead } from '../../../programmes/programmes.api.ts'
import { useAddress } from '../../../ui/address.ts'
import { Button } from '../../../ui/Button.tsx'
import { type Column, DataTable } from '../../../ui/DataTable.tsx'
import { Card, PageHeader, StatusTag } from '../../../ui/Page.tsx'
import { ComboBox } from '../../../ui/Select.tsx'
import { SplitView } from '../../../ui/SplitView.tsx'
import { Answer, EmptyState } from '../../../ui/States.tsx'
import { Tabs } from '../../../ui/Tabs.tsx'
import { useWords, type Words } from '../../../ui/words.tsx'
import { usePages } from '../../call.ts'
import { useMay } from '../../me.ts'
import { city } from '../parts/places.ts'
import { programmes, toneOfTitle } from './calls.ts'
import { NewProgramme } from './NewProgramme.tsx'
import { Results } from './Results.tsx'
import { TitleDetail } from './TitleDetail.tsx'

/** The page. */
export function TitlesPage() {
  const { t, read } = useWords()
  const [at, setAt] = useAddress({ programme: '', subject: '' })
  const list = useQuery(programmes.listProgrammes.ask({}))
  const [isNew, setNew] = useState(false)
  const may = useMay('programmes.edit')
  const add = may && (
    <Button icon="add" onPress={() => setNew(true)}>
      {t('programmes.new')}
    </Button>
  )
  return (
    <div className="page">
      <PageHeader title={t('nav.titles')} subtitle={t('programmes.are')} actions={add} />
      <Answer of={list}>
        {({ items }) => {
          const open = items.find(({ code }) => code === at.programme) ?? items[0]
          if (!open)
            return (
              <Card>
                <EmptyState icon="standard" title={t('programmes.none')} action={add}>
                  {t('programmes.noneHelp')}
                </EmptyState>
              </Card>
            )
          return (
            <Tabs
              label={t('nav.titles')}
              value={open.code}
              onChange={(programme) => setAt({ programme, subject: '' })}
              tabs={items.map(({ code, title }) => ({ id: code, label: read(title) }))}
            >
              <Titles programme={open} subject={at.subject} onSubject={(subject) => setAt({ subject }, subject !== '')} />
            </Tabs>
          )
        }}
      </Answer>
      {isNew && <NewProgramme onClose={() => setNew(false)} onDone={(programme) => setAt({ programme, subject: '' })} />}
    </div>
  )
}

interface TitlesProps {
  readonly programme: Programme
  readonly subject: string
  readonly onSubject: (subject: string) => void
}

function Titles({ programme, subject, onSubject }: TitlesProps) {
  const words = useWords()
  const { t } = words
  const call = {
    ask: ({ query }: { query: object }) => programmes.listTitles.ask({ params: { code: programme.code }, query: query as never }),
  }
  const list = usePages<TitleHead>(call as never, { of: programme.code, limit: 50 })
  return (
    <SplitView
      detailLabel={t('programmes.title')}
      detailRem={29}
      onClose={() => onSubject('')}
      detail={subject === '' ? undefined : <TitleDetail key={`${programme.code} ${subject}`} code={programme.code} subject={subject} />}
      list={
        <div className="stack">
          <Card flush>
            <ChooseSubject onSubject={onSubject} />
            <Answer of={list}>
              {() => (
                <DataTable
                  label={t('programmes.titles')}
                  columns={columnsOf(words)}
                  {...list}
                  idOf={(row) => row.subject.id}
                  openId={subject}
                  onOpen={(row) => onSubject(row.subject.id)}
                  empty={
                    <EmptyState icon="history" title={t('programmes.noTitles')}>
                      {t('programmes.noTitlesHelp')}
                    </EmptyState>
                  }
                />
              )}
            </Answer>
          </Card>
          <Results standard={programme.standard} />
        </div>
      }
    />
  )
}

/** Any area may be a subject: the city itself, its districts and streets. */
function ChooseSubject({ onSubject }: { onSubject: (subject: string) => void }) {
  const { t, read } = useWords()
  const { data } = useQuery({ ...city.listAreas.ask({ query: { limit: 1000 } }), staleTime: 300_000 })
  const [times, setTimes] = useState(0)
  const areas = (data?.items ?? []).filter(({ level }) => level !== 'community')
  return (
    <div className="choose-subject">
      <ComboBox
        // Drawn anew after a choice: it is a way to go, not a value to keep.
        key={`${areas.length} ${times}`}
        label={t('programmes.chooseSubject')}
        value={null}
        onChange={(next) => {
          if (next === null) return
          setTimes(times + 1)
          onSubject(next)
        }}
        options={areas.map((area) => ({ value: area.id as string, label: read(area.name), note: area.code }))}
      />
    </div>
  )
}

const columnsOf = ({ t, read, day }: Words): Column<TitleHead>[] => [
  { id: 'subject', title: t('programmes.subject'), minRem: 10, cell: (row) => <span className="strong">{read(row.subject.title)}</span> },
  {
    id: 'state',
    title: t('programmes.stateIs'),
    nowrap: true,
    cell: (row) => <StatusTag tone={toneOfTitle[row.state]}>{t(`programmes.state.${row.state}`)}</StatusTag>,
  },
  { id: 'since', title: t('programmes.since'), nowrap: true, cell: (row) => day(row.since) },
  { id: 'until', title: t('programmes.until'), nowrap: true, cell: (row) => day(row.until) },
]
