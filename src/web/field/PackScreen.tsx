/** The pack of the day and the device: who works here, what is downloaded and how large it is, room, wishes for photos, signing out. */
import { useCallback, useEffect, useState } from 'react'
import type { Me } from '../../city/session.api.ts'
import type { PackSize } from '../../field/pack.ts'
import { changeLook } from '../../ui/look.ts'
import { speak, useWords } from '../../ui/words.tsx'
import { wish } from './acts.ts'
import { Refused, Unreachable } from './ask.ts'
import { useDay } from './day.ts'
import { type Coming, getPack, sizeOf, takeOver, whoIsIt } from './getPack.ts'
import { Leaving } from './Leaving.tsx'
import { sendSoon } from './send.ts'
import { SignInForm } from './SignInForm.tsx'
import { goTo } from './where.ts'
import { useRounds, useSealed, useStreets } from './choices.ts'

/** Who is signed in as far as the server says: not asked yet, nobody, or unreachable. */
type Asked = Me | 'asking' | 'nobody' | 'unreachable' | 'foreign'

/** Asks who is signed in; who may work here gets the outbox going again. */
async function lookWho(): Promise<Asked> {
  try {
    const me = await whoIsIt()
    if (!me) return 'nobody'
    if (!(await takeOver(me))) return 'foreign'
    sendSoon(true)
    return me
  } catch {
    return 'unreachable'
  }
}

/** The screen. */
export function PackScreen() {
  const { t } = useWords()
  const { frame, owner } = useDay()
  const [who, setWho] = useState<Asked>('asking')
  const look = useCallback(() => lookWho().then(setWho), [])
  useEffect(() => void look(), [look])
  return (
    <div className="field-page">
      <h1>{frame ? t('fieldApp.pack') : t('fieldApp.title')}</h1>
      {owner && <p>{t('fieldApp.owner', { name: owner.name, city: owner.city })}</p>}
      {who === 'nobody' && <SignInForm onDone={() => void look()} />}
      {who === 'unreachable' && <p className="field-note field-note-wait">{t('fieldApp.offlineHere')}</p>}
      {who === 'foreign' && <p className="field-note field-note-bad">{t('fieldApp.foreign', { name: owner?.name ?? '' })}</p>}
      {typeof who === 'object' && <Download />}
      <Room />
      <Choices />
      <Leaving canSignOut={typeof who === 'object'} />
    </div>
  )
}

const megabytes = (bytes: number) => bytes / 1_000_000

/** How large something is, which is never nothing when it is a little. */
const useSize = () => {
  const { number } = useWords()
  return (bytes: number) => (bytes === 0 ? number(0) : number(Math.max(0.1, megabytes(bytes)), 1))
}

