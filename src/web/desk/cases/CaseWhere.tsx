/** Where a case lies, and why its unit was proposed: by a rule, by its grid, by its territory, or because somebody named it. */
import { useQuery } from '@tanstack/react-query'
import type { CaseFile } from '../../../cases/cases.api.ts'
import type { PlaceFound } from '../../../cases/places/places.api.ts'
import { Link } from '../../../ui/Button.tsx'
import { Facts } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useKinds } from '../../kinds.ts'
import { findChoice, hasReturned } from './lastWord.ts'
import { places } from './placeCalls.ts'

/** The reason in a sentence. */
export function useWhy(): (it: PlaceFound) => string {
  const { t, read } = useWords()
  const { className, unitKindName } = useKinds()
  return ({ why, whyArea, grid }) => {
    if (why.by === 'grid') return t('cases.why.grid', { grid: grid ?? '' })
    if (why.by === 'territory') return t('cases.why.territory', { area: read(whyArea) })
    if (why.by !== 'rule') return t(`cases.why.${why.by}`)
    const type = why.class === '' ? t('owners.everyClass') : className(why.class)
    const area = why.areaId === null ? t('owners.wholeCity') : read(whyArea)
    if (why.unitKind === null) return t('cases.why.rule', { class: type, area })
    return t('cases.why.ruleKind', { class: type, area, kind: unitKindName(why.unitKind) })
  }
}

/** The facts of the place of a case. */
export function CaseWhere({ it }: { it: CaseFile }) {
  const { t, moment } = useWords()
  const { data } = useQuery(places.getPlace.ask({ params: { id: it.id } }))
  const choice = findChoice(it)
  const chosen = choice && t('cases.why.hand', { name: choice.by?.name ?? t('cases.byItself'), at: moment(choice.at) })
  const why = hasReturned(it) ? t('cases.why.returned') : chosen
  return data ? <WhereFacts it={data} {...(why === undefined ? {} : { why })} /> : null
}

interface WhereFactsProps {
  readonly it: PlaceFound
  readonly hasUnit?: boolean
  /** What came after the proposal and counts instead of it. */
  readonly why?: string
}

/** What a place lies in, the unit that answers there where none is named yet, and why. */
export function WhereFacts({ it, hasUnit = false, why }: WhereFactsProps) {
  const { t, read } = useWords()
  const say = useWhy()
  const areas = [it.district, it.street, it.community].filter((area) => area !== null).map(({ title }) => read(title))
  return (
    <Facts
      items={[
        [t('cases.where'), areas.length === 0 ? t(`cases.found.${it.found}`) : areas.join(' › ')],
        [t('cases.where.grid'), it.grid ?? t(`cases.found.${it.found}`)],
        ...(hasUnit ? ([[t('cases.unit'), read(it.unit?.title)]] as const) : []),
        [
          t('cases.why'),
          <span key="why">
            {why ?? say(it)} {why === undefined && it.why.by === 'rule' && <Link href="/owners">{t('owners.title')}</Link>}
          </span>,
        ],
      ]}
    />
  )
}
