/** The brush: rectangles drawn over faces and plates of a photo. The blurred copy is what leaves; the original stays inside. */
import './blur.css'
import { type PointerEvent, useState } from 'react'
import { v7 } from 'uuid'
import type { EvidenceId } from '../../../base/ids.ts'
import { evidenceApi } from '../../../evidence/evidence.api.ts'
import { blurApi, type BlurRegion } from '../../../privacy/blur.api.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Note } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'
import { calls, useSend } from '../../call.ts'

const blurs = calls('blur', blurApi)
const evidence = calls('evidence', evidenceApi)

/** Where the pointer is, in thousandths of the picture. */
function placeOf(event: PointerEvent<HTMLElement>): readonly [number, number] {
  const box = event.currentTarget.getBoundingClientRect()
  const part = (at: number, length: number) => Math.round(Math.min(1, Math.max(0, at / length)) * 1000)
  return [part(event.clientX - box.left, box.width), part(event.clientY - box.top, box.height)]
}

const between = ([ax, ay]: readonly [number, number], [bx, by]: readonly [number, number]): BlurRegion => ({
  x: Math.min(ax, bx),
  y: Math.min(ay, by),
  w: Math.max(1, Math.abs(ax - bx)),
  h: Math.max(1, Math.abs(ay - by)),
})

const inPicture = ({ x, y, w, h }: BlurRegion) => ({ left: `${x / 10}%`, top: `${y / 10}%`, width: `${w / 10}%`, height: `${h / 10}%` })

/** The dialog over one photo. */
export function BlurDialog({ photo, onClose }: { photo: EvidenceId; onClose: () => void }) {
  const { t } = useWords()
  const [id] = useState(() => v7() as EvidenceId)
  const [regions, setRegions] = useState<readonly BlurRegion[]>([])
  const [from, setFrom] = useState<readonly [number, number] | null>(null)
  const [to, setTo] = useState<readonly [number, number] | null>(null)
  const send = useSend(blurs.blur, { quiet: true, done: t('blur.done'), onDone: onClose })
  const end = () => {
    if (from && to) setRegions([...regions, between(from, to)])
    setFrom(null)
    setTo(null)
  }
  const shown = from && to ? [...regions, between(from, to)] : regions
  return (
    <Dialog
      title={t('blur.title')}
      place="wide"
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button isDisabled={regions.length === 0} onPress={() => setRegions(regions.slice(0, -1))}>
            {t('blur.undo')}
          </Button>
          <Button
            kind="primary"
            isDisabled={regions.length === 0}
            isPending={send.isPending}
            onPress={() => send.send({ params: { id: photo }, body: { id, regions: [...regions] } })}
          >
            {t('blur.verb')}
          </Button>
        </>
      }
    >
      <div className="stack">
        <p>{t('blur.help')}</p>
        <div
          className="blur-picture"
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId)
            setFrom(placeOf(event))
          }}
          onPointerMove={(event) => from && setTo(placeOf(event))}
          onPointerUp={end}
        >
          <img src={evidence.view.href({ params: { id: photo }, query: { size: 1280 } })} alt={t('blur.photo')} draggable={false} />
          {shown.map((region, index) => (
            // oxlint-disable-next-line react/no-array-index-key
            <span key={index} className="blur-region" style={inPicture(region)} />
          ))}
        </div>
        {send.error && <Note tone="red">{send.error.message}</Note>}
      </div>
    </Dialog>
  )
}
