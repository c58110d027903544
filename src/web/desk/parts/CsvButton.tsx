/**
 * The list as CSV, for who works on with it in another program. A long one is counted while it comes, and can be given up; what
 * broke off on the way is not saved: a file that lacks rows looks like a whole one.
 */
import { useState } from 'react'
import { asProblem } from '../../../api/client.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { ProgressBar } from '../../../ui/Page.tsx'
import { showProblem } from '../../../ui/Toast.tsx'
import { useWords } from '../../../ui/words.tsx'
import { unreachable } from '../../call.ts'
import { csvLines } from './csvLines.ts'

interface CsvButtonProps {
  readonly href: string
  /** Rows that the list has, as far as they were counted. */
  readonly total: number | undefined
}

/** Shorter ones are there before anybody has read how far they are. */
const patienceMs = 700

/** The button, and once it takes longer, how far it is. */
export function CsvButton({ href, total }: CsvButtonProps) {
  const { t, number } = useWords()
  const [rows, setRows] = useState<number | null>(null)
  const [isLong, setLong] = useState(false)
  const [stop, setStop] = useState<AbortController | null>(null)
  const take = async () => {
    const way = new AbortController()
    const timer = setTimeout(() => setLong(true), patienceMs)
    setStop(way)
    setRows(0)
    try {
      await fetchCsv(href, way.signal, setRows)
    } catch (error) {
      if (!way.signal.aborted) showProblem(error)
    } finally {
      clearTimeout(timer)
      setStop(null)
      setLong(false)
    }
  }
  return (
    <>
      <Button small icon="download" isPending={stop !== null} onPress={() => void take()}>
        {t('ui.exportCsv')}
      </Button>
      {isLong && stop && (
        <Dialog
          title={t('ui.exportCsv')}
          isOpen
          onClose={() => stop.abort()}
          actions={<Button onPress={() => stop.abort()}>{t('ui.cancel')}</Button>}
        >
          <div className="stack">
            <p aria-live="polite">{t('ui.exportedRows', { count: number(rows ?? 0) })}</p>
            {total !== undefined && <ProgressBar label={t('ui.exportCsv')} value={Math.min(rows ?? 0, total)} max={total} />}
          </div>
        </Dialog>
      )}
    </>
  )
}

/** Fetches and saves the file. *Refuses:* what the server refuses, in its words; `api.unreachable` where the line broke. */
async function fetchCsv(href: string, signal: AbortSignal, onRows: (rows: number) => void): Promise<void> {
  const reply = await fetch(href, { signal }).catch(() => Promise.reject(unreachable()))
  if (!reply.ok) throw asProblem(reply.status, await reply.json().catch(() => undefined))
  const parts: BlobPart[] = []
  const count = csvLines()
  const reader = reply.body!.getReader()
  for (;;) {
    const { done, value } = await reader.read().catch(() => Promise.reject(unreachable()))
    if (done) break
    parts.push(value)
    // The first line is the heads.
    onRows(Math.max(0, count(value) - 1))
  }
  save(new Blob(parts, { type: 'text/csv;charset=utf-8' }), nameOf(reply.headers.get('content-disposition')))
}

const nameOf = (disposition: string | null): string =>
  decodeURIComponent(/filename\*=UTF-8''([^;]+)/.exec(disposition ?? '')?.[1] ?? 'cases.csv')

function save(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
