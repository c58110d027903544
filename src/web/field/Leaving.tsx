/** Signing out and clearing are one. As long as anything is unsent it is refused, and said by name, each with its way out. */
import { useCallback, useEffect, useState } from 'react'
import { Dialog } from '../../ui/Overlays.tsx'
import { useWords } from '../../ui/words.tsx'
import { clearDevice } from './acts.ts'
import { mayReopen } from '../../field/outbox.ts'
import { ask } from './ask.ts'
import { copyOf, copyOfAnswer, saveFile } from './copyVisit.ts'
import { readDay, useDay } from './day.ts'
import { isAnswer } from './forms.ts'
import { whenWritten } from './keep.ts'
import { discard, type Held, type Holding, sumOf, whatHolds } from './leave.ts'
import { belongsTo, packKeyOf } from './marks.ts'
import { goTo } from './where.ts'

/** The button, and what it says when it may not be. */
export function Leaving({ canSignOut }: { canSignOut: boolean }) {
  const { t } = useWords()
  const { owner } = useDay()
  const [isHeld, setHeld] = useState(false)
  if (!owner) return null
  const leave = async () => {
    if (!(await clearDevice())) return setHeld(true)
    await readDay()
    await ask('/session', { method: 'DELETE' }).catch(() => undefined)
    location.assign('/field/pack')
  }
  return (
    <section className="field-box">
      <button type="button" className="button button-plain field-wide" disabled={!canSignOut} onClick={() => void leave()}>
        {t('fieldApp.signOut')}
      </button>
      {isHeld && <HeldBack onClose={() => setHeld(false)} onLeave={leave} />}
    </section>
  )
}

/** What holds now, read again after every write. */
function useHeld(): Held | undefined {
  const [held, setHeld] = useState<Held>()
  const look = useCallback(() => void whatHolds().then(setHeld), [])
  useEffect(() => {
    look()
    return whenWritten(look)
  }, [look])
  return held
}

function HeldBack({ onClose, onLeave }: { onClose: () => void; onLeave: () => Promise<void> }) {
  const { t } = useWords()
  const held = useHeld()
  if (!held) return null
  const { holding, forms, waiting } = held
  const isFree = holding.length === 0 && forms === 0 && waiting === 0
  return (
    <Dialog
      isOpen
      title={t('fieldApp.signOut')}
      onClose={onClose}
      actions={
        isFree && (
          <button type="button" className="button button-primary field-wide" onClick={() => void onLeave()}>
            {t('fieldApp.signOut')}
          </button>
        )
      }
    >
      <div className="stack">
        <div role="status">
          {waiting > 0 && <p>{t('fieldApp.leaveWaiting', { n: waiting })}</p>}
          {holding.length > 0 && <p>{t('fieldApp.leaveHeld', { n: holding.length })}</p>}
          {forms > 0 && <p>{t('fieldApp.leaveForms', { n: forms })}</p>}
          {isFree && <p>{t('fieldApp.leaveFree')}</p>}
        </div>
        {waiting > 0 && (
          <button type="button" className="button button-plain field-wide" onClick={() => goTo({ screen: 'outbox' })}>
            {t('fieldApp.outbox')}
          </button>
        )}
        {forms > 0 && (
          <button type="button" className="button button-plain field-wide" onClick={() => goTo({ screen: 'forms' })}>
            {t('fieldApp.forms')}
          </button>
        )}
        <ul className="field-items">
          {holding.map((one) => (
            <HeldThing key={one.key} holding={one} />
          ))}
        </ul>
      </div>
    </Dialog>
  )
}

/** One thing that holds: what it is, why it is still here, and what can be done about it. */
function HeldThing({ holding }: { holding: Holding }) {
  const words = useWords()
  const { t, tAny, read, moment } = words
  const { frame, points } = useDay()
  const { draft, item } = holding
  const [isSure, setSure] = useState(false)
  const point = points.find(({ id }) => id === draft?.pointId)
  const name = item?.about ?? (read(draft?.named?.point ?? point?.title) || t('fieldApp.noSuchPoint'))
  const isOpen = !item || mayReopen(item)
  const isHere = isOpen && draft !== undefined && point !== undefined && packKeyOf(draft) === packKeyOf(belongsTo(frame))
  const copy = draft ? () => copyOf(draft, words) : item && isAnswer(item) ? () => copyOfAnswer(item, words) : undefined
  const holds = draft ? t('fieldApp.holds', sumOf(draft)) : tAny(`fieldApp.call.${item!.route}`)
  const why = item ? (item.why ?? '') : isHere ? '' : t('fieldApp.otherPack', { pack: read(draft?.named?.pack) || '—' })
  return (
    <li className="field-item">
      <span className="grow">
        <strong>{name}</strong>
        <span className="field-row-about">{`${moment(draft?.startedAt ?? item?.at)} · ${holds}`}</span>
        {why !== '' && <span className="field-why">{why}</span>}
      </span>
      {isSure ? (
        <Sure
          {...{ name, holds }}
          isPhoto={item?.photo !== undefined}
          onCancel={() => setSure(false)}
          onSure={() => void discard(holding)}
        />
      ) : (
        <div className="field-buttons">
          {isHere && (
            <button type="button" className="button button-primary" onClick={() => goTo({ screen: 'point', point: draft.pointId })}>
              {t('fieldApp.goOn')}
            </button>
          )}
          {copy && (
            <button
              type="button"
              className="button button-plain"
              onClick={() => void copy().then((file) => saveFile(file, `${name}.html`))}
            >
              {t('fieldApp.saveCopy')}
            </button>
          )}
          <button type="button" className="button button-danger" onClick={() => setSure(true)}>
            {t('fieldApp.discard')}
          </button>
        </div>
      )}
    </li>
  )
}

interface SureProps {
  readonly name: string
  readonly holds: string
  readonly isPhoto: boolean
  readonly onCancel: () => void
  readonly onSure: () => void
}

/** Asked once more, with what will be gone. */
function Sure({ name, holds, isPhoto, onCancel, onSure }: SureProps) {
  const { t } = useWords()
  return (
    <div role="alert" className="stack">
      <p>{t('fieldApp.discardSure', { name, holds })}</p>
      {isPhoto && <p>{t('fieldApp.discardPhoto')}</p>}
      <div className="field-buttons">
        <button type="button" className="button button-plain" onClick={onCancel}>
          {t('ui.cancel')}
        </button>
        <button type="button" className="button button-danger" onClick={onSure}>
          {t('fieldApp.discardNow')}
        </button>
      </div>
    </div>
  )
}
