/** A text with what was taken out and what was put in: struck and underlined, not by colour alone. */
import { useMemo } from 'react'
import type { Text } from '../../../../base/text.ts'
import { useWords } from '../../../../ui/words.tsx'
import { wordDiff } from './wordDiff.ts'

/** Old and new wording in one line. */
export function Reworded({ from, to }: { from: Text; to: Text }) {
  const { read } = useWords()
  const [a, b] = [read(from), read(to)]
  const stretches = useMemo(() => wordDiff(a, b), [a, b])
  return (
    <span>
      {stretches.map(({ kind, text }, index) => {
        // Stretches have no identity but their place.
        const key = `${kind} ${index}`
        if (kind === 'same') return <span key={key}>{text}</span>
        return kind === 'removed' ? (
          <del key={key} className="cmp-removed">
            {text}
          </del>
        ) : (
          <ins key={key} className="cmp-added">
            {text}
          </ins>
        )
      })}
    </span>
  )
}
