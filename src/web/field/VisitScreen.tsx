/** A point and its visit. What is tapped is on the disk before the card shows it; what could not be kept is said at once. */
import { I18nProvider } from 'react-aria-components'
import { useEffect, useMemo, useState } from 'react'
import { v7 } from 'uuid'
import { now } from '../clock.ts'
import { type Draft, progressOf } from '../../field/draft.ts'
import type { PackCheck, PackPoint } from '../../field/pack.ts'
import { metresBetween } from '../../city/metres.ts'
import { useWords } from '../../ui/words.tsx'
import { addPhoto, answer, draftFor, findDraft, finish, freshDraft, removePhoto, reopen } from './acts.ts'
import { CheckCard } from './CheckCard.tsx'
import { CorrectForm } from './CorrectForm.tsx'
import { dayNow, useDay } from './day.ts'
import { FormsHere } from './FormsScreen.tsx'
import { database, isFull, type ListedPoint, whenWritten } from './keep.ts'
import { photoFrom } from './photos.ts'
import { ReportForm } from './ReportForm.tsx'
import { belongsTo, packKeyOf } from './marks.ts'
import { goTo } from './where.ts'

/** The screen of a point. */
export function VisitScreen({ pointId }: { pointId: string }) {
  const { t, language } = useWords()
  const { points } = useDay()
  const point = points.find(({ id }) => id === pointId)
  const [draft, setDraft] = useDraft(pointId)
  if (!point) return <p className="field-empty">{t('fieldApp.noSuchPoint')}</p>
  if (!draft) return <p className="field-wait" role="status" />
  return (
    <I18nProvider locale={language === 'en' ? 'en-US' : language}>
      <Visit point={point} draft={draft} onDraft={setDraft} />
    </I18nProvider>
  )
}

/** The draft of a point under this pack as the disk has it, also when another tab writes it, or brings another pack. */
function useDraft(pointId: string): [Draft | undefined, (draft: Draft) => void] {
  const [draft, setDraft] = useState<Draft>()
  const { frame } = useDay()
  const pack = packKeyOf(belongsTo(frame))
  useEffect(() => void draftFor(pointId, frame).then(setDraft), [pointId, frame])
  const id = draft?.id
  useEffect(
    () =>
      whenWritten(({ drafts, marks }) => {
        const mark = marks.findLast((it) => it.pointId === pointId && it.pack === pack)
        const changed = mark?.draftId ?? (id !== undefined && drafts.includes(id) ? id : undefined)
        // Where it is gone, it was discarded: the point is begun anew.
        if (changed !== undefined) void findDraft(changed).then(async (held) => setDraft(held ?? (await draftFor(pointId, dayNow().frame))))
      }),
    [id, pointId, pack],
  )
  return [draft && packKeyOf(draft) === pack ? draft : undefined, setDraft]
}

function useLast(pointId: string): PackPoint['last'] {
  const [last, setLast] = useState<PackPoint['last']>([])
  useEffect(() => void database().then(async (db) => setLast((await db.get('last', pointId)) ?? [])), [pointId])
  return last
}

interface VisitProps {
  readonly point: ListedPoint
  readonly draft: Draft
  readonly onDraft: (draft: Draft) => void
}

function Visit({ point, draft, onDraft }: VisitProps) {
  const { t, read } = useWords()
  const { frame, owner } = useDay()
  const [said, setSaid] = useState('')
  const [correcting, setCorrecting] = useState<PackCheck>()
  const checks = useMemo(
    () => (frame?.types.find(({ id }) => id === point.type)?.checks ?? []).map((place) => frame!.checks[place]!),
    [frame, point.type],
  )
  const photosFor = frame?.rules.photos ?? 'required'
  const progress = progressOf(checks, draft.answers, photosFor)
  const about = read(point.title)
  const isOpen = draft.state === 'open'
  // In an envelope nothing becomes a case, and nothing is corrected, before it is opened.
  const isSealed = draft.sampleId !== undefined
  const mayRaise = !isSealed && (owner?.may.includes('cases.report') ?? false)
  /** Keeps a change, or says that it was not kept. */
  const keep = async (work: Promise<Draft>) => {
    try {
      onDraft(await work)
      setSaid('')
    } catch (error) {
      setSaid(t(isFull(error) ? 'fieldApp.full' : 'fieldApp.notWritten'))
    }
  }
  return (
    <>
      <div className="field-visit-head">
        <button type="button" className="button button-quiet" onClick={() => goTo({ screen: 'list' })}>
          {t('fieldApp.back')}
        </button>
        <h1>{about}</h1>
        <p className="field-row-about">{[point.code, point.address, read(point.street)].filter((word) => word !== '').join(' · ')}</p>
      </div>
      {isSealed && <p className="field-note">{t('fieldApp.sealed')}</p>}
      {said !== '' && (
        <p className="field-note field-note-bad" role="alert">
          {said}
        </p>
      )}
      <Cards {...{ point, draft, checks, photosFor, isOpen, keep }} mayRaise={mayRaise} onCorrect={isSealed ? undefined : setCorrecting} />
      {correcting && <CorrectForm {...{ draft, about }} check={correcting} onClose={() => setCorrecting(undefined)} onDraft={onDraft} />}
      {!isSealed && <FormsHere point={point.id} />}
      {mayRaise && <ReportForm pointId={point.id} about={about} />}
      <p className="quiet" role="status">
        {t('fieldApp.progress', { left: progress.left, faulty: progress.faulty.length })}
      </p>
      <VisitFoot
        {...{ point, draft, isOpen, onDraft }}
        left={progress.left}
        canFinish={progress.answered > 0 && progress.faulty.length === 0}
        onFinish={() => keep(finish(draft, about))}
      />
    </>
  )
}

