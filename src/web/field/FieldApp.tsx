/** The frame of the field: whose city, whether there is a network, how much waits; below it the open screen; at the foot the ways. */
import { lazy, Suspense, useSyncExternalStore } from 'react'
import { Icon } from '../../ui/Icon.tsx'
import { useWords } from '../../ui/words.tsx'
import { useDay } from './day.ts'
import { ListScreen } from './ListScreen.tsx'
import { clockNoteOf, stateOf, titleOf, waysOf } from './said.ts'
import { goTo, pathOf, useWhere, type Where } from './where.ts'

const VisitScreen = lazy(async () => ({ default: (await import('./VisitScreen.tsx')).VisitScreen }))
const MapScreen = lazy(async () => ({ default: (await import('./MapScreen.tsx')).MapScreen }))
const FormsScreen = lazy(async () => ({ default: (await import('./FormsScreen.tsx')).FormsScreen }))
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
const useOnline = (): boolean => useSyncExternalStore(subscribe, () => navigator.onLine)

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
  if (where.screen === 'forms') return <FormsScreen />
  if (where.screen === 'outbox') return <OutboxScreen />
  if (where.screen === 'pack') return <PackScreen />
  return <ListScreen />
}

function Head() {
  const words = useWords()
  const day = useDay()
  const { tone, text } = stateOf(day, useOnline(), words)
  return (
    <header className="field-head">
      <p className="field-title">{titleOf(day, words)}</p>
      <button type="button" className={`field-state field-state-${tone}`} onClick={() => goTo({ screen: 'outbox' })}>
        {text}
      </button>
    </header>
  )
}

function ClockNote() {
  const note = clockNoteOf(useDay(), useWords())
  return note === undefined ? null : (
    <p className="field-note field-note-wait" role="status">
      <Icon name="history" />
      {note}
    </p>
  )
}

function Foot({ now }: { now: Where['screen'] }) {
  const { t } = useWords()
  const { frame } = useDay()
  return (
    <nav className="field-foot" aria-label={t('fieldApp.ways')}>
      {waysOf(frame).map(({ screen, icon, word }) => (
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
