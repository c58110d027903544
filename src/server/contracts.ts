/** Every contract of the house, by room. A new room's calls are one line here and one in `app.ts`. */
import { accountsApi } from '../access/accounts.api.ts'
import { mineApi } from '../access/mine.api.ts'
import { signInApi } from '../access/signIn.api.ts'
import { changesApi } from '../api/changes.api.ts'
import { assessmentsApi } from '../assessments/assessments.api.ts'
import { carryApi } from '../assessments/carry.api.ts'
import { liveApi } from '../assessments/live.api.ts'
import { casesApi } from '../cases/cases.api.ts'
import { calendarApi } from '../calendar/calendar.api.ts'
import { classesApi } from '../classes/classes.api.ts'
import { proceduresApi } from '../cases/procedure/procedures.api.ts'
import { indicatorsApi } from '../indicators/indicators.api.ts'
import { latelyApi } from '../indicators/lately.api.ts'
import { placesApi } from '../cases/places/places.api.ts'
import { viewsApi } from '../cases/views/views.api.ts'
import { cityApi } from '../city/city.api.ts'
import { mapApi } from '../city/map.api.ts'
import { permissionsApi } from '../city/permissions/permissions.api.ts'
import { neighboursApi } from '../neighbours/neighbours.api.ts'
import { likenessApi } from '../likeness/likeness.api.ts'
import { organisationApi } from '../city/organisation/organisation.api.ts'
import { pointsApi } from '../city/points.api.ts'
import { sessionApi } from '../city/session.api.ts'
import { signInRulesApi } from '../city/signInRules.api.ts'
import { dutiesApi } from '../duties/duties.api.ts'
import { papersApi } from '../duties/papers.api.ts'
import { evidenceApi } from '../evidence/evidence.api.ts'
import { deskApi } from '../inspections/desk.api.ts'
import { ledgerApi } from '../ledger/ledger.api.ts'
import { importsApi } from '../imports/imports.api.ts'
import { fieldApi } from '../field/field.api.ts'
import { inspectionsApi } from '../inspections/inspections.api.ts'
import { repeatsApi } from '../repeats/repeats.api.ts'
import { roundsApi } from '../inspections/rounds.api.ts'
import { open311Api } from '../open311/open311.api.ts'
import { participationApi } from '../participation/participation.api.ts'
import { provenanceApi } from '../provenance/provenance.api.ts'
import { exemptionsApi } from '../inspections/exemptions.api.ts'
import { formsApi } from '../forms/forms.api.ts'
import { samplesApi } from '../samples/samples.api.ts'
import { whistlesApi } from '../whistles/whistles.api.ts'
import { programmesApi } from '../programmes/programmes.api.ts'
import { burdenApi } from '../burden/burden.api.ts'
import { searchApi } from '../search/search.api.ts'
import { blurApi } from '../privacy/blur.api.ts'
import { erasureApi } from '../privacy/erasure.api.ts'
import { complaintsApi } from '../privacy/complaints.api.ts'
import { personsApi } from '../privacy/persons.api.ts'
import { retentionApi } from '../privacy/retention.api.ts'
import { complianceApi } from '../privacy/compliance.api.ts'
import { identityApi } from '../privacy/identity.api.ts'
import { comparisonApi } from '../standards/comparison.api.ts'
import { standardsApi } from '../standards/standards.api.ts'

export const contracts = {
  changes: changesApi,
  session: sessionApi,
  signInRules: signInRulesApi,
  signIn: signInApi,
  mine: mineApi,
  accounts: accountsApi,
  city: cityApi,
  organisation: organisationApi,
  permissions: permissionsApi,
  neighbours: neighboursApi,
  points: pointsApi,
  map: mapApi,
  evidence: evidenceApi,
  inspections: inspectionsApi,
  field: fieldApi,
  rounds: roundsApi,
  repeats: repeatsApi,
  cases: casesApi,
  procedure: proceduresApi,
  places: placesApi,
  likeness: likenessApi,
  views: viewsApi,
  duties: dutiesApi,
  papers: papersApi,
  desk: deskApi,
  standards: standardsApi,
  comparison: comparisonApi,
  live: liveApi,
  assessments: assessmentsApi,
  imports: importsApi,
  ledger: ledgerApi,
  carry: carryApi,
  samples: samplesApi,
  whistles: whistlesApi,
  forms: formsApi,
  exemptions: exemptionsApi,
  programmes: programmesApi,
  participation: participationApi,
  open311: open311Api,
  search: searchApi,
  compliance: complianceApi,
  complaints: complaintsApi,
  identity: identityApi,
  blur: blurApi,
  erasure: erasureApi,
  retention: retentionApi,
  persons: personsApi,
  burden: burdenApi,
  indicators: indicatorsApi,
  lately: latelyApi,
  calendar: calendarApi,
  classes: classesApi,
  provenance: provenanceApi,
} as const
