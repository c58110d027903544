/** The lists of a draft: choose a list, search it, open an item, add one, remove what nobody uses. */
import type { Edition } from '../../../../standards/edition.ts'
import { Button, IconButton } from '../../../../ui/Button.tsx'
import { type Column, DataTable } from '../../../../ui/DataTable.tsx'
import { Card } from '../../../../ui/Page.tsx'
import { EmptyState } from '../../../../ui/States.tsx'
import { useWords } from '../../../../ui/words.tsx'
import { itemsWith, ListBar, listOf } from '../ListBar.tsx'
import { addItem, type ListName, type Lists, newItem, removeItem, usesOf } from './draft.ts'
import type { Change } from './useDraft.ts'

export interface ListPickerProps {
  readonly edition: Edition
  readonly list: string
  readonly q: string
  readonly item: string
  readonly change: Change
  readonly onChange: (change: { list?: string; q?: string; item?: string }, push?: boolean) => void
}

/** The left side of the lists tab. */
export function ListPicker({ edition, list, q, item, change, onChange }: ListPickerProps) {
  const { t, read } = useWords()
  const name = listOf(list)
  const rows = itemsWith(edition, name, q)
  const add = () => {
    const made = newItem(edition, name, { zh: t('standards.edit.newItem'), en: '' })
    change('', (now) => addItem(now, name, made as never))
    onChange({ item: made.id, q: '' })
  }
  const columns: Column<Lists[ListName]>[] = [
    { id: 'id', title: t('standards.code'), nowrap: true, cell: (row) => <code>{row.id}</code> },
    {
      id: 'title',
      title: t('standards.words'),
      minRem: 10,
      cell: (row) => read(row.title) || <em className="quiet">{t('standards.edit.noWords')}</em>,
    },
    {
      id: 'uses',
      title: t('standards.uses'),
      number: true,
      cell: (row) => {
        const uses = usesOf(edition, name, row.id).length
        return uses > 0 ? (
          uses
        ) : (
          <IconButton
            small
            icon="trash"
            label={t('standards.edit.removeItem', { what: row.id })}
            onPress={() => change('', (now) => removeItem(now, name, row.id))}
          />
        )
      },
    },
  ]
  return (
    <Card flush>
      <ListBar
        edition={edition}
        list={name}
        q={q}
        onSearch={(next) => onChange({ q: next })}
        onList={(next) => onChange({ list: next, item: '' })}
      >
        <Button icon="add" onPress={add}>
          {t('standards.edit.addItem')}
        </Button>
      </ListBar>
      <DataTable
        few
        key={name}
        label={`${t(`standards.list.${name}`)} `}
        columns={columns}
        rows={rows}
        idOf={(row) => row.id}
        total={edition[name].length}
        openId={item}
        onOpen={(row) => onChange({ item: row.id }, true)}
        empty={
          <EmptyState icon="list" title={t('standards.listEmpty')}>
            {t('standards.edit.listEmptyHelp')}
          </EmptyState>
        }
      />
    </Card>
  )
}
