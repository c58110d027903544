/** The three states every list and page has besides "full": waiting, empty (with what to do next), and refused (with the remedy). */
import './states.css'
import type { ReactNode } from 'react'
import { Problem } from '../base/problem.ts'
import { Button, LinkButton } from './Button.tsx'
import { Icon, type IconName } from './Icon.tsx'
import { useWords } from './words.tsx'

/** Nothing here, said kindly: what would stand here and how to bring it about. */
export function EmptyState({
  icon = 'list',
  title,
  children,
  action,
}: {
  icon?: IconName
  title: string
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <div className="state">
      <span className="state-icon">
        <Icon name={icon} size={1.75} />
      </span>
      <p className="state-title">{title}</p>
      {children !== undefined && <div className="state-text">{children}</div>}
      {action}
    </div>
  )
}

function WayHome() {
  const { t } = useWords()
  return (
    <LinkButton kind="primary" href="/">
      {t('ui.goHome')}
    </LinkButton>
  )
}

/** What somebody may not see is refused a second time too, unless what was missing is a proof that is asked for again. */
const isForGood = (problem: Problem | null): boolean => problem?.status === 403 && problem.code !== 'access.proveAgain'

/** A refusal in the server's words, its faults one by one, and a way to try again; or home, where trying again cannot help. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => unknown }) {
  const { t } = useWords()
  const problem = error instanceof Problem ? error : null
  if (problem?.status === 404)
    return (
      <EmptyState icon="search" title={t('ui.notFound')} action={<WayHome />}>
        {problem.code === 'api.notFound' ? t('ui.notFoundHelp') : problem.message}
      </EmptyState>
    )
  return (
    <div className="state" role="alert">
      <span className="state-icon state-icon-bad">
        <Icon name="alert" size={1.75} />
      </span>
      <p className="state-title">{problem && problem.code !== 'api.unreachable' ? problem.message : t('problem.api.unreachable')}</p>
      {problem && <Faults problem={problem} />}
      {problem && <p className="state-text small">{t('ui.problemCode', { code: problem.code })}</p>}
      {onRetry && !isForGood(problem) && (
        <Button icon="redo" onPress={() => void onRetry()}>
          {t('ui.retry')}
        </Button>
      )}
      {onRetry && isForGood(problem) && <WayHome />}
    </div>
  )
}

/** The faults of a refusal, each with its place and remedy; nothing when there are none. */
export function Faults({ problem }: { problem: Problem }) {
  const { t } = useWords()
  if (problem.faults.length === 0) return null
  return (
    <ul className="faults">
      {problem.faults.map((fault, index) => (
        // The same fault may be said twice; its place in the list is its identity.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={index}>
          {fault.row !== undefined && (
            <span className="faults-place">
              {fault.sheet !== undefined && `${fault.sheet} · `}
              {t('ui.row', { row: fault.row })}
            </span>
          )}
          {(fault as { message?: string }).message ?? fault.says}
        </li>
      ))}
    </ul>
  )
}

/** Grey lines where text will be; says "loading" to screen readers. */
export function Loading({ lines = 6, label }: { lines?: number; label?: string }) {
  const { t } = useWords()
  return (
    <output className="loading">
      <span className="unseen">{label ?? t('ui.loading')}</span>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className="loading-line" style={{ width: `${[92, 78, 86, 64, 90, 72][line % 6]}%` }} />
      ))}
    </output>
  )
}

/** What a query gives, as far as these states need it. */
export interface Asked<Data> {
  readonly data: Data | undefined
  readonly error: unknown
  readonly isPending: boolean
  readonly refetch: () => unknown
}

/** Shows a query's states and, once there is an answer, the answer: `<Answer of={query}>{(data) => …}</Answer>`. */
export function Answer<Data>({ of: asked, lines, children }: { of: Asked<Data>; lines?: number; children: (data: Data) => ReactNode }) {
  if (asked.data !== undefined) return children(asked.data)
  if (asked.error) return <ErrorState error={asked.error} onRetry={asked.refetch} />
  return <Loading {...(lines === undefined ? {} : { lines })} />
}
