/** Handlers of the rules of signing in. Every change is a fact with what held before: who loosened a rule can be told later. */
import { handlers, whoOf } from '../api/api.serve.ts'
import { appendEvents, findEvent } from '../base/event.sql.ts'
import type { EventId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { signInRulesApi } from './signInRules.api.ts'
import { getSignInRules, putSignInRules } from './signInRules.sql.ts'

export const signInRulesHandlers = handlers(signInRulesApi, {
  getSignInRules: async (ask) => getSignInRules(ask.db, whoOf(ask).city),
  setSignInRules: async (ask) => {
    const { city, person, session } = whoOf(ask)
    if (!session) throw new Problem('access.noKey', 403)
    const { id, ...rules } = ask.body
    if ((rules.factorFrom === null) !== (rules.factorRoles.length === 0))
      throw new Problem('signInRules.day', 422, {}, [{ at: 'body.factorFrom', says: 'fault.factorFrom' }])
    if (!(await findEvent(ask.db, city, id))) {
      const before = await getSignInRules(ask.db, city)
      await putSignInRules(ask.db, city, rules)
      const data = { rules, before }
      await appendEvents(ask.db, city, [
        { id: id as EventId, kind: 'account.rulesSet', thing: id, at: ask.at, by: person, version: 1, data },
      ])
    }
    return getSignInRules(ask.db, city)
  },
})
