/** Choosing the place to visit: by name, code or address, and by street. */
import { useState } from 'react'
import type { Point } from '../../../city/area.ts'
import { Button } from '../../../ui/Button.tsx'
import { type Column, DataTable } from '../../../ui/DataTable.tsx'
import { FilterBar } from '../../../ui/FilterBar.tsx'
import { Card } from '../../../ui/Page.tsx'
import { ComboBox } from '../../../ui/Select.tsx'
import { Answer, EmptyState } from '../../../ui/States.tsx'
import { useWords, type Words } from '../../../ui/words.tsx'
import { usePages } from '../../call.ts'
import { points, useStreets } from '../parts/places.ts'

interface PointSearchProps {
  readonly text: string
  readonly onText: (text: string) => void
  readonly onTake: (point: string) => void
}

/** A searched table of points; a row leads on. */
export function PointSearch({ text, onText, onTake }: PointSearchProps) {
  const words = useWords()
  const { t } = words
  const [street, setStreet] = useState('')
  const streets = useStreets()
  const list = usePages(points.listPoints, { text, street, limit: 30 })
  const reset = () => {
    onText('')
    setStreet('')
  }
  return (
    <Card flush title={t('inspections.choosePoint')}>
      <FilterBar label={t('shell.search')} q={text} onSearch={onText} isFiltered={text !== '' || street !== ''} onReset={reset}>
        <ComboBox
          key={`${street === ''} ${streets.length}`}
          label={t('inspections.street')}
          value={street || null}
          onChange={(next) => setStreet(next ?? '')}
          options={streets}
        />
      </FilterBar>
      <Answer of={list}>
        {() => (
          <DataTable
            label={t('inspections.choosePoint')}
            columns={columnsOf(words, onTake)}
            {...list}
            idOf={(row) => row.id}
            onOpen={(row) => onTake(row.id)}
            empty={
              <EmptyState icon="search" title={t('ui.nothingFound')} action={<Button onPress={reset}>{t('ui.reset')}</Button>}>
                {t('ui.nothingFoundHelp')}
              </EmptyState>
            }
          />
        )}
      </Answer>
    </Card>
  )
}

const columnsOf = ({ t, read }: Words, onTake: (point: string) => void): Column<Point>[] => [
  { id: 'name', title: t('inspections.point'), minRem: 12, cell: (row) => <span className="strong">{read(row.name)}</span> },
  { id: 'code', title: t('inspections.code'), nowrap: true, cell: (row) => row.code },
  { id: 'street', title: t('inspections.street'), cell: (row) => read(row.street?.name) },
  {
    id: 'go',
    title: t('inspections.choose'),
    nowrap: true,
    cell: (row) => (
      <Button small onPress={() => onTake(row.id)}>
        {t('inspections.startVisit')}
      </Button>
    ),
  },
]
