/** The observations behind a number, page by page: grade, place, who and when, photo and case. */
import { useState } from 'react'
import type { Supposed } from '../../../assessments/whatIf.ts'
import type { Behind } from '../../../assessments/live.api.ts'
import { Button, Link } from '../../../ui/Button.tsx'
import { PhotoGrid } from '../../../ui/Photos.tsx'
import { Select } from '../../../ui/Select.tsx'
import { EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { ListTable, useList } from '../parts/ListTable.tsx'
import { GradeTag } from '../inspections/GradeTag.tsx'
import { photosOf } from '../parts/proof.tsx'
import type { ExplanationProps } from './Explanation.tsx'
import { live } from './calls.ts'

const only = ['short', 'misses', 'na', 'all'] as const

interface BehindProps {
  readonly where: ExplanationProps['where']
  readonly node: string
  readonly onSuppose: ExplanationProps['onSuppose']
}

/** The list, misses first. */
export function BehindList({ where, node, onSuppose }: BehindProps) {
  const { t } = useWords()
  const [kind, setKind] = useState<(typeof only)[number]>('short')
  const list = useList<Behind>({
    list: live.listBehind,
    book: live.exportBehind,
    params: where.params,
    query: { ...(where.span as object), ...where.within, node, only: kind, limit: 10 },
    prefix: 'behind-',
  })
  return (
    <div className="stack-s">
      <ListTable
        of={list}
        label={t('scores.showOnly')}
        search={t('scores.searchBehind')}
        filters={
          <Select
            label={t('scores.showOnly')}
            value={kind}
            onChange={setKind}
            options={only.map((value) => ({ value, label: t(`scores.only.${value}`) }))}
          />
        }
        columns={[]}
        idOf={(row) => row.id}
        body={(rows) => (
          <ul className="findings">
            {rows.map((row) => (
              <One key={row.id} it={row} onSuppose={onSuppose} />
            ))}
          </ul>
        )}
        empty={
          <EmptyState icon="check" title={t('scores.noBehind')}>
            {t('scores.noBehindHelp')}
          </EmptyState>
        }
      />
    </div>
  )
}

function One({ it, onSuppose }: { it: Behind; onSuppose: BehindProps['onSuppose'] }) {
  const { t, read, moment, number } = useWords()
  const title = read(it.title) || it.fact
  const place = it.point ? `${read(it.point.title)} ${it.point.code}` : read(it.area?.title) || t('scores.wholeCity')
  return (
    <li className="finding">
      <div className="row-wide">
        <span className="grow">
          {it.point ? <Link href={`/points?point=${it.point.id}`}>{place}</Link> : place}
          <span className="small quiet"> {title}</span>
        </span>
        <GradeTag result={it} />
      </div>
      <p className="small quiet">
        <Link href={`/observations/${it.id}`}>{moment(it.observedAt)}</Link> {it.by?.name}
        {it.times > 1 && ` · ${t('scores.times', { times: number(it.times) })}`}
        {it.value !== null && ` · ${it.value}`}
      </p>
      {it.note !== '' && <p className="small">{it.note}</p>}
      {it.photos.length > 0 && <PhotoGrid photos={photosOf(it.photos, `${place} ${title}`)} />}
      <div className="row small">
        {it.case && (
          <Link href={`/cases/${it.case.id}`}>
            {t('scores.caseIs', { no: it.case.no, state: t(`cases.state.${it.case.state as 'reported'}`) })}
          </Link>
        )}
        {onSuppose && it.kind === 'check' && it.point && it.factor !== null && it.factor < 1000 && (
          <>
            <Button
              small
              kind="quiet"
              onPress={() => onSuppose(...metHere(it, it.point!.id, t('scores.supposeAt', { what: title, place })))}
            >
              {t('scores.ifFixedHere')}
            </Button>
            <Button
              small
              kind="quiet"
              onPress={() => onSuppose(...recheckedHere(it, it.point!.id, t('scores.supposeRecheck', { what: title, place })))}
            >
              {t('scores.ifRechecked')}
            </Button>
          </>
        )}
      </div>
    </li>
  )
}

/** The miss had been met: it is counted otherwise. */
const metHere = ({ fact }: Behind, point: string, words: string): [Supposed[], string] => [
  [{ what: 'regraded', fact, in: { kind: 'point', id: point }, which: 'misses', factor: 1000 }],
  words,
]

/** The miss stays what it was, and one more look finds it met: what a re-check after rectification adds. */
const recheckedHere = ({ fact }: Behind, point: string, words: string): [Supposed[], string] => [
  [{ what: 'observed', fact, point, factor: 1000, times: 1 }],
  words,
]
