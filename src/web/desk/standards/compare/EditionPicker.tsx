/** Chooses an edition: the city's own first, then those of the library. */
import { useQuery } from '@tanstack/react-query'
import { ComboBox } from '../../../../ui/Select.tsx'
import { useWords } from '../../../../ui/words.tsx'
import { standards, useEditionHeads } from '../calls.ts'

export interface EditionPickerProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  /** Only editions of the city that are or were in force. */
  readonly onlyReleased?: boolean
}

/** The box; its value is an edition's id, or `standard/edition` of the library. */
export function EditionPicker({ label, value, onChange, onlyReleased = false }: EditionPickerProps) {
  const { t, read } = useWords()
  const heads = useEditionHeads()
  const library = useQuery({ ...standards.listLibrary.ask({}), enabled: !onlyReleased })
  if (heads.data === undefined || (!onlyReleased && library.data === undefined)) return <div className="cmp-picker" />
  const own = heads.data.items.filter((head) => !onlyReleased || head.status !== 'draft')
  const options = [
    ...own.map((head) => ({
      value: head.id as string,
      label: `${read(head.title)} · ${head.edition} · ${t(`standards.status.${head.status}`)}`,
      note: head.standard,
    })),
    ...(onlyReleased ? [] : (library.data?.items ?? [])).map((item) => ({
      value: `${item.standard}/${item.edition}`,
      label: `${read(item.title)} · ${item.edition} · ${t('standards.libraryShort')}`,
      note: item.standard,
    })),
  ]
  return (
    <div className="cmp-picker">
      <ComboBox key={value} label={label} value={value === '' ? null : value} onChange={(next) => onChange(next ?? '')} options={options} />
    </div>
  )
}
