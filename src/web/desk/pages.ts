/** Every page of the desk: its address, its file (loaded when first opened), and its place in the navigation. A new page is one entry. */
import type { ComponentType } from 'react'
import type { Permission } from '../../api/contract.ts'
import type { IconName } from '../../ui/Icon.tsx'
import type { Word } from '../../ui/words.tsx'

export interface NavEntry {
  readonly word: Word
  readonly icon: IconName
  /** `g` then this letter goes there. */
  readonly key: string
  readonly group: 'work' | 'plan' | 'field' | 'result' | 'data'
  /** Shown only to those who may. */
  readonly may?: Permission
}

export interface Page {
  /** `$name` is a part of the path that the page reads with `useParams({ strict: false })`. */
  readonly path: string
  /** The page's file and the name of its component there. */
  readonly load: () => Promise<ComponentType>
  readonly nav?: NavEntry
}

export const pages: readonly Page[] = [
  {
    path: '/',
    load: async () => (await import('./home/HomePage.tsx')).HomePage,
    nav: { word: 'nav.home', icon: 'home', key: 'h', group: 'work' },
  },
  {
    path: '/points',
    load: async () => (await import('./points/PointsPage.tsx')).PointsPage,
    nav: { word: 'nav.points', icon: 'point', key: 'p', group: 'field', may: 'city.read' },
  },
  {
    path: '/cases',
    load: async () => (await import('./cases/CasesPage.tsx')).CasesPage,
    nav: { word: 'nav.cases', icon: 'case', key: 'c', group: 'work', may: 'cases.read' },
  },
  { path: '/cases/new', load: async () => (await import('./cases/NewCasePage.tsx')).NewCasePage },
  { path: '/cases/$id', load: async () => (await import('./cases/CasePage.tsx')).CasePage },
  {
    path: '/visits',
    load: async () => (await import('./inspections/VisitsPage.tsx')).VisitsPage,
    nav: { word: 'nav.visits', icon: 'visit', key: 'v', group: 'field', may: 'inspections.read' },
  },
  { path: '/visits/new', load: async () => (await import('./inspections/RecordVisitPage.tsx')).RecordVisitPage },
  { path: '/visits/$id', load: async () => (await import('./inspections/VisitPage.tsx')).VisitPage },
  {
    path: '/standards',
    load: async () => (await import('./standards/StandardsPage.tsx')).StandardsPage,
    nav: { word: 'nav.standards', icon: 'standard', key: 's', group: 'plan', may: 'standards.read' },
  },
  { path: '/standards/compare', load: async () => (await import('./standards/compare/ComparePage.tsx')).ComparePage },
  { path: '/standards/$id', load: async () => (await import('./standards/EditionPage.tsx')).EditionPage },
  { path: '/standards/$id/edit', load: async () => (await import('./standards/edit/EditPage.tsx')).EditPage },
]
