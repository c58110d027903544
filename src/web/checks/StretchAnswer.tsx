/** A walked stretch: its length, and how far from the start each thing stood; measured by the device where it may, else written down. */
import { useState } from 'react'
import type { z } from 'zod'
import { metresBetween } from '../../city/metres.ts'
import type { Place } from '../../base/place.ts'
import type { stretch } from '../../standards/checks/stretch.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { NumberField } from '../../ui/Fields.tsx'
import { useWords } from '../../ui/words.tsx'
import type { AnswerChange, AnswerProps } from './part.ts'

type Stretch = z.infer<typeof stretch.answer>

/** The walk: start, marks, end. */
export function StretchAnswer({ check, label, draft, onChange, where }: AnswerProps<Stretch>) {
  const { t } = useWords()
  const marks = draft.marks ?? []
  const wanted = check.ask?.stretchM
  const setMark = (index: number, atM: number) => onChange({ marks: marks.map((mark, at) => (at === index ? { ...mark, atM } : mark)) })
  return (
    <div className="stack-s" role="group" aria-label={label}>
      {wanted !== undefined && <p className="small quiet">{t('inspections.answer.walk', { metres: wanted })}</p>}
      {where && <ByDevice draft={draft} onChange={onChange} where={where} />}
      <NumberField
        label={t('inspections.answer.length')}
        value={draft.lengthM ?? null}
        onChange={(next) => onChange({ lengthM: next === null ? undefined : Math.round(next), marks })}
        min={1}
        unit={t('inspections.answer.metres')}
      />
      <ol className="answer-marks">
        {marks.map((mark, index) => (
          // Marks have no other name than their order; they are only added at the end and taken out one by one.
          // eslint-disable-next-line react/no-array-index-key
          <li key={index} className="answer-row">
            <NumberField
              label={t('inspections.answer.markAt', { no: index + 1 })}
              value={mark.atM}
              onChange={(next) => setMark(index, Math.round(next ?? 0))}
              min={0}
              unit={t('inspections.answer.metres')}
            />
            <IconButton
              icon="trash"
              label={t('inspections.answer.removeMark', { no: index + 1 })}
              onPress={() => onChange({ marks: marks.filter((_, at) => at !== index) })}
            />
          </li>
        ))}
      </ol>
      <Button small icon="add" onPress={() => onChange({ marks: [...marks, { atM: marks.at(-1)?.atM ?? 0 }] })}>
        {t('inspections.answer.addMark')}
      </Button>
    </div>
  )
}

interface ByDeviceProps {
  readonly draft: Partial<Stretch>
  readonly onChange: (change: AnswerChange<Stretch>) => void
  readonly where: () => Promise<Place | undefined>
}

/** Start, mark and end by the position of the device; distances are straight from the start, and may be put right by hand. */
function ByDevice({ draft, onChange, where }: ByDeviceProps) {
  const { t } = useWords()
  const [isLost, setLost] = useState(false)
  const ask = async (use: (place: Place) => Partial<Stretch>) => {
    const place = await where()
    setLost(place === undefined)
    if (place) onChange(use(place))
  }
  const take = (use: (place: Place) => Partial<Stretch>) => () => void ask(use)
  const away = (place: Place) => Math.round(metresBetween(draft.from ?? place, place))
  if (draft.from === undefined)
    return (
      <Button icon="point" onPress={take((from) => ({ from, marks: [] }))}>
        {isLost ? t('inspections.answer.noPosition') : t('inspections.answer.startHere')}
      </Button>
    )
  return (
    <div className="row">
      <Button icon="point" onPress={take((place) => ({ marks: [...(draft.marks ?? []), { atM: away(place), place }] }))}>
        {t('inspections.answer.markHere')}
      </Button>
      <Button icon="point" onPress={take((to) => ({ to, lengthM: Math.max(1, away(to)) }))}>
        {t('inspections.answer.endHere')}
      </Button>
      {isLost && <span className="small">{t('inspections.answer.noPosition')}</span>}
    </div>
  )
}
