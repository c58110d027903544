/** The photos of an answer: small pictures, the camera, the gallery where it is allowed, and the brush over faces and plates. */
import { useEffect, useState } from 'react'
import { v7 } from 'uuid'
import type { BlurRegion } from '../../privacy/blur.api.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Dialog } from '../../ui/Overlays.tsx'
import { useWords } from '../../ui/words.tsx'
import { BlurPicture } from '../desk/parts/BlurPicture.tsx'
import { inTheMiddle } from '../desk/parts/regions.ts'
import { cover, findPhoto } from './acts.ts'
import type { KeptPhoto } from './keep.ts'

interface PhotoStripProps {
  readonly label: string
  readonly ids: readonly string[]
  readonly isOpen: boolean
  readonly onAdd: (file: File, from: 'camera' | 'gallery') => void
  readonly onRemove: (id: string) => void
}

/** The strip. */
export function PhotoStrip({ label, ids, isOpen, onAdd, onRemove }: PhotoStripProps) {
  const { t } = useWords()
  const [covering, setCovering] = useState<KeptPhoto>()
  return (
    <div className="field-photos">
      {ids.map((id, index) => (
        <Small
          key={id}
          id={id}
          name={t('fieldApp.photoOf', { n: index + 1, label })}
          {...(isOpen ? { onRemove: () => onRemove(id), onCover: setCovering } : {})}
        />
      ))}
      {isOpen && (
        <>
          <Taker word={t('fieldApp.camera')} label={t('fieldApp.cameraFor', { label })} isCamera onAdd={(file) => onAdd(file, 'camera')} />
          <Taker word={t('fieldApp.gallery')} label={t('fieldApp.galleryFor', { label })} onAdd={(file) => onAdd(file, 'gallery')} />
        </>
      )}
      {covering?.blob && <Brush photo={covering} picture={covering.blob} onClose={() => setCovering(undefined)} />}
    </div>
  )
}

interface TakerProps {
  readonly word: string
  readonly label: string
  readonly isCamera?: boolean
  readonly onAdd: (file: File) => void
}

function Taker({ word, label, isCamera = false, onAdd }: TakerProps) {
  return (
    <label className="field-take">
      <Icon name={isCamera ? 'camera' : 'add'} size={1.5} />
      <span aria-hidden="true">{word}</span>
      <input
        type="file"
        className="unseen"
        aria-label={label}
        accept="image/*"
        {...(isCamera ? { capture: 'environment' as const } : { multiple: true })}
        onChange={({ target }) => {
          for (const file of target.files ?? []) onAdd(file)
          target.value = ''
        }}
      />
    </label>
  )
}

const addresses = new WeakMap<Blob, string>()

/** An address for bytes on the device; it lasts as long as the page, which shows few of them. */
function addressOf(blob: Blob | null | undefined): string | undefined {
  if (!blob) return undefined
  const known = addresses.get(blob) ?? URL.createObjectURL(blob)
  addresses.set(blob, known)
  return known
}

interface SmallProps {
  readonly id: string
  readonly name: string
  readonly onRemove?: () => void
  readonly onCover?: (photo: KeptPhoto) => void
}

function Small({ id, name, onRemove, onCover }: SmallProps) {
  const { t } = useWords()
  const [photo, setPhoto] = useState<KeptPhoto>()
  useEffect(() => void findPhoto(id).then(setPhoto), [id])
  const address = addressOf(photo?.thumb ?? photo?.blob)
  return (
    <span className="field-photo">
      {address === undefined ? <Icon name="camera" size={1.5} /> : <img src={address} alt={name} />}
      {onCover && photo?.blob && (
        <button
          type="button"
          className="field-photo-cover"
          aria-label={t('fieldApp.cover', { name })}
          onClick={() => void findPhoto(id).then((it) => it && onCover(it))}
        >
          <Icon name="edit" />
        </button>
      )}
      {onRemove && (
        <button type="button" className="field-photo-remove" aria-label={t('ui.removeFile', { name })} onClick={onRemove}>
          <Icon name="close" />
        </button>
      )}
    </span>
  )
}

/** Rectangles over faces and plates. They go with the photo; the server keeps the original for those who judge proof. */
function Brush({ photo, picture, onClose }: { photo: KeptPhoto; picture: Blob; onClose: () => void }) {
  const { t } = useWords()
  const address = addressOf(picture)
  const [places] = useState(() => ({ current: new Map<string, HTMLElement>() }))
  const [marks, setMarks] = useState(() => (photo.covered ?? []).map((region) => ({ key: v7(), region })))
  const add = (region: BlurRegion) => setMarks((old) => [...old, { key: v7(), region }])
  const save = async () => {
    await cover(
      photo.id,
      marks.map(({ region }) => region),
    )
    onClose()
  }
  return (
    <Dialog
      title={t('blur.title')}
      place="wide"
      isOpen
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button button-plain" onClick={() => add(inTheMiddle)}>
            {t('blur.add')}
          </button>
          <button type="button" className="button button-primary" onClick={() => void save()}>
            {t(marks.length === 0 ? 'blur.nothing' : 'blur.verb')}
          </button>
        </>
      }
    >
      <p id="blur-keys" className="quiet small">
        {t('blur.keys')}
      </p>
      {address !== undefined && (
        <BlurPicture
          src={address}
          marks={marks}
          places={places}
          onDraw={add}
          onChange={(key, region) => setMarks((old) => old.map((mark) => (mark.key === key ? { key, region } : mark)))}
          onRemove={(key) => setMarks((old) => old.filter((mark) => mark.key !== key))}
        />
      )}
    </Dialog>
  )
}
