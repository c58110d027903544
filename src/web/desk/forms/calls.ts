/** The calls of forms and exemptions. */
import { formsApi } from '../../../forms/forms.api.ts'
import { exemptionsApi } from '../../../inspections/exemptions.api.ts'
import { calls } from '../../call.ts'

/** Forms from XLSForm, and their answers. */
export const forms = calls('forms', formsApi)

/** Where and when something is no finding. */
export const exemptions = calls('exemptions', exemptionsApi)
