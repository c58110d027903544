/**
 * The photo with its rectangles. A pointer draws new ones, moves those that are there and pulls their corner; the keyboard
 * does the same to the one that has the focus. Every rectangle says where it is.
 */
import './blur.css'
import { type KeyboardEvent, type PointerEvent, type RefObject, useRef, useState } from 'react'
import type { BlurRegion } from '../../../privacy/blur.api.ts'
import { useWords } from '../../../ui/words.tsx'
import { between, keyed, moved, sized, type Spot } from './regions.ts'

/** A rectangle with a name of its own, so that the focus stays with it when another one goes. */
export interface Marked {
  readonly key: string
  readonly region: BlurRegion
}

interface BlurPictureProps {
  readonly src: string
  readonly marks: readonly Marked[]
  /** Where the rectangles are found again, to give them the focus. */
  readonly places: RefObject<Map<string, HTMLElement>>
  readonly onDraw: (region: BlurRegion) => void
  readonly onChange: (key: string, region: BlurRegion) => void
  readonly onRemove: (key: string) => void
}

/** What the pointer is doing: drawing from a spot, or moving or sizing a rectangle since a spot. */
type Doing = { readonly from: Spot; readonly to: Spot } & ({ readonly draw: true } | { readonly key: string; readonly size: boolean })

const inPicture = ({ x, y, w, h }: BlurRegion) => ({ left: `${x / 10}%`, top: `${y / 10}%`, width: `${w / 10}%`, height: `${h / 10}%` })

const minus = ([ax, ay]: Spot, [bx, by]: Spot): Spot => [ax - bx, ay - by]

/** The rectangle as it would be if the pointer were let go now. */
const underway = (doing: Doing | null, { key, region }: Marked): BlurRegion =>
  doing === null || 'draw' in doing || doing.key !== key ? region : (doing.size ? sized : moved)(region, minus(doing.to, doing.from))

/** The picture. */
export function BlurPicture({ src, marks, places, onDraw, onChange, onRemove }: BlurPictureProps) {
  const { t } = useWords()
  const frame = useRef<HTMLDivElement>(null)
  const [doing, setDoing] = useState<Doing | null>(null)
  const spotOf = ({ clientX, clientY }: PointerEvent): Spot => {
    const box = frame.current!.getBoundingClientRect()
    const part = (at: number, length: number) => Math.min(1000, Math.max(0, (at / length) * 1000))
    return [part(clientX - box.left, box.width), part(clientY - box.top, box.height)]
  }
  const begin = (event: PointerEvent) => {
    frame.current!.setPointerCapture(event.pointerId)
    const from = spotOf(event)
    const target = event.target as HTMLElement
    const key = target.closest<HTMLElement>('[data-mark]')?.dataset['mark']
    setDoing(key === undefined ? { draw: true, from, to: from } : { key, size: target.classList.contains('blur-corner'), from, to: from })
  }
  const end = () => {
    if (doing === null) return
    setDoing(null)
    const [dx, dy] = minus(doing.to, doing.from)
    // A press without a stroke draws nothing.
    if (Math.abs(dx) < 5 && Math.abs(dy) < 5) return
    if ('draw' in doing) return onDraw(between(doing.from, doing.to))
    const mark = marks.find(({ key }) => key === doing.key)
    if (mark) onChange(mark.key, underway(doing, mark))
  }
  const onKey = (event: KeyboardEvent, { key: name, region }: Marked) => {
    const { key, shiftKey, ctrlKey, altKey } = event
    const next = keyed(region, key, { shift: shiftKey, little: ctrlKey || altKey })
    if (next) onChange(name, next)
    else if (key === 'Delete' || key === 'Backspace') onRemove(name)
    else return
    event.preventDefault()
  }
  return (
    <div
      className="blur-picture"
      ref={frame}
      onPointerDown={begin}
      onPointerMove={(event) => doing && setDoing({ ...doing, to: spotOf(event) })}
      onPointerUp={end}
      onPointerCancel={() => setDoing(null)}
    >
      <img src={src} alt={t('blur.photo')} draggable={false} />
      {marks.map((mark, index) => {
        const { key } = mark
        const shown = underway(doing, mark)
        return (
          // An application is what takes keys for itself; the linter takes it for text.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
          <div
            key={key}
            ref={(place) => void (place ? places.current.set(key, place) : places.current.delete(key))}
            data-mark={key}
            className="blur-region"
            style={inPicture(shown)}
            // Arrow keys belong to the rectangle, not to the screen reader.
            role="application"
            aria-roledescription={t('blur.rectangle')}
            aria-label={t('blur.place', { n: index + 1, ...percentOf(shown) })}
            aria-describedby="blur-keys"
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
            tabIndex={0}
            onKeyDown={(event) => onKey(event, mark)}
          >
            <span className="blur-number" aria-hidden="true">
              {index + 1}
            </span>
            <span className="blur-corner" />
          </div>
        )
      })}
      {doing && 'draw' in doing && <span className="blur-region" style={inPicture(between(doing.from, doing.to))} />}
    </div>
  )
}

/** A rectangle in whole hundredths, as it is read out. */
export const percentOf = ({ x, y, w, h }: BlurRegion) => ({
  x: Math.round(x / 10),
  y: Math.round(y / 10),
  w: Math.round(w / 10),
  h: Math.round(h / 10),
})
