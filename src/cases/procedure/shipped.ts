/** The procedure that comes with the house: the whole life of a case, from report to close. A city adopts its own in its place. */
import document from '../library/procedure.json' with { type: 'json' }
import { Procedure, type Version } from './procedure.ts'

/** The shipped document. */
export const shipped: Procedure = Procedure.parse(document)

/** What cases run under where a city has adopted nothing. */
export const shippedVersion: Version = { version: 0, procedure: shipped }
