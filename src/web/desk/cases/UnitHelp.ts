/** Why a dialog names the unit that it names: true of a proposal, of the unit that has the case, of one just chosen, and of none. */
import { useQuery } from '@tanstack/react-query'
import type { CaseFile } from '../../../cases/cases.api.ts'
import { useWords } from '../../../ui/words.tsx'
import { useWhy } from './CaseWhere.tsx'
import { hasReturned } from './lastWord.ts'
import { places } from './placeCalls.ts'

/** The sentence for the unit in the field ('' when none is). */
export function useUnitHelp(it: CaseFile, isAsked: boolean): (unit: string) => string {
  const { t, read } = useWords()
  const say = useWhy()
  const { data } = useQuery({ ...places.getPlace.ask({ params: { id: it.id } }), enabled: isAsked })
  return (unit) => {
    const isKnown = unit === it.unit?.id
    if (hasReturned(it) && (unit === '' || isKnown)) return t('cases.unitHelp.returned', { unit: read(it.unit?.title) })
    if (unit === '') return t('cases.unitHelp.none')
    if (!isKnown) return t('cases.unitHelp.chosen')
    if (it.stage !== 'reported') return t('cases.unitHelp.now')
    return data ? t('cases.unitHelp.proposed', { why: say(data) }) : ''
  }
}
