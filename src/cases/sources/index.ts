/** All sources of cases, listed once. A new source: its file, one line here, and one in `cases.api.ts`. */
import { desk } from './desk.ts'
import { observation } from './observation.ts'

export const sources = { desk, observation } as const
export type SourceId = keyof typeof sources
