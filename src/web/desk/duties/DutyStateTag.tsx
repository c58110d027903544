/** The state of a duty as colour and word. */
import { StatusTag } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'

const tone = { open: 'blue', done: 'green', dropped: 'grey' } as const

/** Open, done or dropped. */
export function DutyStateTag({ state }: { state: keyof typeof tone }) {
  const { t } = useWords()
  return <StatusTag tone={tone[state]}>{t(`duties.state.${state}`)}</StatusTag>
}
