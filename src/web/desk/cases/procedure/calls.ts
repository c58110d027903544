/** The calls of the procedure. */
import { proceduresApi } from '../../../../cases/procedure/procedures.api.ts'
import { calls } from '../../../call.ts'

/** Read it, try a changed one, adopt it. */
export const procedures = calls('procedure', proceduresApi)
