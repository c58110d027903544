/**
 * Why a write was refused. When the week of a street or community is full, the way to appeal stands beside it, with what was
 * refused filled in: nobody has to write down twice what they wanted.
 */
import { Problem } from '../../../base/problem.ts'
import type { Refused } from '../../../burden/burden.ts'
import { LinkButton } from '../../../ui/Button.tsx'
import { Note } from '../../../ui/Page.tsx'
import { Faults } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'

/** What was wanted; `thing` is the case or duty when there is one already. */
export interface Wanted {
  readonly kind: Refused['kind']
  readonly thing?: string | undefined
  readonly text: string
}

/** The note; nothing while there is no error. */
export function Refusal({ error, wanted }: { error: Error | null; wanted?: Wanted | undefined }) {
  if (error === null) return null
  const problem = error instanceof Problem ? error : null
  return (
    <Note tone="red" title={error.message}>
      {problem && <Faults problem={problem} />}
      {problem?.code === 'burden.over' && wanted && <AppealLink units={unitsOf(problem)} wanted={wanted} />}
    </Note>
  )
}

/** The units whose week was full. */
export const unitsOf = ({ details }: Problem): readonly string[] => (details['units'] as string[] | undefined) ?? []

/** Where an appeal is written, with what was refused. */
const appealAddress = (units: readonly string[], { kind, thing, text }: Wanted): string =>
  `/burden?${new URLSearchParams({ tab: 'appeals', appeal: units.join(','), kind, ...(thing === undefined ? {} : { thing }), text: text.slice(0, 500) })}`

/** The link to it. */
export function AppealLink({ units, wanted }: { units: readonly string[]; wanted: Wanted }) {
  const { t } = useWords()
  return (
    <div className="row">
      <LinkButton small icon="share" href={appealAddress(units, wanted)}>
        {t('burden.appealHere')}
      </LinkButton>
    </div>
  )
}
