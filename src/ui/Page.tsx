/** The frame of a page: head with title and actions, cards, breadcrumb, figures, progress, tags of state, steps of a wizard. */
import './page.css'
import './table.css'
import { type ReactNode, useEffect } from 'react'
import { Breadcrumb, Breadcrumbs as AriaBreadcrumbs } from 'react-aria-components/Breadcrumbs'
import { Link } from './Button.tsx'
import { Icon, type IconName } from './Icon.tsx'
import { useWords } from './words.tsx'

export interface Crumb {
  readonly label: string
  readonly href?: string
}

export interface PageHeaderProps {
  readonly title: string
  readonly subtitle?: ReactNode
  /** The way here; the title itself is not repeated. */
  readonly crumbs?: readonly Crumb[]
  readonly actions?: ReactNode
  /** Tags beside the title. */
  readonly tags?: ReactNode
}

/** The head of a page, and the title of the browser's tab. */
export function PageHeader({ title, subtitle, crumbs, actions, tags }: PageHeaderProps) {
  const { t } = useWords()
  const product = t('ui.product')
  useEffect(() => {
    document.title = `${title} · ${product}`
  }, [title, product])
  return (
    <header className="page-head">
      {crumbs && crumbs.length > 0 && (
        <AriaBreadcrumbs className="crumbs" aria-label={t('ui.breadcrumb')}>
          {crumbs.map((crumb) => (
            <Breadcrumb key={crumb.label} className="crumb">
              <Link href={crumb.href ?? '#'}>{crumb.label}</Link>
            </Breadcrumb>
          ))}
        </AriaBreadcrumbs>
      )}
      <div className="page-head-line">
        <div className="page-head-words">
          <div className="row">
            <h1>{title}</h1>
            {tags}
          </div>
          {subtitle !== undefined && <p className="page-subtitle">{subtitle}</p>}
        </div>
        {actions !== undefined && <div className="page-actions">{actions}</div>}
      </div>
    </header>
  )
}

/** A titled box. `flush` lets a table reach the edges. */
export function Card({
  title,
  actions,
  children,
  flush = false,
}: {
  title?: string
  actions?: ReactNode
  children: ReactNode
  flush?: boolean
}) {
  return (
    <section className={flush ? 'card card-flush' : 'card'}>
      {(title !== undefined || actions !== undefined) && (
        <header className="card-head">
          {title !== undefined && <h2>{title}</h2>}
          {actions !== undefined && <div className="row">{actions}</div>}
        </header>
      )}
      <div className="card-body">{children}</div>
    </section>
  )
}

export type Tone = 'grey' | 'blue' | 'green' | 'amber' | 'red' | 'violet'

export interface StatusTagProps {
  readonly tone?: Tone
  readonly icon?: IconName
  /** More than a few words: it may wrap. */
  readonly long?: boolean
  readonly children: ReactNode
}

/** A state: colour and word, never colour alone. Red only for overdue and danger. */
export function StatusTag({ tone = 'grey', icon, long = false, children }: StatusTagProps) {
  return (
    <span className={`tag tag-${tone}${long ? ' tag-long' : ''}`}>
      {icon && <Icon name={icon} size={1} />}
      {children}
    </span>
  )
}

export interface StatTileProps {
  readonly label: string
  readonly value: string
  readonly unit?: string
  /** Words under the figure: compared with what, as of when. */
  readonly note?: ReactNode
  readonly tone?: Tone
  /** The list behind the number. */
  readonly href?: string
}

/** One figure with its name; the whole tile opens the list behind it. */
export function StatTile({ label, value, unit, note, tone, href }: StatTileProps) {
  const inside = (
    <>
      <span className="tile-label">{label}</span>
      <span className={`tile-value${tone ? ` ink-${tone}` : ''}`}>
        {value}
        {unit !== undefined && unit !== '' && <span className="tile-unit">{unit}</span>}
      </span>
      {note !== undefined && <span className="tile-note">{note}</span>}
    </>
  )
  return href === undefined ? (
    <div className="tile">{inside}</div>
  ) : (
    <div className="tile tile-open">
      <Link href={href} quiet>
        {inside}
      </Link>
    </div>
  )
}

/** How far something has come, as a bar with its figure. Value and max in any one unit. */
export function ProgressBar({
  label,
  value,
  max = 100,
  tone = 'blue',
  hideLabel = false,
}: {
  label: string
  value: number
  max?: number
  tone?: Tone
  hideLabel?: boolean
}) {
  const { percent } = useWords()
  const share = max === 0 ? 0 : Math.min(1, Math.max(0, value / max))
  return (
    <div className="progress">
      <div className={hideLabel ? 'unseen' : 'progress-words'}>
        <span>{label}</span>
        <span className="number">{percent(share, 0)}</span>
      </div>
      <div
        className="progress-track"
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
      >
        <div className={`progress-fill fill-${tone}`} style={{ width: `${share * 100}%` }} />
      </div>
    </div>
  )
}

/** The steps of a wizard with the one that is on. */
export function Stepper({ label, steps, at }: { label: string; steps: readonly string[]; at: number }) {
  return (
    <ol className="stepper" aria-label={label}>
      {steps.map((step, index) => (
        <li
          key={step}
          className={index < at ? 'step step-done' : index === at ? 'step step-on' : 'step'}
          aria-current={index === at ? 'step' : undefined}
        >
          <span className="step-no" aria-hidden="true">
            {index < at ? <Icon name="check" size={1} /> : index + 1}
          </span>
          {step}
        </li>
      ))}
    </ol>
  )
}

/** Names and values of one thing, one a line. Empty values are shown as a dash. */
export function Facts({ items }: { items: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="facts">
      {items.map(([name, value]) => (
        <div key={name} className="fact">
          <dt>{name}</dt>
          <dd>{value === '' || value === null || value === undefined || value === false ? '—' : value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** A remark that stands in the page: what to know before going on. */
export function Note({ tone = 'blue', title, children }: { tone?: Tone; title?: string; children: ReactNode }) {
  return (
    <div className={`note note-${tone}`} role="note">
      <Icon name={tone === 'red' || tone === 'amber' ? 'warn' : 'info'} />
      <div>
        {title !== undefined && <p className="strong">{title}</p>}
        {children}
      </div>
    </div>
  )
}
