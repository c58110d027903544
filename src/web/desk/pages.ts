/** Every page of the desk: its address and its file, loaded when first opened. A new page is one line; `nav.ts` says what stands in the navigation. */
import type { ComponentType } from 'react'

export interface Page {
  /** `$name` is a part of the path that the page reads with `useParams({ strict: false })`. */
  readonly path: string
  /** The page's component, from its file. */
  readonly load: () => Promise<ComponentType>
}

/** Every page with its path; each is loaded when it is opened. */
export const pages: readonly Page[] = [
  { path: '/', load: async () => (await import('./home/HomePage.tsx')).HomePage },
  { path: '/standards', load: async () => (await import('./standards/StandardsPage.tsx')).StandardsPage },
  { path: '/standards/compare', load: async () => (await import('./standards/compare/ComparePage.tsx')).ComparePage },
  { path: '/standards/carry', load: async () => (await import('./standards/carry/CarryPage.tsx')).CarryPage },
  { path: '/standards/$id', load: async () => (await import('./standards/EditionPage.tsx')).EditionPage },
  { path: '/standards/$id/edit', load: async () => (await import('./standards/edit/EditPage.tsx')).EditPage },
  { path: '/ledger', load: async () => (await import('./ledger/LedgerPage.tsx')).LedgerPage },
  { path: '/ledger/head', load: async () => (await import('./ledger/HeadPage.tsx')).HeadPage },
  { path: '/imports', load: async () => (await import('./imports/ImportsPage.tsx')).ImportsPage },
  { path: '/imports/new', load: async () => (await import('./imports/NewImportPage.tsx')).NewImportPage },
  { path: '/imports/$id', load: async () => (await import('./imports/ImportPage.tsx')).ImportPage },
  { path: '/duties', load: async () => (await import('./duties/DutiesPage.tsx')).DutiesPage },
  { path: '/points', load: async () => (await import('./points/PointsPage.tsx')).PointsPage },
  { path: '/visits', load: async () => (await import('./inspections/VisitsPage.tsx')).VisitsPage },
  { path: '/visits/new', load: async () => (await import('./inspections/RecordVisitPage.tsx')).RecordVisitPage },
  { path: '/rounds', load: async () => (await import('./rounds/RoundsPage.tsx')).RoundsPage },
  { path: '/samples', load: async () => (await import('./samples/SamplesPage.tsx')).SamplesPage },
  { path: '/visits/$id', load: async () => (await import('./inspections/VisitPage.tsx')).VisitPage },
  { path: '/cases', load: async () => (await import('./cases/CasesPage.tsx')).CasesPage },
  { path: '/cases/new', load: async () => (await import('./cases/NewCasePage.tsx')).NewCasePage },
  { path: '/cases/procedure', load: async () => (await import('./cases/procedure/ProcedurePage.tsx')).ProcedurePage },
  { path: '/cases/sources', load: async () => (await import('./cases/sources/SourcesPage.tsx')).SourcesPage },
  { path: '/cases/hot-spots', load: async () => (await import('./cases/HotSpotsPage.tsx')).HotSpotsPage },
  { path: '/owners', load: async () => (await import('./cases/OwnersPage.tsx')).OwnersPage },
  { path: '/cases/$id', load: async () => (await import('./cases/CasePage.tsx')).CasePage },
  { path: '/forms', load: async () => (await import('./forms/FormsPage.tsx')).FormsPage },
  { path: '/whistles', load: async () => (await import('./whistles/WhistlesPage.tsx')).WhistlesPage },
  { path: '/reference', load: async () => (await import('./reference/ReferencePage.tsx')).ReferencePage },
  { path: '/observations/$id', load: async () => (await import('./inspections/ObservationPage.tsx')).ObservationPage },
  { path: '/reviews', load: async () => (await import('./reviews/ReviewsPage.tsx')).ReviewsPage },
  { path: '/surveys/new', load: async () => (await import('./reviews/NewSurveyPage.tsx')).NewSurveyPage },
  { path: '/indicators', load: async () => (await import('./indicators/IndicatorsPage.tsx')).IndicatorsPage },
  { path: '/classes', load: async () => (await import('./classes/ClassesPage.tsx')).ClassesPage },
  { path: '/calendar', load: async () => (await import('./calendar/CalendarPage.tsx')).CalendarPage },
  { path: '/score', load: async () => (await import('./assessments/ScorePage.tsx')).ScorePage },
  { path: '/titles', load: async () => (await import('./programmes/TitlesPage.tsx')).TitlesPage },
  { path: '/burden', load: async () => (await import('./burden/BurdenPage.tsx')).BurdenPage },
  { path: '/compliance', load: async () => (await import('./compliance/CompliancePage.tsx')).CompliancePage },
  { path: '/organisation', load: async () => (await import('./organisation/OrganisationPage.tsx')).OrganisationPage },
  { path: '/permissions', load: async () => (await import('./permissions/PermissionsPage.tsx')).PermissionsPage },
  { path: '/neighbours', load: async () => (await import('./neighbours/NeighboursPage.tsx')).NeighboursPage },
  { path: '/gaps', load: async () => (await import('./assessments/GapsPage.tsx')).GapsPage },
  { path: '/account', load: async () => (await import('./account/AccountPage.tsx')).AccountPage },
  { path: '/accounts', load: async () => (await import('./accounts/AccountsPage.tsx')).AccountsPage },
]
