/** The answer that was given, as colour and word. */
import type { Observation } from '../../../inspections/observation.ts'
import { StatusTag } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'

/** Green: fully met; amber: partly or not met; grey: not applicable. */
export function GradeTag({ result }: { result: Pick<Observation, 'factor' | 'grade' | 'gradeTitle'> }) {
  const { t, read } = useWords()
  const word = read(result.gradeTitle) || (result.grade === 'NA' ? t('inspections.na') : (result.grade ?? ''))
  if (result.factor === null) return <StatusTag>{word}</StatusTag>
  if (result.factor === 1000)
    return (
      <StatusTag tone="green" icon="check">
        {word}
      </StatusTag>
    )
  return (
    <StatusTag tone="amber" icon="close">
      {word}
    </StatusTag>
  )
}
