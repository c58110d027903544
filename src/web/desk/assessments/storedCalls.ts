/** The calls of stored scores; apart, for the first page shows the live one alone. */
import { assessmentsApi } from '../../../assessments/assessments.api.ts'
import { calls } from '../../call.ts'

/** The calls. */
export const stored = calls('assessments', assessmentsApi)