interface CardsProps {
  readonly point: ListedPoint
  readonly draft: Draft
  readonly checks: readonly PackCheck[]
  readonly photosFor: 'required' | 'everyFault'
  readonly isOpen: boolean
  readonly mayRaise: boolean
  readonly keep: (work: Promise<Draft>) => Promise<void>
  readonly onCorrect: ((check: PackCheck) => void) | undefined
}

function Cards({ point, draft, checks, photosFor, isOpen, mayRaise, keep, onCorrect }: CardsProps) {
  const { read, moment } = useWords()
  const { frame, wishes, owner } = useDay()
  const last = useLast(point.id)
  const classes = useMemo(() => (frame?.classes ?? []).map(({ code, name, big }) => ({ value: code, label: `${big} · ${name}` })), [frame])
  const take = async (fact: string, file: File, from: 'camera' | 'gallery') => {
    const words = [`${read(point.title)} ${point.code}`, `${moment(now())} ${owner?.name ?? ''}`]
    return addPhoto(draft, fact, await photoFrom(file, { draftId: draft.id, fact, from, wishes, words }))
  }
  return (
    <ol className="field-checks">
      {checks.map((check, index) => {
        const found = last.find(([place]) => frame!.checks[place]?.fact === check.fact)
        const given = draft.answers[check.fact]
        return (
          <CheckCard
            key={check.fact}
            no={index + 1}
            last={found && { grade: found[1], at: found[2] }}
            {...{ check, given, photosFor, isOpen, mayRaise, classes }}
            onChange={(change) => void keep(answer(draft, check.fact, change))}
            onPhoto={(file, from) => void keep(take(check.fact, file, from))}
            onRemovePhoto={(id) => void keep(removePhoto(draft, check.fact, id))}
            onRaise={(isRaised) => void keep(answer(draft, check.fact, { caseId: isRaised ? v7() : undefined } as never))}
            onCorrect={onCorrect && (() => onCorrect(check))}
          />
        )
      })}
    </ol>
  )
}

/** The nearest point that is left. */
function nextOf(point: ListedPoint): { readonly point: ListedPoint; readonly metres: number } | undefined {
  const { points, marks } = dayNow()
  let best: { point: ListedPoint; metres: number } | undefined
  for (const other of points) {
    if (other.id === point.id || marks.get(other.id)?.state === 'finished') continue
    const metres = metresBetween(point.place, other.place)
    if (best === undefined || metres < best.metres) best = { point: other, metres }
  }
  return best
}

interface VisitFootProps {
  readonly point: ListedPoint
  readonly draft: Draft
  readonly isOpen: boolean
  /** How many checks have no answer yet. */
  readonly left: number
  readonly canFinish: boolean
  readonly onFinish: () => Promise<void>
  readonly onDraft: (draft: Draft) => void
}

function VisitFoot({ point, draft, isOpen, left, canFinish, onFinish, onDraft }: VisitFootProps) {
  const { t, number } = useWords()
  const [isSent, setIsSent] = useState(false)
  // Asked once, of as many as were left then: who answers one more is asked anew, who says yes goes on.
  const [askedOf, setAskedOf] = useState(0)
  const isAsked = left > 0 && askedOf === left
  const next = nextOf(point)
  const done = async () => {
    if (left > 0 && !isAsked) return setAskedOf(left)
    await onFinish()
    if (next) goTo({ screen: 'point', point: next.point.id })
    else goTo({ screen: 'list' })
  }
  const again = async () => {
    const opened = await reopen(draft)
    if (opened) onDraft(opened)
    else setIsSent(true)
  }
  return (
    <div className="field-foot field-foot-visit">
      {isOpen && isAsked && (
        <p className="field-foot-ask" role="alert">
          {t('fieldApp.finishSure', { left })}
        </p>
      )}
      <button type="button" className="button button-plain" onClick={() => goTo({ screen: 'map' })}>
        {t('fieldApp.map')}
      </button>
      {isOpen ? (
        <button type="button" className="button button-primary grow" disabled={!canFinish} onClick={() => void done()}>
          {isAsked ? t('fieldApp.finishStill') : next ? t('fieldApp.finishNext', { metres: number(next.metres) }) : t('fieldApp.finish')}
        </button>
      ) : isSent ? (
        <button type="button" className="button button-plain grow" onClick={() => onDraft(freshDraft(point.id, dayNow().frame))}>
          {t('fieldApp.visitAgain')}
        </button>
      ) : (
        <button type="button" className="button button-plain grow" onClick={() => void again()}>
          {t('fieldApp.reopen')}
        </button>
      )}
    </div>
  )
}
