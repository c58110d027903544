/** The search box of the bar: `/` reaches it from anywhere; Enter searches points by name, code or address. */
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { SearchField } from '../../../ui/SearchField.tsx'
import { useWords } from '../../../ui/words.tsx'

/** The box. */
export function GlobalSearch() {
  const { t } = useWords()
  const [q, setQ] = useState('')
  const box = useRef<HTMLDivElement>(null)
  const navigate = useNavigate()
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== '/' || isTyping(event)) return
      event.preventDefault()
      box.current?.querySelector('input')?.focus()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
  return (
    <div className="bar-search" ref={box}>
      <SearchField
        label={t('shell.search')}
        value={q}
        onChange={setQ}
        onSubmit={(text) => void navigate({ to: '/points', search: { text } as never })}
      />
    </div>
  )
}

/** Whether keys now belong to a field or an open dialog. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return true
  return (
    target !== null &&
    (target.isContentEditable || target.closest('input,textarea,select,[role=dialog],[role=listbox],[role=menu]') !== null)
  )
}
