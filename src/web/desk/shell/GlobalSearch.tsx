/**
 * The search box of the bar: `/` reaches it from anywhere. While one types, everything that holds the words is shown by kind; the
 * arrow keys walk through it, Enter opens, Escape leaves. It is a combo box with a grouped list, as screen readers know it.
 */
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, type MouseEvent, type RefObject, useEffect, useId, useRef, useState } from 'react'
import { type Found, type FoundGroup, searchApi, type SearchKind } from '../../../search/search.api.ts'
import { Icon } from '../../../ui/Icon.tsx'
import { useWords } from '../../../ui/words.tsx'
import { calls } from '../../call.ts'
import '../../../ui/fields.css'
import './search.css'

const house = calls('search', searchApi)

/** Where a thing is seen. */
const hrefOf: Record<SearchKind, (it: Found) => string> = {
  case: ({ id }) => `/cases/${id}`,
  point: ({ id }) => `/points?point=${id}`,
  duty: ({ id, of }) => `/duties?edition=${of ?? ''}&open=${id}`,
  criterion: ({ id, of }) => `/standards/${of ?? ''}?node=${encodeURIComponent(id)}`,
  unit: ({ id }) => `/duties?unit=${id}`,
  post: ({ of }) => `/duties?unit=${of ?? ''}`,
  import: ({ id }) => `/imports/${id}`,
}

/** The list of a kind, searched for the same words. */
const listOf: Partial<Record<SearchKind, (q: string) => string>> = {
  case: (q) => `/cases?text=${encodeURIComponent(q)}`,
  point: (q) => `/points?text=${encodeURIComponent(q)}`,
  duty: (q) => `/duties?text=${encodeURIComponent(q)}`,
  import: (q) => `/imports?text=${encodeURIComponent(q)}`,
}

/** The words once nobody has typed for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text.trim()), 200)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}

interface Line {
  readonly key: string
  readonly href: string
}

const linesOf = (groups: readonly FoundGroup[], q: string): Line[] =>
  groups.flatMap(({ kind, items, more, partial }) => [
    ...items.map((it) => ({ key: `${kind} ${it.id} ${it.of ?? ''}`, href: hrefOf[kind](it) })),
    ...((more || partial) && listOf[kind] ? [{ key: `${kind} more`, href: listOf[kind](q) }] : []),
  ])

/** The box. */
export function GlobalSearch() {
  const { t } = useWords()
  const id = useId()
  const [text, setText] = useState('')
  const [isOpen, setOpen] = useState(false)
  const [at, setAt] = useState(0)
  const box = useRef<HTMLDivElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const navigate = useNavigate()
  const q = useSettled(text)
  const asked = useQuery({ ...house.search.ask({ query: { q } }), enabled: isOpen && q !== '', staleTime: 10_000 })
  const groups = asked.data?.groups ?? []
  const lines = linesOf(groups, q)
  const isShown = isOpen && text.trim() !== ''
  useSlash(input)
  const go = (href: string) => {
    setOpen(false)
    input.current?.blur()
    void navigate({ href } as never)
  }
  const keys = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined && lines.length > 0) setAt((at + step + lines.length) % lines.length)
    else if (event.key === 'Enter' && lines[at] && q === text.trim()) go(lines[at].href)
    else if (event.key === 'Escape') {
      if (!isShown) setText('')
      setOpen(false)
    } else return
    event.preventDefault()
  }
  return (
    <div
      className="bar-search"
      ref={box}
      onBlur={({ relatedTarget }) => {
        if (!box.current?.contains(relatedTarget)) setOpen(false)
      }}
    >
      <div className="search">
        <Icon name="search" />
        <input
          ref={input}
          className="input"
          type="search"
          role="combobox"
          aria-label={t('shell.search')}
          placeholder={t('shell.search')}
          aria-expanded={isShown}
          aria-controls={`${id}list`}
          aria-autocomplete="list"
          {...(isShown && lines[at] ? { 'aria-activedescendant': `${id}${at}` } : {})}
          value={text}
          onFocus={() => setOpen(true)}
          onChange={({ target }) => {
            setText(target.value)
            setAt(0)
            setOpen(true)
          }}
          onKeyDown={keys}
        />
      </div>
      {isShown && <Results id={id} groups={groups} q={q} at={at} isPending={q !== text.trim() || asked.isPending} onGo={go} onAt={setAt} />}
    </div>
  )
}

/** `/` goes to the box from wherever nobody types. */
function useSlash(input: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => {
      if (event.key !== '/' || isTyping(event)) return
      event.preventDefault()
      input.current?.focus()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [input])
}

interface ResultsProps {
  readonly id: string
  readonly groups: readonly FoundGroup[]
  readonly q: string
  readonly at: number
  readonly isPending: boolean
  readonly onGo: (href: string) => void
  readonly onAt: (at: number) => void
}

/** What was found, by kind. */
function Results({ id, groups, q, at, isPending, onGo, onAt }: ResultsProps) {
  const { t } = useWords()
  const lines = linesOf(groups, q)
  const option = (key: string) => {
    const index = lines.findIndex((line) => line.key === key)
    return {
      id: `${id}${index}`,
      role: 'option' as const,
      'aria-selected': index === at,
      className: index === at ? 'found-line found-at' : 'found-line',
      // Pressed, not clicked: the box loses the focus, and the list with it, before a click is over.
      onMouseDown: (event: MouseEvent) => {
        event.preventDefault()
        onGo(lines[index]!.href)
      },
      onMouseMove: () => index !== at && onAt(index),
    }
  }
  const count = groups.reduce((sum, { items }) => sum + items.length, 0)
  return (
    <div className="found">
      <p className="found-say small quiet" aria-live="polite">
        {isPending ? t('search.waiting') : count === 0 ? t('search.nothing') : t('search.found', { count })}
      </p>
      <div role="listbox" id={`${id}list`} aria-label={t('search.results')}>
        {groups.map(({ kind, items, more, partial }) => (
          <div key={kind} role="group" aria-label={t(`search.kind.${kind}`)}>
            <div className="found-kind small quiet" aria-hidden="true">
              {t(`search.kind.${kind}`)}
            </div>
            {items.map((it) => (
              <div key={`${it.id} ${it.of ?? ''}`} {...option(`${kind} ${it.id} ${it.of ?? ''}`)}>
                <FoundLine it={it} />
              </div>
            ))}
            {(more || partial) && listOf[kind] && (
              <div {...option(`${kind} more`)}>
                <span className="found-more small">{t(partial ? 'search.partial' : 'search.more')}</span>
              </div>
            )}
          </div>
        ))}
      </div>
    </div>
  )
}

function FoundLine({ it }: { it: Found }) {
  const { read } = useWords()
  return (
    <>
      <span className="found-title">{read(it.title)}</span>
      <span className="found-note small quiet">{[it.code, read(it.note ?? undefined)].filter(Boolean).join(' · ')}</span>
    </>
  )
}

/** Whether keys now belong to a field or an open dialog. */
export function isTyping(event: globalThis.KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return true
  return (
    target !== null &&
    (target.isContentEditable || target.closest('input,textarea,select,[role=dialog],[role=listbox],[role=menu]') !== null)
  )
}
