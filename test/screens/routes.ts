/** Every page of the desk as the tests visit it. A new page is one entry; `test/screens/pages.test.ts` does the rest. */
import type { Role } from '../../src/city/who.ts'

export interface Stop {
  /** Name of the screenshot. */
  readonly name: string
  readonly path: string
  readonly role?: Role
  /** A list of the API; `{id}` in the path is the id of its first item. */
  readonly first?: string
}

export const stops: readonly Stop[] = [
  { name: 'sign-in', path: '/sign-in' },
  { name: 'home', path: '/', role: 'office' },
  { name: 'cases', path: '/cases', role: 'office' },
  { name: 'cases-map', path: '/cases?view=map', role: 'office' },
  { name: 'hot-spots', path: '/cases/hot-spots', role: 'office' },
  { name: 'owners', path: '/owners', role: 'office' },
  { name: 'sources', path: '/cases/sources', role: 'office' },
  { name: 'case-new', path: '/cases/new', role: 'office' },
  { name: 'procedure', path: '/cases/procedure', role: 'office' },
  { name: 'whistles', path: '/whistles?open={id}', first: '/api/whistles?state=finished&limit=1', role: 'street' },
  { name: 'visits', path: '/visits', role: 'office' },
  { name: 'visit-new', path: '/visits/new', role: 'inspector' },
  { name: 'rounds', path: '/rounds?open={id}', first: '/api/rounds?kind=weekly&limit=1', role: 'office' },
  { name: 'samples', path: '/samples?open={id}', first: '/api/samples?state=released&limit=1', role: 'office' },
  { name: 'forms', path: '/forms', role: 'office' },
  { name: 'points', path: '/points', role: 'office' },
  { name: 'standards', path: '/standards', role: 'office' },
  {
    name: 'standards-compare',
    path: '/standards/compare?from=civilised-city/2021-sample&to=civilised-city/2024-sample',
    role: 'office',
  },
  { name: 'burden', path: '/burden', role: 'office' },
  { name: 'compliance', path: '/compliance', role: 'office' },
  { name: 'ledger', path: '/ledger', role: 'office' },
  { name: 'ledger-head', path: '/ledger/head', role: 'office' },
  { name: 'reference', path: '/reference?q=whistle', role: 'office' },
  { name: 'indicators', path: '/indicators?by=unit', role: 'office' },
  { name: 'classes', path: '/classes', role: 'office' },
  { name: 'calendar', path: '/calendar', role: 'office' },
  { name: 'score', path: '/score', role: 'office' },
  { name: 'titles', path: '/titles', role: 'office' },
  { name: 'gaps', path: '/gaps', role: 'office' },
  { name: 'organisation', path: '/organisation', role: 'office' },
  { name: 'organisation-unit', path: '/organisation?unit={id}', first: '/api/units?text=cgj&limit=1', role: 'office' },
  { name: 'permissions', path: '/permissions', role: 'office' },
  { name: 'neighbours', path: '/neighbours', role: 'office' },
  { name: 'duties', path: '/duties', role: 'office' },
  { name: 'imports', path: '/imports', role: 'office' },
  { name: 'import-new', path: '/imports/new?kind=points', role: 'office' },
  { name: 'standards-carry', path: '/standards/carry', role: 'office' },
  { name: 'duties-complete', path: '/duties?tab=gaps', role: 'office' },
  { name: 'reviews', path: '/reviews', role: 'reviewer' },
  { name: 'surveys', path: '/reviews?tab=survey', role: 'reviewer' },
  { name: 'survey-new', path: '/surveys/new', role: 'reviewer' },
  { name: 'statistics', path: '/reviews?tab=statistics', role: 'reviewer' },
  { name: 'case', path: '/cases/{id}', first: '/api/cases?state=closed&limit=1', role: 'office' },
  { name: 'case-open', path: '/cases?open={id}', first: '/api/cases?state=rectified&limit=1', role: 'checker' },
  { name: 'visit', path: '/visits/{id}', first: '/api/visits?failed=true&limit=1', role: 'office' },
  { name: 'point', path: '/points?point={id}', first: '/api/points?text=market&limit=1', role: 'office' },
  { name: 'edition', path: '/standards/{id}', first: '/api/standards/editions?standard=civilised-city&limit=1', role: 'office' },
  { name: 'not-found', path: '/nowhere', role: 'office' },
  { name: 'account', path: '/account', role: 'office' },
  { name: 'accounts', path: '/accounts', role: 'operator' },
  { name: 'enter', path: '/enter' },
]
