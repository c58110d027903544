/** Lines of an exemption: pointed at on the map corner by corner, or brought as a file of GeoJSON or pasted text. */
import { useState } from 'react'
import type { Place } from '../../../base/place.ts'
import { type Crs, crsNames } from '../../../city/crs.ts'
import { type DrawnPlace, readDrawn } from '../../../inspections/exemption-geojson.ts'
import { Button } from '../../../ui/Button.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { FileDrop } from '../../../ui/FileDrop.tsx'
import { Note } from '../../../ui/Page.tsx'
import { Select } from '../../../ui/Select.tsx'
import { useWords } from '../../../ui/words.tsx'
import { ShapeMap } from './ShapeMap.tsx'

interface DrawnPlacesProps {
  readonly way: 'drawn' | 'file'
  readonly corners: readonly Place[]
  readonly onCorners: (corners: readonly Place[]) => void
  readonly places: readonly DrawnPlace[]
  readonly onPlaces: (places: readonly DrawnPlace[]) => void
}

/** The map with what was drawn or brought. */
export function DrawnPlaces({ way, corners, onCorners, places, onPlaces }: DrawnPlacesProps) {
  const { t } = useWords()
  if (way === 'file')
    return (
      <>
        <Brought onPlaces={onPlaces} />
        {places.length > 0 && (
          <>
            <Note>{t('exemptions.placesFound', { count: places.length })}</Note>
            <ShapeMap label={t('exemptions.drawnShape')} shapes={places.map(({ shape }) => shape)} />
          </>
        )}
      </>
    )
  const point = ([lng, lat]: Place) => onCorners([...corners, [Math.round(lng * 1e7) / 1e7, Math.round(lat * 1e7) / 1e7]])
  return (
    <div className="stack">
      <p className="quiet small">{t('exemptions.drawHelp')}</p>
      <ShapeMap label={t('exemptions.drawnShape')} shapes={[]} corners={corners} onCorner={point} />
      <div className="row">
        <span className="small">{t('exemptions.corners', { count: corners.length })}</span>
        <Button small icon="undo" isDisabled={corners.length === 0} onPress={() => onCorners(corners.slice(0, -1))}>
          {t('exemptions.lastCorner')}
        </Button>
      </div>
    </div>
  )
}

/** Text of GeoJSON and the system it is measured in; read again at each change. */
function Brought({ onPlaces }: Pick<DrawnPlacesProps, 'onPlaces'>) {
  const { t } = useWords()
  const [text, setText] = useState('')
  const [crs, setCrs] = useState<Crs>('WGS-84')
  const found = text.trim() === '' ? undefined : readDrawn(text, crs)
  const take = (next: string, system: Crs) => {
    setText(next)
    setCrs(system)
    const read = next.trim() === '' ? undefined : readDrawn(next, system)
    onPlaces(read && 'places' in read ? read.places : [])
  }
  return (
    <div className="stack">
      <FileDrop
        label={t('exemptions.drop')}
        endings={['.geojson', '.json']}
        maxMb={4}
        onFiles={([file]) => void file?.text().then((whole) => take(whole, crs))}
      />
      <TextField
        label={t('exemptions.paste')}
        value={text.length > 20_000 ? `${text.slice(0, 20_000)}…` : text}
        onChange={(next) => take(next, crs)}
        rows={3}
        error={found && 'why' in found ? t(`exemptions.why.${found.why}`, { index: found.index ?? 0 }) : undefined}
      />
      <Select
        label={t('exemptions.crs')}
        value={crs}
        onChange={(system) => take(text, system)}
        options={crsNames.map((name) => ({ value: name, label: name }))}
      />
    </div>
  )
}
