/**
 * Retention: what is over its time goes, by rule, and the report says what went. Each room removes its own rows; what it
 * offers is handed in from the top.
 */
import { v7 } from 'uuid'
import { handlers, whoOf } from '../api/api.serve.ts'
import { appendEvents } from '../base/event.sql.ts'
import type { CityId, EventId, PersonId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { listAnsweredBefore } from './complaints.sql.ts'
import type { HeldRow } from './identity.sql.ts'
import { retentionApi, type RetentionRule, type RetentionRun } from './retention.api.ts'
import { type KeptKind, keptKindIds, keptKinds, limitOf, type RetentionLine } from './retention.ts'
import { addRun, listRules, listRuns, saveRule } from './retention.sql.ts'
import type { Vault } from './vault.serve.ts'

/** Removes or blanks what is older than `before`; gives how many. */
export type Forget = (db: Db, city: CityId, before: string) => Promise<number>

/** What the house on top hands in. */
export interface Keepers {
  readonly vault: Vault
  /** Which of these cases were closed before a time, and are closed. */
  readonly listClosedBefore: (db: Db, city: CityId, ids: readonly string[], before: string) => Promise<ReadonlySet<string>>
  /** Of the other rooms, by kind. */
  readonly forget: Record<Exclude<KeptKind, 'caseReporter' | 'complainant'>, Forget>
}

const mostAtOnce = 5000

/** Destroys identities whose case is closed, or whose complaint is answered, long enough. */
async function forgetIdentities(
  db: Db,
  city: CityId,
  kind: KeptKind,
  run: { at: string; before: string },
  keepers: Keepers,
): Promise<number> {
  const { at, before } = run
  const of = kind === 'caseReporter' ? 'case' : 'complaint'
  const old = (await keepers.vault.listOlder(db, before, mostAtOnce)).filter((it: HeldRow) => it.kind === of)
  const things = old.map(({ thing }) => thing)
  const settled =
    of === 'case' ? await keepers.listClosedBefore(db, city, things, before) : await listAnsweredBefore(db, city, things, before)
  const over = old.filter(({ thing }) => settled.has(thing))
  return keepers.vault.erase(db, city, over, { at, by: null, reason: `retention ${kind}` })
}

/** One run over every kind: removes, reports, records. In the transaction of the caller. */
export async function runRetention(
  db: Db,
  city: CityId,
  { id, at, by }: { id: string; at: string; by: PersonId | null },
  keepers: Keepers,
): Promise<RetentionLine[]> {
  const own = new Map((await listRules(db, city)).map(({ kind, days }) => [kind, days]))
  const report: RetentionLine[] = []
  for (const kind of keptKindIds) {
    const days = own.get(kind) ?? keptKinds[kind].days
    const before = limitOf(at, days)
    const done =
      kind === 'caseReporter' || kind === 'complainant'
        ? await forgetIdentities(db, city, kind, { at, before }, keepers)
        : await keepers.forget[kind](db, city, before)
    report.push({ kind, days, before, done })
  }
  if (report.some(({ done }) => done > 0)) {
    await addRun(db, city, { id, at, by, report })
    const data = { report: report.filter(({ done }) => done > 0) }
    await appendEvents(db, city, [{ id: v7() as EventId, kind: 'retention.done', thing: id, at, by, version: 1, data }])
  }
  return report
}

async function listKinds(db: Db, city: CityId): Promise<RetentionRule[]> {
  const own = new Map((await listRules(db, city)).map((rule) => [rule.kind, rule]))
  return keptKindIds.map((kind) => {
    const { days: usual, from, does } = keptKinds[kind]
    const set = own.get(kind)
    return { kind, usual, from, does, days: set?.days ?? usual, basis: set?.basis ?? null, changedAt: set?.changedAt ?? null }
  })
}

const lastRuns = 60

/** Handlers over what the rooms offer. */
export const retentionHandlers = (keepers: Keepers) =>
  handlers(retentionApi, {
    list: async (ask) => {
      const { city } = whoOf(ask)
      const runs = (await listRuns(ask.db, city, lastRuns)).map(
        ({ by, byName, ...run }): RetentionRun => ({ ...run, by: by === null ? null : { id: by, name: byName ?? '' } }),
      )
      return { items: await listKinds(ask.db, city), runs }
    },
    set: async (ask) => {
      const { city, person } = whoOf(ask)
      await saveRule(ask.db, city, { ...ask.params, ...ask.body, at: ask.at, by: person })
      const data = { ...ask.params, ...ask.body }
      await appendEvents(ask.db, city, [
        { id: v7() as EventId, kind: 'retention.set', thing: v7(), at: ask.at, by: person, version: 1, data },
      ])
      return { items: await listKinds(ask.db, city) }
    },
    run: async (ask) => {
      const { city, person } = whoOf(ask)
      return { report: await runRetention(ask.db, city, { id: ask.body.id, at: ask.at, by: person }, keepers) }
    },
  })
