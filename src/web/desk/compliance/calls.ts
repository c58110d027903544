/** The calls of compliance mode, complaints and the vault of identities. */
import { complaintsApi } from '../../../privacy/complaints.api.ts'
import { complianceApi } from '../../../privacy/compliance.api.ts'
import { identityApi } from '../../../privacy/identity.api.ts'
import { personsApi } from '../../../privacy/persons.api.ts'
import { retentionApi } from '../../../privacy/retention.api.ts'
import { calls } from '../../call.ts'

/** Restrictions and the registration pack. */
export const compliance = calls('compliance', complianceApi)
/** Complaints, also without signing in. */
export const complaints = calls('complaints', complaintsApi)
/** Who reported. */
export const identities = calls('identity', identityApi)
/** How long what is kept. */
export const retention = calls('retention', retentionApi)
/** One person's data. */
export const persons = calls('persons', personsApi)
