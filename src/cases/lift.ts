/**
 * Events of earlier releases in today's shape. Version 1 knew six kinds and no procedure as data: what each did then is written
 * here, once, and never changes.
 */
import { z } from 'zod'
import type { NewEvent } from '../base/event.ts'
import { Instant } from '../base/time.ts'
import { type CaseEvent, Done, Told, type Standing } from './case.ts'
import { CaseId } from '../base/ids.ts'
import { EventKind, type Effect, type Outcome } from './procedure/procedure.ts'

const Outside = z.object({ kind: EventKind, version: z.int(), thing: CaseId, at: Instant, by: z.uuid().nullable() })

const at: Readonly<Record<string, Standing>> = {
  reported: { state: 'reported', stage: 'reported', ball: 'desk' },
  dispatched: { state: 'dispatched', stage: 'dispatched', ball: 'unit' },
  rectified: { state: 'rectified', stage: 'rectified', ball: 'checker' },
  closed: { state: 'closed', stage: 'closed', ball: 'nobody' },
}

interface Was {
  readonly step: string
  readonly does: readonly Effect[]
  readonly to: Standing | null
  readonly outcome?: Outcome
}

/** What the steps of version 1 did. Where `reopen` led to was left to the fold. */
function wasOf(kind: EventKind, data: Readonly<Record<string, unknown>>): Was {
  const known: Partial<Record<EventKind, Was>> = {
    'case.dispatched': { step: 'dispatch', does: ['assign', 'limit'], to: at['dispatched']! },
    'case.rectified': { step: 'rectify', does: ['prove'], to: at['rectified']! },
    'case.verified':
      data['passed'] === true
        ? { step: 'verify', does: ['close'], to: at['closed']!, outcome: 'done' }
        : { step: 'verify', does: ['rework'], to: at['dispatched']! },
    'case.closed': { step: 'close', does: ['close'], to: at['closed']!, outcome: 'withoutWork' },
    'case.reopened': { step: 'reopen', does: ['reopen'], to: null },
  }
  return known[kind]!
}

/** A stored event as the fold reads it. */
export function asCaseEvent(event: NewEvent): CaseEvent {
  const { kind, version, ...rest } = Outside.parse(event)
  const { data } = event
  if (kind === 'case.reported') {
    const lifted = version === 1 ? { ...data, procedure: 0, to: at['reported'], clocks: {}, links: [] } : data
    return { ...rest, kind, data: Told.parse(lifted) }
  }
  return { ...rest, kind, data: Done.parse(version === 1 ? { ...data, ...wasOf(kind, data), procedure: 0 } : data) }
}
