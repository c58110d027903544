/** The title cycle (创建周期): who holds which title, since when, what may come next; and the results of past years. */
import './titles.css'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Programme, TitleHead } from '../../../programmes/programmes.api.ts'
import { TitleState } from '../../../programmes/title.ts'
import { useAddress } from '../../../ui/address.ts'
import { Button } from '../../../ui/Button.tsx'
import type { Column } from '../../../ui/DataTable.tsx'
import { Card, PageHeader, StatusTag } from '../../../ui/Page.tsx'
import { ComboBox, Select } from '../../../ui/Select.tsx'
import { SplitView } from '../../../ui/SplitView.tsx'
import { Answer, EmptyState } from '../../../ui/States.tsx'
import { Tabs } from '../../../ui/Tabs.tsx'
import { useWords, type Words } from '../../../ui/words.tsx'
import { useMay } from '../../me.ts'
import { ListTable, useList } from '../parts/ListTable.tsx'
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
  const [at, setAt] = useAddress({ state: '', kind: '' })
  const list = useList<TitleHead>({
    list: programmes.listTitles,
    book: programmes.exportTitles,
    params: { code: programme.code },
    query: at,
  })
  const all = { value: '', label: t('ui.all') }
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
            <ListTable
              of={list}
              label={t('programmes.titles')}
              search={t('programmes.search')}
              isFiltered={at.state !== '' || at.kind !== ''}
              onReset={() => setAt({ state: '', kind: '' })}
              filters={
                <>
                  <Select
                    label={t('programmes.stateIs')}
                    value={at.state}
                    onChange={(state) => setAt({ state })}
                    options={[
                      all,
                      ...TitleState.options.map((state) => ({ value: state as string, label: t(`programmes.state.${state}`) })),
                    ]}
                  />
                  <Select
                    label={t('programmes.kind')}
                    value={at.kind}
                    onChange={(kind) => setAt({ kind })}
                    options={[
                      all,
                      ...(['area', 'unit'] as const).map((kind) => ({ value: kind as string, label: t(`programmes.kind.${kind}`) })),
                    ]}
                  />
                </>
              }
              columns={columnsOf(words)}
              idOf={(row) => row.subject.id}
              openId={subject}
              onOpen={(row) => onSubject(row.subject.id)}
              empty={
                <EmptyState icon="history" title={t('programmes.noTitles')}>
                  {t('programmes.noTitlesHelp')}
                </EmptyState>
              }
            />
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
  {
    id: 'subject',
    sort: 'subject',
    title: t('programmes.subject'),
    minRem: 10,
    cell: (row) => <span className="strong">{read(row.subject.title)}</span>,
  },
  {
    id: 'state',
    sort: 'state',
    title: t('programmes.stateIs'),
    nowrap: true,
    cell: (row) => <StatusTag tone={toneOfTitle[row.state]}>{t(`programmes.state.${row.state}`)}</StatusTag>,
  },
  { id: 'since', sort: 'since', title: t('programmes.since'), nowrap: true, cell: (row) => day(row.since) },
  { id: 'until', sort: 'until', title: t('programmes.until'), nowrap: true, cell: (row) => day(row.until) },
]
