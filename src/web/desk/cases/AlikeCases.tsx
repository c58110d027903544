/** Open cases that may be the same as the one in hand, nearest first, each with one click that makes the two one. */
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { AlikeRule } from '../../../likeness/alike.ts'
import type { AlikeCase } from '../../../likeness/likeness.api.ts'
import { Link } from '../../../ui/Button.tsx'
import { StatusTag } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useKinds } from '../../kinds.ts'
import { photosOf } from '../parts/proof.tsx'
import { toneOfStage } from './calls.ts'

interface AlikeCasesProps {
  readonly of: UseQueryResult<{ rule: AlikeRule; items: AlikeCase[] }>
  readonly hasClass: boolean
  /** What can be done with one of them. */
  readonly action: (it: AlikeCase) => ReactNode
}

/** The list; it says by which rule it looked, also when it found none. */
export function AlikeCases({ of: { data }, hasClass, action }: AlikeCasesProps) {
  const { t } = useWords()
  if (!data) return null
  const { radiusM: metres, days } = data.rule
  return (
    <div className="stack-s" aria-live="polite">
      <p className="quiet small">{t(hasClass ? 'likeness.alikeAre' : 'likeness.alikeAnyClass', { metres, days })}</p>
      {data.items.length === 0 ? (
        <p className="quiet">{t('likeness.noneAlike')}</p>
      ) : (
        <ul className="bulk">
          {data.items.map((it) => (
            <li key={it.id} className="alike">
              <One it={it} />
              <div className="row">{action(it)}</div>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function One({ it }: { it: AlikeCase }) {
  const { t, read, moment } = useWords()
  const { className } = useKinds()
  const photo = it.photo === null ? undefined : photosOf([it.photo], t('cases.photoOf', { step: it.no }), it.no)[0]
  return (
    <div className="alike-one">
      {photo && <img className="alike-photo" src={photo.src} alt={photo.alt} loading="lazy" />}
      <div className="stack-s grow">
        <div className="row">
          <span className="strong">{t('likeness.apart', { metres: it.metres, days: it.days })}</span>
          <StatusTag tone={toneOfStage[it.stage]}>{read(it.stateName)}</StatusTag>
        </div>
        <Link href={`/cases/${it.id}`}>
          <span className="case-text">{`${it.no} ${it.text}`}</span>
        </Link>
        <span className="quiet small">
          {[it.class === null ? '' : className(it.class), read(it.unit?.title), moment(it.reportedAt)].filter(Boolean).join(' · ')}
        </span>
      </div>
    </div>
  )
}
