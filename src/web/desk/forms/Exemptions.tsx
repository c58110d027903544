/** Exemptions (豁免规则): where and when something is no finding, with the place on the map; drawn up, looked at, ended. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { standardsApi } from '../../../standards/standards.api.ts'
import { type Exemption, holdsAt, hoursText } from '../../../inspections/exemption.ts'
import { Button } from '../../../ui/Button.tsx'
import type { Column } from '../../../ui/DataTable.tsx'
import { Confirm } from '../../../ui/Overlays.tsx'
import { Card, Facts, StatusTag } from '../../../ui/Page.tsx'
import { Select } from '../../../ui/Select.tsx'
import { SplitView } from '../../../ui/SplitView.tsx'
import { EmptyState } from '../../../ui/States.tsx'
import { useWords, type Words } from '../../../ui/words.tsx'
import { calls, useSend } from '../../call.ts'
import { now } from '../../clock.ts'
import { useMay } from '../../me.ts'
import { ListTable, useList } from '../parts/ListTable.tsx'
import { exemptions } from './calls.ts'
import type { TabProps } from './FormsPage.tsx'
import { NewExemption } from './NewExemption.tsx'
import { ShapeMap } from './ShapeMap.tsx'

const standards = calls('standards', standardsApi)

/** What is checked anywhere, by the words of the editions in force. */
export const useFacts = () => useQuery({ ...standards.listKinds.ask({}), staleTime: 300_000 }).data?.facts ?? []

/** The tab. */
export function Exemptions({ at, setAt, add, isNew, onClose }: TabProps & { isNew: boolean; onClose: () => void }) {
  const words = useWords()
  const { t } = words
  const list = useList<Exemption>({
    list: exemptions.list,
    book: exemptions.exportList,
    query: at.show === 'ended' ? { ended: 'true' } : {},
    prefix: 'exempt-',
  })
  const open = list.rows.find(({ id }) => id === at.open)
  return (
    <>
      <SplitView
        detailLabel={t('exemptions.sheet')}
        detailRem={34}
        onClose={() => setAt({ open: '' })}
        detail={open && <One key={open.id} exemption={open} />}
        list={
          <Card flush>
            <ListTable
              of={list}
              label={t('exemptions.sheet')}
              search={t('exemptions.search')}
              isFiltered={at.show !== ''}
              onReset={() => setAt({ show: '' })}
              filters={
                <Select
                  label={t('forms.show')}
                  value={at.show}
                  onChange={(show) => setAt({ show })}
                  options={[
                    { value: '', label: t('exemptions.showCurrent') },
                    { value: 'ended', label: t('exemptions.showEnded') },
                  ]}
                />
              }
              columns={columnsOf(words)}
              idOf={({ id }) => id}
              openId={at.open}
              onOpen={({ id }) => setAt({ open: id }, true)}
              empty={
                <EmptyState icon="map" title={t('exemptions.none')} action={add}>
                  {t('exemptions.noneHelp')}
                </EmptyState>
              }
            />
          </Card>
        }
      />
      {isNew && <NewExemption onClose={onClose} onDone={(id) => setAt({ open: id }, true)} />}
    </>
  )
}

function State({ exemption }: { exemption: Exemption }) {
  const { t } = useWords()
  if (exemption.endedAt !== null) return <StatusTag>{t('exemptions.isEnded')}</StatusTag>
  return holdsAt(exemption, now()) ? (
    <StatusTag tone="violet">{t('exemptions.holdsNow')}</StatusTag>
  ) : (
    <StatusTag tone="blue">{t('exemptions.waits')}</StatusTag>
  )
}

function One({ exemption }: { exemption: Exemption }) {
  const { t, read, moment, day } = useWords()
  const facts = useFacts()
  const [isEnding, setEnding] = useState(false)
  const end = useSend(exemptions.end, { done: t('exemptions.wasEnded') })
  const mayEnd = useMay('inspections.review') && exemption.endedAt === null
  const { where, times } = exemption
  const days = times.days?.map((number) => t(`exemptions.day.${number as 1}`)).join(' ')
  return (
    <Card>
      <div className="stack">
        <div className="row">
          <h2>{read(exemption.title)}</h2>
          <State exemption={exemption} />
        </div>
        {where.in === 'shape' && <ShapeMap label={read(exemption.title)} shapes={[where.shape]} />}
        <Facts
          items={[
            [t('exemptions.column.place'), exemption.place ? read(exemption.place) : t('exemptions.drawnShape')],
            [t('exemptions.column.hours'), [hoursText(times) || t('exemptions.anyHour'), days].filter(Boolean).join(' · ')],
            [t('exemptions.season'), times.season && `${times.season.from} – ${times.season.to}`],
            [t('exemptions.column.from'), day(exemption.fromOn)],
            [t('exemptions.column.to'), day(exemption.toOn)],
            [t('exemptions.column.facts'), exemption.facts.map((id) => read(facts.find((fact) => fact.id === id)?.title) || id).join('、')],
            [t('exemptions.column.source'), exemption.source],
            [t('exemptions.column.drawn'), `${moment(exemption.at)} ${exemption.by?.name ?? ''}`],
            ...(exemption.endedAt === null ? [] : [[t('exemptions.column.ended'), moment(exemption.endedAt)] as const]),
          ]}
        />
        {mayEnd && (
          <div className="row">
            <Button icon="close" onPress={() => setEnding(true)}>
              {t('exemptions.end')}
            </Button>
          </div>
        )}
        <Confirm
          title={t('exemptions.end')}
          isOpen={isEnding}
          onClose={() => setEnding(false)}
          verb={t('exemptions.end')}
          onConfirm={() => end.sendNow({ params: { id: exemption.id } })}
        >
          {t('exemptions.endIs')}
        </Confirm>
      </div>
    </Card>
  )
}

const columnsOf = ({ t, read, moment }: Words): Column<Exemption>[] => [
  {
    id: 'title',
    sort: 'title',
    title: t('exemptions.column.title'),
    minRem: 11,
    cell: (exemption) => (
      <span className="row">
        <span className="strong">{read(exemption.title)}</span>
        <State exemption={exemption} />
      </span>
    ),
  },
  {
    id: 'place',
    title: t('exemptions.column.place'),
    cell: ({ place }) => (place ? read(place) : t('exemptions.drawnShape')),
  },
  { id: 'hours', title: t('exemptions.column.hours'), nowrap: true, cell: ({ times }) => hoursText(times) || t('exemptions.anyHour') },
  { id: 'drawn', sort: 'drawn', title: t('exemptions.column.drawn'), nowrap: true, cell: ({ at }) => moment(at) },
]
