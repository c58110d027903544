/**
 * The brush: rectangles over faces and plates of a photo. What was covered last is where one begins; who finds nothing to cover
 * says so. Until then the photo leaves with nobody to be recognised in it.
 */
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { v7 } from 'uuid'
import type { EvidenceId } from '../../../base/ids.ts'
import { blurApi, type BlurredCopy, type BlurRegion } from '../../../privacy/blur.api.ts'
import { Button, IconButton, LinkButton } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Note } from '../../../ui/Page.tsx'
import { Answer } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { calls, useSend } from '../../call.ts'
import { BlurPicture, type Marked, percentOf } from './BlurPicture.tsx'
import { evidence } from './proof.tsx'
import { inTheMiddle } from './regions.ts'

const blurs = calls('blur', blurApi)

/** The dialog over one photo. */
export function BlurDialog({ photo, onClose }: { photo: EvidenceId; onClose: () => void }) {
  const { t } = useWords()
  // What an earlier look kept may be older than the last copy, and the brush begins with the last one.
  const asked = useQuery({ ...blurs.listCopies.ask({ params: { id: photo } }), gcTime: 0, refetchOnMount: 'always' })
  if (asked.data && asked.isFetchedAfterMount) return <Brush photo={photo} last={asked.data.items[0]} onClose={onClose} />
  return (
    <Dialog title={t('blur.title')} place="wide" isOpen onClose={onClose}>
      <Answer of={asked}>{() => null}</Answer>
    </Dialog>
  )
}

const markOf = (region: BlurRegion): Marked => ({ key: v7(), region })

function Brush({ photo, last, onClose }: { photo: EvidenceId; last: BlurredCopy | undefined; onClose: () => void }) {
  const { t } = useWords()
  const [id] = useState(() => v7() as EvidenceId)
  const [marks, setMarks] = useState<readonly Marked[]>(() => (last?.regions ?? []).map(markOf))
  const places = useRef(new Map<string, HTMLElement>())
  const fresh = useRef<string>(null)
  const send = useSend(blurs.blur, { quiet: true, touches: ['evidence'], done: t('blur.done'), onDone: onClose })
  useEffect(() => {
    if (fresh.current !== null) places.current.get(fresh.current)?.focus()
    fresh.current = null
  })
  const add = (region: BlurRegion) => {
    const mark = markOf(region)
    fresh.current = mark.key
    setMarks((old) => [...old, mark])
  }
  const remove = (key: string) => {
    const rest = marks.filter((mark) => mark.key !== key)
    // The focus goes on to a rectangle that is left.
    fresh.current = rest.at(-1)?.key ?? null
    setMarks(rest)
  }
  const change = (key: string, region: BlurRegion) => setMarks((old) => old.map((mark) => (mark.key === key ? { key, region } : mark)))
  return (
    <Dialog
      title={t('blur.title')}
      place="wide"
      isOpen
      onClose={onClose}
      actions={
        <>
          <LinkButton icon="download" href={evidence.download.href({ params: { id: photo } })} download>
            {t(last ? 'blur.take' : 'blur.takeVeiled')}
          </LinkButton>
          <Button
            kind="primary"
            isPending={send.isPending}
            onPress={() => send.send({ params: { id: photo }, body: { id, regions: marks.map(({ region }) => region) } })}
          >
            {t(marks.length === 0 ? 'blur.nothing' : 'blur.verb')}
          </Button>
        </>
      }
    >
      <div className="stack">
        <p>{t('blur.help')}</p>
        <p id="blur-keys" className="quiet small">
          {t('blur.keys')}
        </p>
        {last ? <Looked it={last} /> : <Note tone="amber">{t('blur.unlooked')}</Note>}
        <BlurPicture
          src={evidence.view.href({ params: { id: photo }, query: { size: 1280 } })}
          marks={marks}
          places={places}
          onDraw={add}
          onChange={change}
          onRemove={remove}
        />
        <div className="row">
          <Button icon="add" small onPress={() => add(inTheMiddle)}>
            {t('blur.add')}
          </Button>
          <span className="quiet small" role="status">
            {t('blur.count', { n: marks.length })}
          </span>
        </div>
        <Places marks={marks} onRemove={remove} onFind={(key) => places.current.get(key)?.focus()} />
        {send.error && <Note tone="red">{send.error.message}</Note>}
      </div>
    </Dialog>
  )
}

function Looked({ it }: { it: BlurredCopy }) {
  const { t, moment } = useWords()
  return <Note>{t('blur.looked', { by: it.by.name, at: moment(it.at), n: it.regions.length })}</Note>
}

interface PlacesProps {
  readonly marks: readonly Marked[]
  readonly onRemove: (key: string) => void
  readonly onFind: (key: string) => void
}

/** The rectangles as a list, for those who do not see the picture well: each leads to its place and can be taken away. */
function Places({ marks, onRemove, onFind }: PlacesProps) {
  const { t } = useWords()
  return (
    <ul className="blur-list" aria-label={t('blur.list')}>
      {marks.map(({ key, region }, index) => {
        const place = t('blur.place', { n: index + 1, ...percentOf(region) })
        return (
          <li key={key} className="row-wide">
            <Button kind="quiet" small onPress={() => onFind(key)}>
              {place}
            </Button>
            <IconButton small icon="trash" label={t('blur.remove', { place })} onPress={() => onRemove(key)} />
          </li>
        )
      })}
    </ul>
  )
}
