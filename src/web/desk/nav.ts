/** The navigation, in its order: a campaign from the standard over the field to the score. One line an entry. */
import type { Permission } from '../../api/contract.ts'
import type { IconName } from '../../ui/Icon.tsx'
import type { Word } from '../../ui/words.tsx'

export interface NavEntry {
  readonly path: string
  readonly word: Word
  readonly icon: IconName
  /** `g` then this letter goes there. */
  readonly key: string
  readonly group: 'work' | 'plan' | 'field' | 'result' | 'data'
  /** Shown only to those who may. */
  readonly may?: Permission
}

/** The pages of the left side, in order. */
export const nav: readonly NavEntry[] = [
  { path: '/', word: 'nav.home', icon: 'home', key: 'h', group: 'work' },
  { path: '/standards', word: 'nav.standards', icon: 'standard', key: 's', group: 'plan', may: 'standards.read' },
  { path: '/duties', word: 'nav.duties', icon: 'duty', key: 'd', group: 'plan', may: 'duties.read' },
  { path: '/points', word: 'nav.points', icon: 'point', key: 'p', group: 'field', may: 'city.read' },
  { path: '/visits', word: 'nav.visits', icon: 'visit', key: 'v', group: 'field', may: 'inspections.read' },
  { path: '/rounds', word: 'nav.rounds', icon: 'duty', key: 'x', group: 'field', may: 'inspections.read' },
  { path: '/samples', word: 'nav.samples', icon: 'check', key: 'q', group: 'field', may: 'samples.read' },
  { path: '/forms', word: 'nav.forms', icon: 'file', key: 'g', group: 'field', may: 'standards.read' },
  { path: '/cases', word: 'nav.cases', icon: 'case', key: 'c', group: 'field', may: 'cases.read' },
  { path: '/whistles', word: 'nav.whistles', icon: 'share', key: 'f', group: 'field', may: 'whistles.read' },
  { path: '/indicators', word: 'nav.indicators', icon: 'gap', key: 'z', group: 'result', may: 'cases.read' },
  { path: '/classes', word: 'nav.classes', icon: 'list', key: 'k', group: 'data', may: 'city.read' },
  { path: '/calendar', word: 'nav.calendar', icon: 'calendar', key: 'j', group: 'data', may: 'city.read' },
  { path: '/reviews', word: 'nav.reviews', icon: 'file', key: 'm', group: 'field', may: 'inspections.read' },
  { path: '/score', word: 'nav.score', icon: 'score', key: 'e', group: 'result', may: 'scores.read' },
  { path: '/gaps', word: 'nav.gaps', icon: 'gap', key: 'l', group: 'result', may: 'scores.read' },
  { path: '/organisation', word: 'nav.organisation', icon: 'unit', key: 'o', group: 'data', may: 'city.read' },
  { path: '/permissions', word: 'nav.permissions', icon: 'lock', key: 'w', group: 'data', may: 'city.read' },
  { path: '/neighbours', word: 'nav.neighbours', icon: 'share', key: 'n', group: 'result', may: 'below.read' },
  { path: '/imports', word: 'nav.imports', icon: 'import', key: 'i', group: 'data', may: 'imports.run' },
  { path: '/titles', word: 'nav.titles', icon: 'history', key: 't', group: 'result', may: 'programmes.read' },
  { path: '/burden', word: 'nav.burden', icon: 'list', key: 'b', group: 'data', may: 'burden.read' },
  { path: '/compliance', word: 'nav.compliance', icon: 'lock', key: 'y', group: 'data' },
  { path: '/ledger', word: 'nav.ledger', icon: 'list', key: 'a', group: 'data', may: 'ledger.read' },
  { path: '/reference', word: 'nav.reference', icon: 'api', key: 'r', group: 'data' },
  { path: '/accounts', word: 'nav.accounts', icon: 'person', key: 'u', group: 'data', may: 'accounts.edit' },
]
