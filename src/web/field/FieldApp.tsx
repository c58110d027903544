/** The frame of the field: whose city, whether there is a network, how much waits; below it the open screen; at the foot the ways. */
import { lazy, Suspense, useSyncExternalStore } from 'react'
import { clockOffMs } from '../../field/offset.ts'
import { Icon, type IconName } from '../../ui/Icon.tsx'
import { useWords, type Word } from '../../ui/words.tsx'
import { useDay } from './day.ts'
import { ListScreen } from './ListScreen.tsx'
import { goTo, pathOf, useWhere, type Where } from './where.ts'

const VisitScreen = lazy(async () => ({ default: (await import('./VisitScreen.tsx')).VisitScreen }))
const MapScreen = lazy(async () => ({ default: (await import('./MapScreen.tsx')).MapScreen }))
const OutboxScreen = lazy(async () => ({ default: (await import('./OutboxScreen.tsx')).OutboxScreen }))
const PackScreen = lazy(async () => ({ default: (await import('./PackScreen.tsx')).PackScreen }))

const subscribe = (listener: () => void) => {
  window.addEventListener('online', listener)
  window.addEventListener('offline', listener)
  return () => {
    window.removeEventListener('online', listener)
    window.removeEventListener('offline', listener)
  }
}

/** Whether the device believes that it has a network. */
export const useOnline = (): boolean => useSyncExternalStore(subscribe, () => navigator.onLine)

/** The app. */
export function FieldApp() {
  const where = useWhere()
  const { frame } = useDay()
  // Without a pack there is nothing to do but to get one.
  const shown: Where = frame === undefined && where.screen !== 'outbox' ? { screen: 'pack' } : where
  return (
    <div className="field-app">
      <Head />
      <ClockNote />
      <main className="field-main" id="main">
        <Suspense fallback={<p className="field-wait" role="status" />}>
          <Screen where={shown} />
        </Suspense>
      </main>
      {shown.screen !== 'point' && <Foot now={shown.screen} />}
    </div>
  )
}

function Screen({ where }: { where: Where }) {
  if (where.screen === 'point') return <VisitScreen key={where.point} pointId={where.point} />
  if (where.screen === 'map') return <MapScreen />
  if (where.screen === 'outbox') return <OutboxScreen />
  if (where.screen === 'pack') return <PackScreen />
  return <ListScreen />
}

function Head() {
  const { t, read } = useWords()
  const { frame, unsent, refused } = useDay()
  const isOnline = useOnline()
  const tone = refused > 0 ? 'bad' : unsent > 0 || !isOnline ? 'wait' : 'good'
  return (
    <header className="field-head">
      <p className="field-title">{frame ? read(frame.round?.title ?? frame.area?.title ?? frame.city) : t('fieldApp.title')}</p>
      <button type="button" className={`field-state field-state-${tone}`} onClick={() => goTo({ screen: 'outbox' })}>
        {t('fieldApp.state', { online: String(isOnline), unsent })}
      </button>
    </header>
  )
}

/** Said as long as it is so: times are kept as the clock told them, and everybody shall know. */
function ClockNote() {
  const { t } = useWords()
  const { offsetMs } = useDay()
  if (offsetMs === null || Math.abs(offsetMs) <= clockOffMs) return null
  const minutes = Math.round(Math.abs(offsetMs) / 60_000)
  return (
    <p className="field-note field-note-wait" role="status">
      <Icon name="history" />
      {t('fieldApp.clockOff', { minutes, way: offsetMs > 0 ? 'slow' : 'fast' })}
    </p>
  )
}

const ways: readonly { readonly screen: 'list' | 'map' | 'outbox' | 'pack'; readonly icon: IconName; readonly word: Word }[] = [
  { screen: 'list', icon: 'list', word: 'fieldApp.points' },
  { screen: 'map', icon: 'map', word: 'fieldApp.map' },
  { screen: 'outbox', icon: 'share', word: 'fieldApp.outbox' },
  { screen: 'pack', icon: 'download', word: 'fieldApp.pack' },
]

function Foot({ now }: { now: Where['screen'] }) {
  const { t } = useWords()
  return (
    <nav className="field-foot" aria-label={t('fieldApp.ways')}>
      {ways.map(({ screen, icon, word }) => (
        <a
          key={screen}
          href={pathOf({ screen })}
          aria-current={screen === now ? 'page' : undefined}
          onClick={(event) => {
            event.preventDefault()
            goTo({ screen })
          }}
        >
          <Icon name={icon} />
          {t(word)}
        </a>
      ))}
    </nav>
  )
}
