/** The answer that was given, as colour and word. */
import type { Observation } from '../../../inspections/observation.ts'
import { exemptGrade } from '../../../standards/rules/index.ts'
import { StatusTag } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'

/** Green: fully met; amber: partly or not met; grey: not applicable. */
export function GradeTag({ result }: { result: Pick<Observation, 'factor' | 'grade' | 'gradeTitle'> }) {
  const { t, read } = useWords()
  const own = result.grade === 'NA' ? t('inspections.na') : result.grade === exemptGrade ? t('inspections.exempt') : (result.grade ?? '')
  const word = read(result.gradeTitle) || own
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
