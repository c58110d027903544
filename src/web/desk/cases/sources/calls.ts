/** The calls behind the sources of cases: what the public reports, and other cities' endpoints. */
import { open311Api } from '../../../../open311/open311.api.ts'
import { participationApi } from '../../../../participation/participation.api.ts'
import { calls } from '../../../call.ts'

/** What the public reports, and what it is answered. */
export const participation = calls('participation', participationApi)
/** Other cities' endpoints. */
export const open311 = calls('open311', open311Api)
