/** What stands around every page before sign-in: the mark, the look, and a box in the middle. */
import '../sign-in.css'
import { type ReactNode, useEffect, useRef } from 'react'
import { useWords } from '../../../ui/words.tsx'
import { BarMark, LookTools } from '../shell/TopBar.tsx'

/** The frame. `title` is that of the browser's tab. */
export function DoorFrame({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useWords()
  const product = t('ui.product')
  useEffect(() => {
    document.title = `${title} · ${product}`
  }, [title, product])
  return (
    <div className="door">
      <header className="bar">
        <span className="bar-name">
          <BarMark />
          <span className="bar-product">{product}</span>
        </span>
        <div className="bar-tools">
          <LookTools />
        </div>
      </header>
      <main className="door-main">{children}</main>
    </div>
  )
}

/** The title of a step that takes the place of another: it takes the focus too, so that nobody is left where nothing is any more. */
export function StepTitle({ children }: { children: ReactNode }) {
  const place = useRef<HTMLHeadingElement>(null)
  useEffect(() => place.current?.focus(), [])
  return (
    <h2 ref={place} tabIndex={-1}>
      {children}
    </h2>
  )
}
