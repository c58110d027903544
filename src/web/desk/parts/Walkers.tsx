/** Who walks: the people of a unit, to be ticked. For rounds, and for samples. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { Checkbox } from '../../../ui/Fields.tsx'
import { Note } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'
import { city } from './places.ts'

interface WalkersProps {
  readonly unit: string
  readonly chosen: readonly string[]
  readonly onChange: (people: string[]) => void
}

/** The list; each person once, whatever posts they hold. */
export function Walkers({ unit, chosen, onChange }: WalkersProps) {
  const { t } = useWords()
  const { data } = useQuery(city.listPosts.ask({ query: { unit: unit as never, limit: 200 } }))
  const people = useMemo(
    () => [...new Map((data?.items ?? []).flatMap(({ holder }) => (holder ? [[holder.id as string, holder.name] as const] : [])))],
    [data],
  )
  if (data && people.length === 0) return <Note tone="amber">{t('rounds.nobody')}</Note>
  return (
    <fieldset className="stack-s">
      <legend className="field-label">{t('rounds.walkers')}</legend>
      {people.map(([id, name]) => (
        <Checkbox
          key={id}
          isSelected={chosen.includes(id)}
          onChange={(isOn) => onChange(isOn ? [...chosen, id] : chosen.filter((one) => one !== id))}
        >
          {name}
        </Checkbox>
      ))}
    </fieldset>
  )
}
