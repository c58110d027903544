/**
 * The form engine as a file of its own. It waits at its top level for its parser of expressions; a module that waits keeps the builder
 * from joining the small pieces of the whole desk, which made the first page 8 kB larger. So it is built apart, and says here that it is there.
 */
import { loadForm } from '@getodk/xforms-engine'

Object.assign(globalThis, { mcLoadForm: loadForm })