function Download() {
  const { t, moment, read } = useWords()
  const sized = useSize()
  const { frame } = useDay()
  const streets = useStreets()
  const open = useRounds()
  const rounds = [...open, ...useSealed()]
  const [wanted, setWanted] = useState(frame?.query.slice(1) ?? '')
  const [size, setSize] = useState<PackSize>()
  const [coming, setComing] = useState<Coming>()
  const [said, setSaid] = useState('')
  const query = wanted === '' ? '' : `?${wanted}`
  useEffect(() => {
    let isGone = false
    sizeOf(query).then(
      (found) => isGone || setSize(found),
      (error: unknown) => isGone || setSaid(error instanceof Refused ? error.message : t('fieldApp.offlineHere')),
    )
    return () => {
      isGone = true
    }
  }, [query, t])
  // What was read for another round is not what would be downloaded now.
  const choose = (other: string) => {
    setWanted(other)
    setSize(undefined)
    setSaid('')
  }
  const download = async () => {
    setSaid('')
    setComing({ came: 0, of: 0 })
    try {
      await navigator.storage?.persist?.()
      setSaid(t('fieldApp.got', { state: await getPack(query, size!, setComing) }))
    } catch (error) {
      setSaid(error instanceof Refused ? error.message : t(error instanceof Unreachable ? 'fieldApp.offlineHere' : 'fieldApp.full'))
    } finally {
      setComing(undefined)
    }
  }
  return (
    <section className="field-box" aria-label={t('fieldApp.download')}>
      <label className="field-line">
        <span>{t('fieldApp.area')}</span>
        <select className="input" value={wanted} onChange={({ target }) => choose(target.value)}>
          <option value="">{t('fieldApp.wholeArea')}</option>
          {streets.map(({ id, name }) => (
            <option key={id} value={`area=${id}`}>
              {read(name)}
            </option>
          ))}
          {rounds.map(({ id, title }) => (
            <option key={id} value={`round=${id}`}>
              {read(title)}
            </option>
          ))}
        </select>
      </label>
      {!size && said === '' && <p className="quiet">{t('fieldApp.sizing')}</p>}
      {size && (
        <p>
          {t('fieldApp.size', {
            points: size.points,
            checks: size.checks,
            pack: sized(size.bytes),
            map: sized(size.mapBytes),
          })}
        </p>
      )}
      {size && size.forms + size.pictures > 0 && (
        <p>
          {t('fieldApp.sizeMore', {
            forms: size.forms,
            pictures: size.pictures,
            more: sized(size.formBytes + size.pictureBytes),
          })}
        </p>
      )}
      <button
        type="button"
        className="button button-primary field-wide"
        disabled={!size || coming !== undefined}
        onClick={() => void download()}
      >
        {t('fieldApp.download')}
      </button>
      {coming && <progress max={Math.max(1, coming.of)} value={coming.came} aria-label={t('fieldApp.download')} />}
      <p role="status">{said}</p>
      {frame && <p className="quiet small">{t('fieldApp.gotAt', { at: moment(frame.gotAt) })}</p>}
      {frame && (
        <button type="button" className="button button-plain field-wide" onClick={() => goTo({ screen: 'list' })}>
          {t('fieldApp.toPoints')}
        </button>
      )}
    </section>
  )
}

interface Space {
  readonly used: number
  readonly of: number
  readonly isKept: boolean
}

/** How much room there is, and whether the browser may take it back by itself. */
function Room() {
  const { t, number } = useWords()
  const [space, setSpace] = useState<Space>()
  useEffect(() => {
    const look = async () => {
      const { usage = 0, quota = 0 } = await navigator.storage.estimate()
      setSpace({ used: usage, of: quota, isKept: await navigator.storage.persisted() })
    }
    void look().catch(() => undefined)
  }, [])
  if (!space) return null
  return (
    <section className="field-box">
      <p>{t('fieldApp.room', { used: number(megabytes(space.used), 1), of: number(megabytes(space.of)) })}</p>
      {!space.isKept && <p className="quiet small">{t('fieldApp.notKept')}</p>}
    </section>
  )
}

function Choices() {
  const { t, language } = useWords()
  const { wishes } = useDay()
  return (
    <section className="field-box">
      <label className="field-tick">
        <input type="checkbox" checked={wishes.mark} onChange={({ target }) => void wish({ ...wishes, mark: target.checked })} />
        {t('fieldApp.wishMark')}
      </label>
      <label className="field-tick">
        <input type="checkbox" checked={wishes.place} onChange={({ target }) => void wish({ ...wishes, place: target.checked })} />
        {t('fieldApp.wishPlace')}
      </label>
      <div className="field-buttons">
        <button type="button" className="button button-plain" onClick={() => void speak(language === 'en' ? 'zh-CN' : 'en')}>
          {t('fieldApp.otherLanguage')}
        </button>
        <button
          type="button"
          className="button button-plain"
          onClick={() => changeLook({ size: document.documentElement.dataset['size'] === 'large' ? 'normal' : 'large' })}
        >
          {t('fieldApp.textSize')}
        </button>
      </div>
    </section>
  )
}
