/** The whole ledger checked on the spot, with how far it is and every finding by number and kind. */
import { useEffect, useState } from 'react'
import type { Finding } from '../../../ledger/findings.ts'
import type { Report } from '../../../ledger/verify.ts'
import { Button } from '../../../ui/Button.tsx'
import { Note, ProgressBar } from '../../../ui/Page.tsx'
import { useWords, type Words } from '../../../ui/words.tsx'
import { ledger, sayKind } from './calls.ts'

type State =
  | { readonly is: 'idle' | 'failed' }
  | { readonly is: 'running'; readonly done: number; readonly of: number }
  | { readonly is: 'done'; readonly report: Report }

/** The button, then the bar, then what was found. */
export function CheckNow() {
  const { t, number } = useWords()
  const [state, setState] = useState<State>({ is: 'idle' })
  const isRunning = state.is === 'running'
  useEffect(() => {
    if (!isRunning) return undefined
    const stream = new EventSource(ledger.check.href({}))
    stream.addEventListener('progress', ({ data }: MessageEvent<string>) =>
      setState({ is: 'running', ...(JSON.parse(data) as { done: number; of: number }) }),
    )
    stream.addEventListener('report', ({ data }: MessageEvent<string>) => {
      stream.close()
      setState({ is: 'done', report: JSON.parse(data) as Report })
    })
    // A check is not taken up again in the middle: it is made anew.
    stream.addEventListener('error', () => {
      stream.close()
      setState({ is: 'failed' })
    })
    return () => stream.close()
  }, [isRunning])
  return (
    <div className="stack-s" aria-live="polite">
      <div className="row">
        <Button kind="primary" icon="check" isDisabled={isRunning} onPress={() => setState({ is: 'running', done: 0, of: 0 })}>
          {t('ledger.checkNow')}
        </Button>
      </div>
      {state.is === 'running' && <ProgressBar label={t('ledger.checking')} value={state.done} max={Math.max(1, state.of)} />}
      {state.is === 'failed' && <Note tone="amber">{t('ledger.checkFailed')}</Note>}
      {state.is === 'done' && state.report.found === 0 && (
        <Note tone="green">
          {t('ledger.good', { size: number(state.report.size), signed: number(state.report.signed), heads: number(state.report.heads) })}
        </Note>
      )}
      {state.is === 'done' && state.report.found > 0 && <Findings report={state.report} />}
    </div>
  )
}

const shown = 50

function Findings({ report }: { report: Report }) {
  const words = useWords()
  const { t, number } = words
  return (
    <Note tone="red" title={t('ledger.bad', { found: number(report.found) })}>
      <ul>
        {report.findings.slice(0, shown).map((it) => (
          <li key={`${it.what} ${it.seq} ${it.kind ?? ''}`}>{sayFinding(words, it)}</li>
        ))}
      </ul>
      {report.found > shown && <p>{t('ledger.more', { n: number(report.found - shown) })}</p>}
    </Note>
  )
}

const sayFinding = (words: Words, { what, seq, to = seq, kind, by = 0 }: Finding): string =>
  words.tAny(`fault.ledger${what[0]!.toUpperCase()}${what.slice(1)}`, {
    seq,
    to,
    by,
    kind: kind === undefined ? '—' : sayKind(words, kind),
  })
