/** Filters of the points: words, kind of place, district, street, unit; kinds show how many points they hold. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { AreaId } from '../../../base/ids.ts'
import { cityApi } from '../../../city/city.api.ts'
import { FilterBar } from '../../../ui/FilterBar.tsx'
import { ComboBox, type Option, Select } from '../../../ui/Select.tsx'
import { useWords } from '../../../ui/words.tsx'
import { calls } from '../../call.ts'
import { useKinds } from '../../kinds.ts'
import { type PointAddress, pointDefaults } from './PointsPage.tsx'

const city = calls('city', cityApi)
const keep = { staleTime: 300_000 }

interface FilterProps {
  readonly at: PointAddress
  readonly setAt: (change: Partial<PointAddress>) => void
  readonly counts: readonly { readonly type: string; readonly points: number }[]
}

/** The filter line. */
export function PointFilters({ at, setAt, counts }: FilterProps) {
  const { t, read, number, collate } = useWords()
  const { typeName } = useKinds()
  const districts = useQuery({ ...city.listAreas.ask({ query: { level: 'district' } }), ...keep })
  const streets = useQuery({
    ...city.listAreas.ask({ query: { level: 'street', ...(at.district === '' ? {} : { parent: at.district as AreaId }) } }),
    ...keep,
  })
  const units = useQuery({ ...city.listUnits.ask({ query: {} }), ...keep })
  const types = useMemo<Option[]>(
    () =>
      counts
        .map(({ type, points }) => ({ value: type, label: typeName(type), note: number(points) }))
        .sort((a, b) => collate(a.label, b.label)),
    [counts, typeName, number, collate],
  )
  const named = (items: readonly { id: string; name: { zh: string; en: string }; code: string }[] | undefined): Option[] =>
    (items ?? []).map(({ id, name }) => ({ value: id, label: read(name) }))
  const { sort: _sort, point: _point, ...filter } = at
  const isFiltered = Object.values(filter).some((value) => value !== '')
  return (
    <FilterBar
      label={t('points.search')}
      q={at.text}
      onSearch={(text) => setAt({ text })}
      isFiltered={isFiltered}
      onReset={() => setAt({ ...pointDefaults, sort: at.sort, point: at.point })}
    >
      <ComboBox
        label={t('points.type')}
        value={at.type === '' ? null : at.type}
        onChange={(type) => setAt({ type: type ?? '' })}
        options={types}
        placeholder={t('ui.all')}
      />
      <Select
        label={t('points.district')}
        value={at.district}
        onChange={(district) => setAt({ district, street: '' })}
        options={[{ value: '', label: t('ui.all') }, ...named(districts.data?.items)]}
      />
      <ComboBox
        label={t('points.street')}
        value={at.street === '' ? null : at.street}
        onChange={(street) => setAt({ street: street ?? '' })}
        options={named(streets.data?.items)}
        placeholder={t('ui.all')}
      />
      <ComboBox
        label={t('points.unit')}
        value={at.unit === '' ? null : at.unit}
        onChange={(unit) => setAt({ unit: unit ?? '' })}
        options={named(units.data?.items)}
        placeholder={t('ui.all')}
      />
    </FilterBar>
  )
}
