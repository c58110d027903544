/** One whistle as a reader sees it: what each unit owes and did, the joint record with its names, and the reader's steps. */
import type { Who } from '../api/who.ts'
import { listEventsOf } from '../base/event.sql.ts'
import type { Event } from '../base/event.ts'
import type { EventId, PersonId, PostId, UnitId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import type { Text } from '../base/text.ts'
import type { Instant } from '../base/time.ts'
import { listNames } from '../cases/cases.sql.ts'
import { foldOf, takingOf, toldBy } from './act.serve.ts'
import { listPostNames } from './units.sql.ts'
import { partyOf, refusal, stepNames, type Taking, type Whistle, type WhistleEvent, type WhistleId } from './whistle.ts'
import type { WhistleFile, WhistleMoment } from './whistles.api.ts'
import { findHead, listCasesOf } from './whistles.sql.ts'

type Names = ReadonlyMap<string, Text>

/** A whistle with its record. *Refuses:* 404. */
export async function getFile(db: Db, who: Who, id: WhistleId, at: Instant): Promise<WhistleFile> {
  const [head, events] = [await findHead(db, who.city, id, at), await listEventsOf(db, who.city, id, 'whistle.')]
  const it = foldOf(events)
  if (!head || !it) throw new Problem('api.notFound', 404)
  const told = toldBy(events)
  const names = await listNames(
    db,
    who.city,
    told.flatMap(({ by }) => (by === null ? [] : [by])),
    told.flatMap(({ data }) => unitsIn(data)),
  )
  const posts = await listPostNames(
    db,
    who.city,
    it.escalations.flatMap(({ toPost }) => (toPost === null ? [] : [toPost])),
  )
  return {
    ...head,
    level: it.level,
    kinds: it.kinds,
    calendar: it.calendar,
    unpublished: it.unpublished,
    parties: head.parties.map((party) => {
      const { owes, reply, rating, back } = partyOf(it, party.unit.id)!
      return { ...party, owes, reply, rating, back }
    }),
    cases: await listCasesOf(db, who.city, it.cases),
    history: told.map((event) => momentOf(event, names, posts)),
    steps: stepsOf(it, takingOf(who)),
  }
}

/** The units that an event names: who did it, about whom, to whom it went, who was called by it. */
const unitsIn = (data: WhistleEvent['data']): string[] => {
  const { unit, toUnit, called } = data as { unit?: string; toUnit?: string | null; called?: { unitId: string } | unknown[] | null }
  const helper = called && 'unitId' in called ? called.unitId : undefined
  return [unit, toUnit, helper].filter((id) => typeof id === 'string')
}

/** The steps of a reader. What is for others is left out; what only waits for something else says so. */
const stepsOf = (it: Whistle, who: Taking): WhistleFile['steps'] =>
  stepNames.flatMap((step) => {
    const code = refusal(it, step, who)?.code ?? null
    return code === 'whistle.notYours' || code === 'whistle.wrongState' ? [] : [{ step, refusal: code }]
  })

const unitOf = (id: unknown, names: Names) =>
  typeof id === 'string' ? { id: id as UnitId, title: names.get(id) ?? { zh: '', en: '' } } : null

function momentOf(event: WhistleEvent & Pick<Event, 'seq'>, names: Names, posts: Names): WhistleMoment {
  const { data } = event
  const reply = event.kind === 'whistle.replied' ? event.data : null
  const up = event.kind === 'whistle.escalated' ? event.data : null
  const added = event.kind === 'whistle.coordinated' ? (event.data.called?.unitId ?? null) : null
  return {
    seq: event.seq,
    id: event.id as EventId,
    kind: event.kind.slice('whistle.'.length),
    at: event.at,
    by: event.by === null ? null : { id: event.by as PersonId, name: names.get(event.by)?.zh ?? '' },
    unit: unitOf('unit' in data ? data.unit : null, names),
    called: unitOf(added, names),
    note: event.kind === 'whistle.raised' ? event.data.text : 'note' in data ? data.note : '',
    photos: 'photos' in data ? [...data.photos] : [],
    reply: reply && { acceptedAt: reply.acceptedAt, contacted: reply.text, measure: reply.note, deadline: reply.deadline },
    stars: 'stars' in data ? data.stars : null,
    escalated: up && { owing: up.owing, to: up.to, toUnit: unitOf(up.toUnit, names), toPost: postOf(up.toPost, posts) },
  }
}

const postOf = (id: PostId | null, posts: Names): Text | null => (id === null ? null : (posts.get(id) ?? null))
