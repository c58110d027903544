/** Faults of a file, each with its place as a person finds it and with the remedy in words. */
import type { Fault } from '../../../base/problem.ts'
import { useWords } from '../../../ui/words.tsx'

/** A list of faults; nothing when there are none. */
export function FaultLines({ faults }: { faults: readonly Fault[] }) {
  const { t, tAny } = useWords()
  if (faults.length === 0) return null
  return (
    <ul className="imp-faults">
      {faults.map((fault, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- the same fault may be said twice
        <li key={index}>
          {fault.row !== undefined && (
            <span className="quiet small">{[fault.sheet, t('ui.row', { row: fault.row })].filter(Boolean).join(' · ')} </span>
          )}
          {tAny(fault.says, { at: fault.at, ...fault.details })}
        </li>
      ))}
    </ul>
  )
}
