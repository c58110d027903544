/** All sources of cases, listed once. A new source: its file, and one line here; its call, filter and words' test follow by themselves. */
import type { z } from 'zod'
import { desk } from './desk.ts'
import { hotline12345 } from './hotline12345.ts'
import { media } from './media.ts'
import { observation } from './observation.ts'
import { open311 } from './open311.ts'
import { recheck } from './recheck.ts'
import { resident } from './resident.ts'
import type { Source } from './source.ts'

export const sources = { desk, observation, hotline12345, media, resident, open311, recheck } as const
export type SourceId = keyof typeof sources
export const sourceIds = Object.keys(sources) as [SourceId, ...SourceId[]]

/** The sources that have a call of their own; the public comes through rooms above. */
export type CalledId = { [Id in SourceId]: (typeof sources)[Id]['door'] extends 'call' ? Id : never }[SourceId]
export const calledIds = sourceIds.filter((id): id is CalledId => sources[id].door === 'call')

/** The same, all alike: what is handed to one was read by its `input`. */
export const called: Readonly<Record<CalledId, Source<string, z.ZodRawShape, 'call'>>> = sources
