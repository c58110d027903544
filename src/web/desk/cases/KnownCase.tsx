/** On a case that nobody has dispatched yet: whether it is known already, and what its words look like. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { v7 } from 'uuid'
import type { EventId } from '../../../base/ids.ts'
import type { CaseFile } from '../../../cases/cases.api.ts'
import { Button } from '../../../ui/Button.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { likeness } from './alike.ts'
import { AlikeCases } from './AlikeCases.tsx'
import { cases } from './calls.ts'
import { Likely } from './Likely.tsx'

/** Both; nothing once the case is on its way. The class and the unit are set where the case is filed and dispatched. */
export function KnownCase({ it }: { it: CaseFile }) {
  const { t } = useWords()
  const [event] = useState(() => v7() as EventId)
  const merge = useSend(cases.take)
  const alike = useQuery({ ...likeness.listAlike.ask({ query: { case: it.id } }), enabled: it.stage === 'reported' })
  if (it.stage !== 'reported') return null
  const mayMerge = it.steps.some(({ step, refusal }) => step === 'merge' && refusal === null)
  return (
    <>
      {(alike.data?.items.length ?? 0) > 0 && (
        <section className="stack-s">
          <h2 className="minor">{t('likeness.alike')}</h2>
          <AlikeCases
            of={alike}
            hasClass={it.class !== null}
            action={(other) =>
              mayMerge && (
                <Button
                  small
                  icon="compare"
                  isPending={merge.isPending}
                  onPress={() => merge.send({ params: { id: it.id, step: 'merge' }, body: { id: event, otherId: other.id } })}
                >
                  {t('likeness.mergeInto', { no: other.no })}
                </Button>
              )
            }
          />
        </section>
      )}
      <section className="stack-s">
        <h2 className="minor">{t('likeness.suggested')}</h2>
        <Likely about={{ case: it.id }} />
      </section>
    </>
  )
}
