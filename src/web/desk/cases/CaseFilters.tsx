/** The filters of the list of cases; all of it lives in the address. */
import { sourceIds } from '../../../cases/sources/index.ts'
import { DatePicker } from '../../../ui/DatePicker.tsx'
import { Checkbox } from '../../../ui/Fields.tsx'
import { ComboBox, Select } from '../../../ui/Select.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useKinds } from '../../kinds.ts'
import { useStreets, useUnits } from '../parts/places.ts'

/** Nothing narrowed. */
export const none = { unit: '', street: '', class: '', from: '', to: '', point: '', lost: '', source: '' }
type At = typeof none

interface CaseFiltersProps {
  readonly at: At
  readonly setAt: (change: Partial<At>) => void
}

const countSet = (values: readonly string[]) => values.filter((value) => value !== '').length

/** The fields of the list: those beside the search and those behind the button. Where the list is narrow, all would wrap, and all wait there. */
export function caseFilters(props: CaseFiltersProps, isNarrow: boolean) {
  const { source, lost, from, to, unit, street, class: type } = props.at
  const seldom = countSet([source, lost, from, to])
  if (!isNarrow) return { filters: <OftenFilters {...props} />, more: <SeldomFilters {...props} />, moreSet: seldom }
  const more = (
    <>
      <OftenFilters {...props} />
      <SeldomFilters {...props} />
    </>
  )
  return { more, moreSet: seldom + countSet([unit, street, type]) }
}

function OftenFilters({ at, setAt }: CaseFiltersProps) {
  const { t, read } = useWords()
  const { classes } = useKinds()
  const streets = useStreets()
  const units = useUnits()
  return (
    <>
      <ComboBox
        key={`unit ${at.unit === ''} ${units.length}`}
        label={t('cases.unit')}
        value={at.unit || null}
        onChange={(unit) => setAt({ unit: unit ?? '' })}
        options={units}
      />
      <ComboBox
        key={`street ${at.street === ''} ${streets.length}`}
        label={t('cases.street')}
        value={at.street || null}
        onChange={(street) => setAt({ street: street ?? '' })}
        options={streets}
      />
      <ComboBox
        key={`class ${at.class === ''} ${classes.length}`}
        label={t('cases.class')}
        value={at.class || null}
        onChange={(type) => setAt({ class: type ?? '' })}
        options={classes.map(({ id, title }) => ({ value: id, label: read(title), note: id }))}
      />
    </>
  )
}

function SeldomFilters({ at, setAt }: CaseFiltersProps) {
  const { t } = useWords()
  return (
    <>
      <Select
        key={`source ${at.source === ''}`}
        label={t('cases.source')}
        value={at.source}
        onChange={(source) => setAt({ source })}
        options={[
          { value: '', label: t('cases.everySource') },
          ...sourceIds.map((id) => ({ value: id as string, label: t(`cases.source.${id}`) })),
        ]}
      />
      <DatePicker label={t('cases.from')} value={at.from} onChange={(from) => setAt({ from })} />
      <DatePicker label={t('cases.to')} value={at.to} onChange={(to) => setAt({ to })} />
      <Checkbox isSelected={at.lost === 'true'} onChange={(lost) => setAt({ lost: lost ? 'true' : '' })}>
        {t('cases.lost')}
      </Checkbox>
    </>
  )
}
