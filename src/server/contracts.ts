/** Every contract of the house, by room. A new room's calls are one line here and one in `app.ts`. */
import { sessionApi } from '../city/session.api.ts'
import { casesApi } from '../cases/cases.api.ts'
import { evidenceApi } from '../evidence/evidence.api.ts'
import { inspectionsApi } from '../inspections/inspections.api.ts'
import { standardsApi } from '../standards/standards.api.ts'

export const contracts = {
  session: sessionApi,
  evidence: evidenceApi,
  inspections: inspectionsApi,
  cases: casesApi,
  standards: standardsApi,
} as const
