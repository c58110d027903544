/** Choosing the place to visit: by name, code or address, and by street. */
import type { Point } from '../../../city/area.ts'
import { useAddress } from '../../../ui/address.ts'
import { Button } from '../../../ui/Button.tsx'
import type { Column } from '../../../ui/DataTable.tsx'
import { Card } from '../../../ui/Page.tsx'
import { ComboBox } from '../../../ui/Select.tsx'
import { useWords, type Words } from '../../../ui/words.tsx'
import { ListTable, useList } from '../parts/ListTable.tsx'
import { points, useStreets } from '../parts/places.ts'

/** A searched table of points; a row leads on. */
export function PointSearch({ onTake }: { onTake: (point: string) => void }) {
  const words = useWords()
  const { t } = words
  const [at, setAt] = useAddress({ street: '' })
  const streets = useStreets()
  const list = useList<Point>({ list: points.listPoints, book: points.exportPoints, query: { ...at, limit: 30 } })
  return (
    <Card flush title={t('inspections.choosePoint')}>
      <ListTable
        of={list}
        label={t('inspections.choosePoint')}
        search={t('points.search')}
        isFiltered={at.street !== ''}
        onReset={() => setAt({ street: '' })}
        filters={
          <ComboBox
            key={`${at.street === ''} ${streets.length}`}
            label={t('inspections.street')}
            value={at.street || null}
            onChange={(street) => setAt({ street: street ?? '' })}
            options={streets}
          />
        }
        columns={columnsOf(words, onTake)}
        idOf={(row) => row.id}
        onOpen={(row) => onTake(row.id)}
      />
    </Card>
  )
}

const columnsOf = ({ t, read }: Words, onTake: (point: string) => void): Column<Point>[] => [
  { id: 'name', sort: 'name', title: t('inspections.point'), minRem: 12, cell: (row) => <span className="strong">{read(row.name)}</span> },
  { id: 'code', sort: 'code', title: t('inspections.code'), nowrap: true, cell: (row) => row.code },
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
