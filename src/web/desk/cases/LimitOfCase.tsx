/** By what a case is due: filing and closing condition as the city's list has them, the limit, when its light turns yellow, the calendar. */
import type { CaseFile } from '../../../cases/cases.api.ts'
import { Facts, Note } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'

/** The rule of the limit; nothing while none is known. */
export function LimitOfCase({ it }: { it: CaseFile }) {
  const { t, moment } = useWords()
  const { limit, dueAt, warnAt } = it
  if (limit === null) return null
  const { condition } = limit
  return (
    <section className="stack-s">
      <h2 className="minor">{t('cases.limitIs')}</h2>
      <Facts
        items={[
          ...(condition === null
            ? ([[t('classes.limit'), t('cases.limitByHand')]] as const)
            : ([
                [t('classes.condition'), condition.files],
                [t('classes.closes'), condition.closes],
                [t('classes.limit'), condition.limitText],
              ] as const)),
          ...(limit.from === null
            ? []
            : ([
                [t('cases.due'), dueAt === null ? '' : `${moment(dueAt)} · ${t(`cases.counts.${limit.counts}`)}`],
                [t('cases.warnAt'), warnAt === null ? '' : moment(warnAt)],
                ...(limit.calendar === null ? [] : ([[t('cases.calendar'), limit.calendar]] as const)),
              ] as const)),
        ]}
      />
      {condition?.withdrawn === true && <p className="small quiet">{t('cases.conditionWithdrawn')}</p>}
      {limit.unpublished.length > 0 && (
        <Note tone="amber">{t('classes.unpublished', { years: limit.unpublished.join(t('procedure.comma')) })}</Note>
      )}
    </section>
  )
}
