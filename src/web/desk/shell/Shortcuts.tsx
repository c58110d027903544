/** Keys for those who work here all day: `g` and a letter goes to a page, `/` searches, `?` shows this list. */
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { nav } from '../nav.ts'
import { isTyping } from './GlobalSearch.tsx'

const ShortcutList = lazy(async () => ({ default: (await import('./ShortcutList.tsx')).ShortcutList }))

const opened = new EventTarget()

/** Shows the list of keys. */
export const openShortcuts = () => void opened.dispatchEvent(new Event('open'))

/** Listens to the keys and shows their list. */
export function Shortcuts() {
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
  return isOpen ? (
    <Suspense>
      <ShortcutList onClose={() => setOpen(false)} />
    </Suspense>
  ) : null
}
