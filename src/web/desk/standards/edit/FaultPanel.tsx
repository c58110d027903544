/** What is wrong with a draft, as it arises: each fault in words with its remedy; a press leads to the place. */
import { useState } from 'react'
import type { Fault } from '../../../../base/problem.ts'
import { Button } from '../../../../ui/Button.tsx'
import { Note, StatusTag } from '../../../../ui/Page.tsx'
import { useWords } from '../../../../ui/words.tsx'

const firstShown = 4

/** All faults, or the good news. */
export function FaultPanel({ faults, onJump }: { faults: readonly Fault[]; onJump: (at: string) => void }) {
  const { t, tAny } = useWords()
  const [isLong, setLong] = useState(false)
  if (faults.length === 0) return <Note tone="green">{t('standards.edit.noFaults')}</Note>
  const shown = isLong ? faults : faults.slice(0, firstShown)
  return (
    <Note tone="amber" title={t('standards.edit.faults', { count: faults.length })}>
      <ul className="std-faults">
        {shown.map((fault, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- the same fault may be said twice
          <li key={index}>
            <button type="button" className="std-jump" onClick={() => onJump(fault.at)}>
              {tAny(fault.says, fault.details ?? {})}
            </button>
          </li>
        ))}
      </ul>
      {faults.length > firstShown && (
        <Button small kind="quiet" onPress={() => setLong(!isLong)}>
          {isLong ? t('standards.edit.fewer') : t('standards.edit.allFaults', { count: faults.length })}
        </Button>
      )}
    </Note>
  )
}

/** Beside a node of the tree that has a fault. */
export function FaultMark() {
  const { t } = useWords()
  return (
    <StatusTag tone="amber" icon="warn">
      {t('standards.edit.faulty')}
    </StatusTag>
  )
}
