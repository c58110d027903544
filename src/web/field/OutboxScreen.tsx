/** What waits, what is under way, what the server has, and what it refused with its reason. Nothing leaves this list unless it arrived. */
import { memo, useEffect, useState, useSyncExternalStore } from 'react'
import type { Item } from '../../field/outbox.ts'
import { useWords } from '../../ui/words.tsx'
import { sendAgain } from './acts.ts'
import { useDay } from './day.ts'
import { database, whenWritten } from './keep.ts'
import { sendingNow, sendSoon, whenSending } from './send.ts'
import { goTo } from './where.ts'

const mostShown = 200

/** The outbox. */
export function OutboxScreen() {
  const { t } = useWords()
  const { unsent } = useDay()
  const items = useItems()
  const { busy, owesSignIn } = useSyncExternalStore(whenSending, sendingNow)
  const open = items.filter(({ state }) => state !== 'acknowledged')
  const done = items.length - open.length
  return (
    <div className="field-page">
      <h1>{t('fieldApp.outbox')}</h1>
      <p role="status">{t('fieldApp.outboxSum', { unsent, done })}</p>
      {owesSignIn && (
        <p className="field-note field-note-wait">
          {t('fieldApp.signInToSend')}
          <button type="button" className="button button-plain" onClick={() => goTo({ screen: 'pack' })}>
            {t('fieldApp.signIn')}
          </button>
        </p>
      )}
      {open.length > 0 && (
        <button type="button" className="button button-primary field-wide" onClick={() => sendSoon(true)}>
          {t('fieldApp.sendNow')}
        </button>
      )}
      <ol className="field-items">
        {[...open, ...items.filter(({ state }) => state === 'acknowledged').toReversed()].slice(0, mostShown).map((item) => (
          <Line key={item.id} item={item} isBusy={busy.has(item.id)} />
        ))}
      </ol>
      {items.length > mostShown && <p className="quiet small">{t('fieldApp.more', { n: items.length - mostShown })}</p>}
    </div>
  )
}

/** The items in the order in which they were put in; read again a second after a write. */
function useItems(): readonly Item[] {
  const [items, setItems] = useState<readonly Item[]>([])
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let isGone = false
    const readItems = async () => {
      timer = undefined
      const all = await (await database()).getAll('outbox')
      if (!isGone) setItems(all.toSorted((a, b) => a.turn - b.turn))
    }
    void readItems()
    const end = whenWritten(({ outbox }) => {
      if (outbox) timer ??= setTimeout(() => void readItems(), 1000)
    })
    return () => {
      isGone = true
      clearTimeout(timer)
      end()
    }
  }, [])
  return items
}

interface LineProps {
  readonly item: Item
  readonly isBusy: boolean
}

/** Read anew an item is another object; one that says the same is not drawn again. */
const isSame = (a: LineProps, b: LineProps) =>
  a.isBusy === b.isBusy &&
  a.item.id === b.item.id &&
  a.item.state === b.item.state &&
  a.item.tries === b.item.tries &&
  a.item.became?.no === b.item.became?.no &&
  a.item.why === b.item.why

const Line = memo(function Line({ item, isBusy }: LineProps) {
  const { t, tAny, moment } = useWords()
  const state = isBusy ? 'sending' : item.state
  return (
    <li className="field-item">
      <span className="grow">
        <strong>{tAny(`fieldApp.call.${item.route}`)}</strong>
        <span className="field-row-about">
          {item.about} · {moment(item.at)}
        </span>
        {item.became && (
          <a className="field-became" href={`/cases/${item.became.id}`}>
            {t('fieldApp.becameCase', { no: item.became.no })}
          </a>
        )}
        {item.rivals !== undefined && <span className="field-why">{t('fieldApp.rivals', { n: item.rivals })}</span>}
        {item.why !== undefined && state !== 'acknowledged' && <span className="field-why">{item.why}</span>}
      </span>
      <span className={`field-tag field-tag-${state}`}>{t('fieldApp.itemState', { state, tries: item.tries })}</span>
      {state === 'refused' && (
        <button type="button" className="button button-plain" onClick={() => void sendAgain(item.id)}>
          {t('fieldApp.again')}
        </button>
      )}
    </li>
  )
}, isSame)
