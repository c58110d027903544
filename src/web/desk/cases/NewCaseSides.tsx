/** Beside a new case: where it lies and who answers, which open cases may be the same, and what its words look like. */
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { CaseSuggestion } from '../../../cases/cases.api.ts'
import type { AlikeCase } from '../../../likeness/likeness.api.ts'
import { Button, Link } from '../../../ui/Button.tsx'
import { Card } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useMay } from '../../me.ts'
import { likeness } from './alike.ts'
import { AlikeCases } from './AlikeCases.tsx'
import { CaseStateTag } from './CaseTags.tsx'
import { Likely } from './Likely.tsx'
import { PlaceFacts, usePlaceFound } from './PlaceFacts.tsx'

interface SidesProps {
  readonly known: CaseSuggestion
  readonly text: string
  readonly type: string
  readonly isJoining: boolean
  /** This report is about that case. */
  readonly onSame: (it: AlikeCase) => void
  readonly onTake: (target: 'class' | 'unit', value: string) => void
}

/** A value that has not changed for a moment, so that not every letter asks the server. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), 400)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}

/** The three cards. */
export function NewCaseSides({ known, text, type, isJoining, onSame, onTake }: SidesProps) {
  const { t } = useWords()
  const mayJoin = useMay('cases.dispatch')
  const settled = useSettled(text.trim())
  const place = known.place
  const found = usePlaceFound(place, type)
  const alike = useQuery({
    ...likeness.listAlike.ask({ query: { ...(place ? { lng: place[0], lat: place[1] } : {}), ...(type === '' ? {} : { class: type }) } }),
    placeholderData: (before) => before,
  })
  const near = new Set(alike.data?.items.map(({ id }) => id))
  const others = known.similar.filter(({ id }) => !near.has(id))
  return (
    <div className="stack">
      {place && (
        <Card title={t('cases.where')}>
          <PlaceFacts place={place} type={type} />
        </Card>
      )}
      <Card title={t('likeness.alike')}>
        <AlikeCases
          of={alike}
          hasClass={type !== ''}
          action={(it) =>
            mayJoin && (
              <Button
                small
                icon="compare"
                isDisabled={text.trim() === ''}
                isPending={isJoining}
                aria-label={t('likeness.sameOf', { no: it.no })}
                onPress={() => onSame(it)}
              >
                {t('likeness.same')}
              </Button>
            )
          }
        />
        {others.length > 0 && (
          <>
            <h3 className="minor">{t('cases.similar')}</h3>
            <ul className="bulk">
              {others.map((it) => (
                <li key={it.id} className="row-wide">
                  <Link href={`/cases/${it.id}`}>{`${it.no} ${it.text}`}</Link>
                  <CaseStateTag it={it} />
                </li>
              ))}
            </ul>
          </>
        )}
      </Card>
      {settled !== '' && (
        <Card title={t('likeness.suggested')}>
          <Likely about={{ text: settled, class: type, street: found.data?.street?.id, place }} onTake={onTake} />
        </Card>
      )}
    </div>
  )
}
