/** Photos: a grid that opens large, and before/after of one place under one slider. */
import './photos.css'
import { type CSSProperties, type ReactNode, useState } from 'react'
import { Button } from './Button.tsx'
import { Icon } from './Icon.tsx'
import { Dialog } from './Overlays.tsx'
import { useWords } from './words.tsx'

export interface Photo {
  readonly id: string
  readonly src: string
  /** What is to be seen, for those who do not see it. */
  readonly alt: string
  readonly caption?: string
}

/** A picture; where there is none any more, a sign that says so. */
function Picture({ src, alt, ...look }: { src: string; alt: string; className?: string; style?: CSSProperties; loading?: 'lazy' }) {
  const { t } = useWords()
  const [gone, setGone] = useState<string>()
  if (gone !== src) return <img {...look} src={src} alt={alt} onError={() => setGone(src)} />
  return (
    <span className={`photo-gone ${look.className ?? ''}`} style={look.style}>
      <Icon name="camera" size={1.5} />
      <span className="small">{t('ui.photoGone')}</span>
    </span>
  )
}

/** Small photos side by side; one opens large, arrows lead to the next. `about`: what stands below an open one. */
export function PhotoGrid({ photos, about }: { photos: readonly Photo[]; about?: (id: string) => ReactNode }) {
  const { t } = useWords()
  const [at, setAt] = useState<number | null>(null)
  const open = at === null ? undefined : photos[at]
  const move = (step: number) => setAt((old) => ((old ?? 0) + step + photos.length) % photos.length)
  return (
    <>
      <ul className="photos">
        {photos.map((photo, index) => (
          <li key={photo.id}>
            <button type="button" className="photo" onClick={() => setAt(index)} aria-label={t('ui.openPhoto', { alt: photo.alt })}>
              <Picture src={photo.src} alt="" loading="lazy" />
              {photo.caption !== undefined && <span className="photo-caption">{photo.caption}</span>}
            </button>
          </li>
        ))}
      </ul>
      <Dialog
        title={open?.caption ?? open?.alt ?? ''}
        place="wide"
        isOpen={open !== undefined}
        onClose={() => setAt(null)}
        actions={
          photos.length > 1 && (
            <>
              <span className="grow quiet">{t('ui.photoOf', { at: (at ?? 0) + 1, of: photos.length })}</span>
              <Button onPress={() => move(-1)}>{t('ui.previous')}</Button>
              <Button onPress={() => move(1)}>{t('ui.next')}</Button>
            </>
          )
        }
      >
        {open && <Picture className="photo-large" src={open.src} alt={open.alt} />}
        {open && about?.(open.id)}
      </Dialog>
    </>
  )
}

/** The same place before and after; the slider uncovers one under the other, by pointer or arrow keys. */
export function BeforeAfter({ before, after }: { before: Photo; after: Photo }) {
  const { t } = useWords()
  const [share, setShare] = useState(50)
  return (
    <figure className="pair">
      <div className="pair-pictures">
        <Picture src={after.src} alt={after.alt} />
        <Picture src={before.src} alt={before.alt} style={{ clipPath: `inset(0 ${100 - share}% 0 0)` }} />
        <span className="pair-line" style={{ left: `${share}%` }} />
        <span className="pair-word pair-before">{t('ui.before')}</span>
        <span className="pair-word pair-after">{t('ui.after')}</span>
      </div>
      <input
        type="range"
        className="pair-range"
        min={0}
        max={100}
        value={share}
        onChange={(event) => setShare(Number(event.target.value))}
        aria-label={t('ui.beforeAfter')}
      />
      <figcaption className="row-wide small quiet">
        <span>{before.caption}</span>
        <span>{after.caption}</span>
      </figcaption>
    </figure>
  )
}
