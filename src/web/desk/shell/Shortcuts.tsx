/** Keys for those who work here all day: `g` and a letter goes to a page, `/` searches, `?` shows this list. */
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { Dialog } from '../../../ui/Overlays.tsx'
import { useWords } from '../../../ui/words.tsx'
import { nav } from '../nav.ts'
import { isTyping } from './GlobalSearch.tsx'

const opened = new EventTarget()

/** Shows the list of keys. */
export const openShortcuts = () => void opened.dispatchEvent(new Event('open'))

/** Listens to the keys and shows their list. */
export function Shortcuts() {
  const { t } = useWords()
  const [isOpen, setOpen] = useState(false)
  const navigate = useNavigate()
  const waits = useRef(0)
  useEffect(() => {
    const open = () => setOpen(true)
    const listen = (event: KeyboardEvent) => {
      if (isTyping(event)) return
      const page = event.timeStamp - waits.current < 1500 ? nav.find(({ key }) => key === event.key) : undefined
      waits.current = event.key === 'g' && !page ? event.timeStamp : 0
      if (page) void navigate({ to: page.path })
      else if (event.key === '?') setOpen(true)
    }
    opened.addEventListener('open', open)
    document.addEventListener('keydown', listen)
    return () => {
      opened.removeEventListener('open', open)
      document.removeEventListener('keydown', listen)
    }
  }, [navigate])
  return (
    <Dialog title={t('shell.shortcuts')} isOpen={isOpen} onClose={() => setOpen(false)}>
      <dl className="keys">
        <KeyLine keys={['/']} says={t('shell.search')} />
        <KeyLine keys={['?']} says={t('shell.shortcuts')} />
        <KeyLine keys={['↑', '↓']} says={t('shell.keys.rows')} />
        <KeyLine keys={['Enter']} says={t('shell.keys.open')} />
        <KeyLine keys={['Esc']} says={t('shell.keys.close')} />
        {nav.map(({ key, word }) => (
          <KeyLine key={key} keys={['g', key]} says={t(word)} />
        ))}
      </dl>
    </Dialog>
  )
}

function KeyLine({ keys, says }: { keys: readonly string[]; says: string }) {
  return (
    <div className="keys-line">
      <dt>
        {keys.map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dt>
      <dd>{says}</dd>
    </div>
  )
}
