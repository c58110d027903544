/** The calls between cities. */
import { neighboursApi } from '../../../neighbours/neighbours.api.ts'
import { calls } from '../../call.ts'

/** What is published and shared upwards, and what the cities below publish. */
export const neighbours = calls('neighbours', neighboursApi)
