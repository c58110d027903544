/** A class of cases to choose: of the city's own table, or where it has brought none, of the editions in force. */
import { ComboBox } from '../../../ui/Select.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useKinds } from '../../kinds.ts'
import { useClassOptions } from './calls.ts'

interface ClassFieldProps {
  readonly value: string | null
  readonly onChange: (code: string | null) => void
  readonly help?: string
}

/** The field; empty is no class. */
export function ClassField({ value, onChange, help }: ClassFieldProps) {
  const { t, read } = useWords()
  const own = useClassOptions()
  const { classes } = useKinds()
  const options = own.length > 0 ? own : classes.map(({ id, title }) => ({ value: id, label: read(title), note: id }))
  return (
    <ComboBox
      key={options.length}
      label={t('cases.class')}
      value={value}
      onChange={onChange}
      options={options}
      {...(help === undefined ? {} : { help })}
    />
  )
}
