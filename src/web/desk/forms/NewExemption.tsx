/** Drawing up an exemption: for which checks, where (an area, or lines drawn on the map or brought as GeoJSON) and when. */
import { useState } from 'react'
import { v7 } from 'uuid'
import type { AreaId } from '../../../base/ids.ts'
import type { Place } from '../../../base/place.ts'
import { Problem } from '../../../base/problem.ts'
import type { Shape } from '../../../city/geometry.ts'
import { type DrawnPlace, hoursOf } from '../../../inspections/exemption-geojson.ts'
import type { ExemptionId, NewExemption as Body } from '../../../inspections/exemption.ts'
import { Button } from '../../../ui/Button.tsx'
import { DatePicker } from '../../../ui/DatePicker.tsx'
import { Choice, TextField } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Note } from '../../../ui/Page.tsx'
import { ComboBox } from '../../../ui/Select.tsx'
import { Faults } from '../../../ui/States.tsx'
import { showToast } from '../../../ui/Toast.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { useStreets } from '../parts/places.ts'
import { exemptions } from './calls.ts'
import { DrawnPlaces } from './DrawnPlaces.tsx'
import { FactChoice } from './FactChoice.tsx'

type Where = 'area' | 'drawn' | 'file'

/** What is being drawn up; one place, or each place of a file. */
interface Draft {
  readonly ids: readonly string[]
  readonly title: string
  readonly source: string
  readonly facts: readonly string[]
  readonly where: Where
  readonly area: string | null
  readonly corners: readonly Place[]
  readonly places: readonly DrawnPlace[]
  readonly hours: string
  readonly from: string
  readonly to: string
}

const empty = (): Draft => ({
  ids: Array.from({ length: 200 }, () => v7()),
  title: '',
  source: '',
  facts: [],
  where: 'drawn',
  area: null,
  corners: [],
  places: [],
  hours: '',
  from: '',
  to: '',
})

/** The places that would be exempt, with their own words where they bring any. */
function wheresOf({ where, area, corners, places }: Draft): { at: Body['where']; place?: DrawnPlace }[] {
  if (where === 'area') return area === null ? [] : [{ at: { in: 'area', areaId: area as AreaId } }]
  if (where === 'file') return places.map((place) => ({ at: { in: 'shape', shape: place.shape }, place }))
  const shape: Shape = { type: 'Polygon', coordinates: [[...corners, corners[0]!]] }
  return corners.length < 3 ? [] : [{ at: { in: 'shape', shape } }]
}

function bodiesOf(draft: Draft): Body[] {
  const { title, source, facts, hours, from, to, ids } = draft
  return wheresOf(draft).map(({ at, place }, index) => {
    const times = hoursOf(place?.hours || hours) ?? []
    return {
      id: ids[index] as ExemptionId,
      title: { zh: place?.title || title, en: '' },
      source: place?.source || source,
      facts: [...facts],
      where: at,
      times: times.length === 0 ? {} : { hours: times },
      ...(from === '' ? {} : { fromOn: from }),
      ...(to === '' ? {} : { toOn: to }),
    }
  })
}

/** The dialog. */
export function NewExemption({ onClose, onDone }: { onClose: () => void; onDone: (id: string) => void }) {
  const { t } = useWords()
  const [draft, setDraft] = useState(empty)
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  const streets = useStreets()
  const add = useSend(exemptions.add, { quiet: true })
  const bodies = bodiesOf(draft)
  const isHour = hoursOf(draft.hours) !== undefined
  const isWhole = bodies.length > 0 && draft.facts.length > 0 && isHour && bodies.every(({ title }) => title.zh.trim() !== '')
  const save = async () => {
    try {
      for (const body of bodies) await add.sendNow({ body })
      showToast({ tone: 'good', text: t('exemptions.added', { count: bodies.length }) })
      onClose()
      onDone(bodies[0]!.id)
    } catch {
      // The refusal stands in the dialog; what was added before it is answered alike when it is sent again.
    }
  }
  return (
    <Dialog
      title={t('exemptions.new')}
      isOpen
      onClose={onClose}
      place="wide"
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" icon="check" isDisabled={!isWhole} isPending={add.isPending} onPress={() => void save()}>
            {t('exemptions.add', { count: Math.max(bodies.length, 1) })}
          </Button>
        </>
      }
    >
      <div className="stack">
        <FactChoice value={draft.facts} onChange={(facts) => change({ facts })} />
        <Choice
          label={t('exemptions.column.place')}
          value={draft.where}
          onChange={(where) => change({ where })}
          options={(['drawn', 'file', 'area'] as const).map((where) => ({ value: where, label: t(`exemptions.where.${where}`) }))}
        />
        {draft.where === 'area' ? (
          <ComboBox label={t('inspections.street')} value={draft.area} onChange={(area) => change({ area })} options={streets} />
        ) : (
          <DrawnPlaces
            way={draft.where}
            corners={draft.corners}
            onCorners={(corners) => change({ corners })}
            places={draft.places}
            onPlaces={(places) => change({ places })}
          />
        )}
        <div className="grid">
          <TextField
            label={t('exemptions.column.title')}
            value={draft.title}
            onChange={(title) => change({ title })}
            help={draft.where === 'file' ? t('exemptions.titleOfFile') : undefined}
            isRequired={draft.where !== 'file'}
          />
          <TextField
            label={t('exemptions.column.hours')}
            value={draft.hours}
            onChange={(hours) => change({ hours })}
            placeholder="18:00-22:00"
            help={t('exemptions.hoursHelp')}
            error={isHour ? undefined : t('exemptions.noHours')}
          />
          <DatePicker label={t('exemptions.column.from')} value={draft.from} onChange={(from) => change({ from })} />
          <DatePicker label={t('exemptions.column.to')} value={draft.to} onChange={(to) => change({ to })} />
        </div>
        <TextField
          label={t('exemptions.column.source')}
          value={draft.source}
          onChange={(source) => change({ source })}
          help={t('exemptions.sourceHelp')}
        />
        {add.error && (
          <Note tone="red" title={add.error.message}>
            {add.error instanceof Problem && <Faults problem={add.error} />}
          </Note>
        )}
      </div>
    </Dialog>
  )
}
