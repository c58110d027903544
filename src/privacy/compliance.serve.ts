/** Handlers of compliance mode. Every switch is an event with its basis: what was allowed when, and by whose approval. */
import { v7 } from 'uuid'
import { handlers, whoOf } from '../api/api.serve.ts'
import type { Say } from '../api/problems.serve.ts'
import type { Who } from '../api/who.ts'
import { appendEvents, findEvent } from '../base/event.sql.ts'
import type { CityId, EventId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { dayOf } from '../base/time.ts'
import { complianceApi, type PolicyState } from './compliance.api.ts'
import { addWaiver, endWaiver, isInForce, listWaivers } from './compliance.sql.ts'
import { exportPack } from './pack.serve.ts'
import { isSwitchable, policies, type PolicyId, policyIds } from './policies.ts'

/** Every restriction with its state. */
export async function listPolicies(db: Db, city: CityId, at: string): Promise<PolicyState[]> {
  const waivers = new Map((await listWaivers(db, city, at)).map((waiver) => [waiver.policy, waiver]))
  return policyIds.map((id) => {
    const found = waivers.get(id)
    const { sources, kept } = policies[id]
    const waiver = found && {
      id: found.id,
      basis: found.basis,
      approvalNo: found.approvalNo,
      untilOn: found.untilOn,
      at: found.at,
      by: { id: found.by, name: found.byName },
    }
    return { id, sources: [...sources], kept, inForce: waiver === undefined, waiver: waiver ?? null }
  })
}

const getState = async (db: Db, city: CityId, at: string, policy: PolicyId) =>
  (await listPolicies(db, city, at)).find(({ id }) => id === policy)!

interface Waiving {
  readonly id: string
  readonly policy: PolicyId
  readonly basis: string
  readonly approvalNo: string
  readonly untilOn: string | null
}

/** *Refuses:* 409 `compliance.keptByAbsence`, `compliance.alreadyOff`; 422 `compliance.over` when the last day has passed. */
async function waive(db: Db, who: Who, at: string, it: Waiving): Promise<void> {
  if (!isSwitchable(it.policy)) throw new Problem('compliance.keptByAbsence', 409)
  if (await findEvent(db, who.city, it.id)) return
  if (it.untilOn !== null && it.untilOn < dayOf(at)) throw new Problem('compliance.over', 422)
  if (!(await isInForce(db, who.city, it.policy, at))) throw new Problem('compliance.alreadyOff', 409)
  await addWaiver(db, who.city, { ...it, at, by: who.person })
  const { id, ...data } = it
  await appendEvents(db, who.city, [{ id: id as EventId, kind: 'policy.waived', thing: id, at, by: who.person, version: 1, data }])
}

async function restore(db: Db, who: Who, at: string, policy: PolicyId, id: string): Promise<void> {
  if ((await endWaiver(db, who.city, policy, { at, by: who.person })) === 0) return
  await appendEvents(db, who.city, [
    { id: v7() as EventId, kind: 'policy.restored', thing: id, at, by: who.person, version: 1, data: { policy } },
  ])
}

/** Handlers over the word lists. */
export const complianceHandlers = (say: Say) =>
  handlers(complianceApi, {
    listPolicies: async (ask) => ({ items: await listPolicies(ask.db, whoOf(ask).city, ask.at) }),
    waive: async (ask) => {
      const who = whoOf(ask)
      await waive(ask.db, who, ask.at, { ...ask.body, ...ask.params })
      return getState(ask.db, who.city, ask.at, ask.params.policy)
    },
    restore: async (ask) => {
      const who = whoOf(ask)
      await restore(ask.db, who, ask.at, ask.params.policy, ask.body.id)
      return getState(ask.db, who.city, ask.at, ask.params.policy)
    },
    exportPack: async (ask) => {
      const { city } = whoOf(ask)
      const policyStates = await listPolicies(ask.db, city, ask.at)
      return exportPack(ask.db, { city, policyStates, say, at: ask.at, language: ask.language, ...ask.query })
    },
  })
