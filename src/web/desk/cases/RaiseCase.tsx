/** A failed check becomes a case in one click: words, place, unit, day and photos come from what was seen. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { v7 } from 'uuid'
import type { CaseId, ObservationId } from '../../../base/ids.ts'
import { Button, Link } from '../../../ui/Button.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { useMay } from '../../me.ts'
import { CaseStateTag } from './CaseTags.tsx'
import { cases } from './calls.ts'

/** The button, or the case that was raised already. */
export function RaiseCase({ observation }: { observation: string }) {
  const { t } = useWords()
  const mayRead = useMay('cases.read')
  const mayReport = useMay('cases.report')
  const [id] = useState(() => v7() as CaseId)
  const raised = useQuery({
    ...cases.list.ask({ query: { observation: observation as ObservationId, limit: 3 } }),
    enabled: mayRead,
  })
  const raise = useSend(cases.fromObservation, { done: t('cases.raised') })
  const known = raised.data?.items ?? []
  if (known.length > 0)
    return (
      <>
        {known.map((it) => (
          <span key={it.id} className="row small">
            <Link href={`/cases/${it.id}`}>{t('cases.caseNo', { no: it.no })}</Link>
            <CaseStateTag it={it} />
          </span>
        ))}
      </>
    )
  if (!mayReport || raised.isPending) return null
  return (
    <Button
      small
      icon="case"
      isPending={raise.isPending}
      onPress={() => raise.send({ body: { id, observationId: observation as ObservationId } })}
    >
      {t('cases.raise')}
    </Button>
  )
}
