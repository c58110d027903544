/** The HTTP app: every room's calls on one Fastify. Made without listening, so that tests run it in memory. */
import { constants } from 'node:zlib'
import compress from '@fastify/compress'
import { randomBytes } from 'node:crypto'
import cookie from '@fastify/cookie'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, type FastifyServerFactory } from 'fastify'
import { type House, serve } from '../api/api.serve.ts'
import { changesApi } from '../api/changes.api.ts'
import { changesHandlers, makeChanges } from '../api/changes.serve.ts'
import { assessmentsApi } from '../assessments/assessments.api.ts'
import { assessmentsHandlers } from '../assessments/assessments.serve.ts'
import { carryApi } from '../assessments/carry.api.ts'
import { carryHandlers } from '../assessments/carry.serve.ts'
import { liveApi } from '../assessments/live.api.ts'
import { liveHandlers } from '../assessments/live.serve.ts'
import { makeLive } from '../assessments/memory.serve.ts'
import { accountsApi } from '../access/accounts.api.ts'
import { accountsHandlers } from '../access/accounts.serve.ts'
import { whoAsks } from '../access/keys.serve.ts'
import { accessStandings } from '../access/standings.sql.ts'
import { mineApi } from '../access/mine.api.ts'
import { mineHandlers } from '../access/mine.serve.ts'
import { type AccessOptions, accessInMemory } from '../access/options.serve.ts'
import { signInApi } from '../access/signIn.api.ts'
import { signInHandlers } from '../access/signIn.serve.ts'
import { answerProblem, answerProblems } from '../api/problems.serve.ts'
import type { CityId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { countWorks } from '../burden/ask.serve.ts'
import { calendarApi } from '../calendar/calendar.api.ts'
import { calendarHandlers } from '../calendar/calendar.serve.ts'
import { classesApi } from '../classes/classes.api.ts'
import { classesHandlers } from '../classes/classes.serve.ts'
import { indicatorsApi } from '../indicators/indicators.api.ts'
import { indicatorsHandlers } from '../indicators/indicators.serve.ts'
import { latelyApi } from '../indicators/lately.api.ts'
import { latelyHandlers } from '../indicators/lately.serve.ts'
import { cityApi } from '../city/city.api.ts'
import { cityHandlers } from '../city/city.serve.ts'
import { mapApi } from '../city/map.api.ts'
import { mapHandlers } from '../city/map.serve.ts'
import { permissionsApi } from '../city/permissions/permissions.api.ts'
import { permissionsHandlers } from '../city/permissions/permissions.serve.ts'
import { neighboursApi } from '../neighbours/neighbours.api.ts'
import { neighboursHandlers } from '../neighbours/neighbours.serve.ts'
import { contracts } from './contracts.ts'
import { likenessApi } from '../likeness/likeness.api.ts'
import { likenessHandlers } from '../likeness/likeness.serve.ts'
import { organisationApi } from '../city/organisation/organisation.api.ts'
import { organisationHandlers } from '../city/organisation/organisation.serve.ts'
import { organisationStandings } from '../city/organisation/standings.sql.ts'
import { pointsApi } from '../city/points.api.ts'
import { pointsHandlers } from '../city/points.serve.ts'
import { sessionApi } from '../city/session.api.ts'
import { sessionHandlers } from '../city/session.serve.ts'
import { signInRulesApi } from '../city/signInRules.api.ts'
import { signInRulesHandlers } from '../city/signInRules.serve.ts'
import { placesApi } from '../cases/places/places.api.ts'
import { placesHandlers } from '../cases/places/handlers.serve.ts'
import { viewsApi } from '../cases/views/views.api.ts'
import { viewsHandlers } from '../cases/views/views.serve.ts'
import { casesApi } from '../cases/cases.api.ts'
import { casesHandlers, type Doors as CasesDoors } from '../cases/cases.serve.ts'
import { proceduresApi } from '../cases/procedure/procedures.api.ts'
import { proceduresHandlers } from '../cases/procedure/procedures.serve.ts'
import { makeHeads } from '../cases/heads.serve.ts'
import { casesOpenWork } from '../cases/openWork.serve.ts'
import { dutiesApi } from '../duties/duties.api.ts'
import { dutiesHandlers } from '../duties/duties.serve.ts'
import { dutiesOpenWork } from '../duties/openWork.serve.ts'
import { dutiesStandings } from '../duties/standings.sql.ts'
import { papersApi } from '../duties/papers.api.ts'
import { papersHandlers } from '../duties/papers.serve.ts'
import { evidenceApi } from '../evidence/evidence.api.ts'
import { evidenceHandlers, type EvidenceHouse } from '../evidence/evidence.serve.ts'
import { leavingView } from '../evidence/shown.serve.ts'
import { type Files, filesInMemory } from '../evidence/files.serve.ts'
import { deskApi } from '../inspections/desk.api.ts'
import { deskHandlers } from '../inspections/desk.serve.ts'
import { fieldApi } from '../field/field.api.ts'
import { fieldHandlers } from '../field/pack.serve.ts'
import { findFinding } from '../inspections/finding.sql.ts'
import { type DesksOptions, makeDesks } from '../imports/desks.serve.ts'
import { importsApi } from '../imports/imports.api.ts'
import { importsAsked, importsHandlers, type ImportsHouse } from '../imports/imports.serve.ts'
import { inspectionsApi } from '../inspections/inspections.api.ts'
import { inspectionsHandlers } from '../inspections/inspections.serve.ts'
import { settleVisits } from '../repeats/rechecks.serve.ts'
import { repeatsApi } from '../repeats/repeats.api.ts'
import { repeatsHandlers } from '../repeats/repeats.serve.ts'
import { roundsApi } from '../inspections/rounds.api.ts'
import { roundsHandlers } from '../inspections/rounds.serve.ts'
import { inspectionsStandings } from '../inspections/standings.sql.ts'
import { type Vault, vaultOf } from '../privacy/vault.serve.ts'
import { ledgerHandlers } from '../ledger/ledger.serve.ts'
import { ledgerApi } from '../ledger/ledger.api.ts'
import type { Ledger } from '../ledger/seal.serve.ts'
import { directory, ledgerInMemory } from './ledger.ts'
import { provenanceApi } from '../provenance/provenance.api.ts'
import { provenanceHandlers } from '../provenance/provenance.serve.ts'
import { exemptionsApi } from '../inspections/exemptions.api.ts'
import { exemptionsHandlers } from '../inspections/exemptions.serve.ts'
import { formsApi } from '../forms/forms.api.ts'
import { formsHandlers } from '../forms/forms.serve.ts'
import { samplesApi } from '../samples/samples.api.ts'
import { samplesHandlers } from '../samples/samples.serve.ts'
import { samplesStandings } from '../samples/standings.sql.ts'
import { whistlesApi } from '../whistles/whistles.api.ts'
import { whistlesHandlers } from '../whistles/whistles.serve.ts'
import { programmesApi } from '../programmes/programmes.api.ts'
import { searchApi } from '../search/search.api.ts'
import { searchHandlers } from '../search/search.serve.ts'
import { programmesHandlers } from '../programmes/programmes.serve.ts'
import { standardsApi } from '../standards/standards.api.ts'
import { comparisonApi } from '../standards/comparison.api.ts'
import { comparisonHandlers } from '../standards/comparison.serve.ts'
import { standardsHandlers } from '../standards/standards.serve.ts'
import { refuse } from './open311.ts'
import { serveOutside } from './outside.ts'
import { looking, serveTrust } from './trust.ts'
import { serveAnswerPage } from './answerPage.ts'
import { kindOfFailure } from './doors.ts'
import { guardCalls } from './guard.ts'
import { serveReference } from './reference.ts'
import { say } from './say.ts'
import { answerHealth } from './watch/health.ts'
import { guardAnswers, serveWeb } from './web.ts'

export interface AppOptions {
  readonly db: Db
  readonly now: () => string
  /** Where proof is kept; in memory when not given (tests). The server gives `filesIn(MINGCHENG_DATA)`. */
  readonly files?: Files
  /** Where identities are kept; with a key of this process alone when not given (tests). */
  readonly vault?: Vault
  /** Keys, mail and providers of sign-in; none but a key when not given (tests). */
  readonly access?: Omit<AccessOptions, 'say' | 'told'>
  /** Proxies whose word about the sender is believed; none in tests. */
  readonly trustProxy?: string | false
  /** The ledger's key and where its heads are kept; in memory when not given (tests). */
  readonly ledger?: Ledger
  /** Told of every city that something was written in. */
  readonly changed?: (city: CityId) => void
  /** Told of every city in which a photo was erased: whatever is remembered of it is forgotten. */
  readonly erased?: (city: CityId) => void
  readonly checkAnswers?: boolean
  readonly logLevel?: string
  /** What the threads that read files may take; tests give less. */
  readonly readingLimits?: DesksOptions | undefined
  /** Serve the built web too. */
  readonly web?: boolean
  /** Calls a minute of one session or address; 0 counts none (tests, which are one address). */
  readonly callsPerMinute?: number
  /** Asked before each write; see `House`. */
  readonly mayWrite?: () => Promise<void>
  /** Other cities' endpoints may lie within our own network (tests, one data centre). */
  readonly reachInside?: boolean
  /** Puts on the app what watches it, before its routes. */
  readonly watch?: (app: FastifyInstance) => void
  /** Makes the server one of HTTPS. */
  readonly tls?: FastifyServerFactory | undefined
}

/**
 * Answers are compressed, files and streams are not (`serve` says so by route) and the web is compressed when it is built.
 * What comes in is never inflated: a small request could fill the memory. Quality 4: a megabyte of JSON takes milliseconds.
 */
export const compression = {
  globalDecompression: false,
  encodings: ['br', 'gzip'] as ('br' | 'gzip')[],
  customTypes: /^application\/(problem\+)?json/,
  threshold: 2048,
  brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
}

/** What the log says of a request: which call. What was searched for, by whom and from where is nobody's business there. */
const loggedRequest = ({ method, url }: { method: string; url: string }) => ({ method, path: url.split('?')[0] })

type Bare = Required<Pick<AppOptions, 'trustProxy' | 'logLevel' | 'callsPerMinute' | 'watch'>> & Pick<AppOptions, 'tls'>

/** The app before any room: log, cookies, packing, limits. */
async function makeBare({ trustProxy, logLevel, callsPerMinute, watch, tls }: Bare): Promise<FastifyInstance> {
  const app = Fastify({
    logger: logLevel === 'silent' ? false : { level: logLevel, serializers: { req: loggedRequest } },
    trustProxy,
    ...(tls ? { serverFactory: tls } : {}),
    // An address that cannot be read reaches no route: each side still says no in its own way.
    frameworkErrors: (error, request, reply) =>
      request.url.startsWith('/open311/')
        ? void refuse(error, request as FastifyRequest, reply as FastifyReply)
        : void answerProblem(error, request as FastifyRequest, reply as FastifyReply, say),
  })
  watch(app)
  await app.register(cookie)
  await app.register(compress, compression)
  await guardCalls(app, callsPerMinute)
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  return app
}

/** The app with all rooms. */
export async function makeApp({
  db,
  now,
  files = filesInMemory(),
  vault = vaultOf({ cipher: 'aes-256-gcm', now: randomBytes(32) }),
  access = accessInMemory(say),
  trustProxy = false,
  ledger = ledgerInMemory(),
  changed = () => undefined,
  erased = () => undefined,
  checkAnswers = false,
  logLevel = 'silent',
  readingLimits,
  web = false,
  callsPerMinute = 0,
  mayWrite,
  reachInside = false,
  watch = () => undefined,
  tls,
}: AppOptions): Promise<FastifyInstance> {
  const app = await makeBare({ trustProxy, logLevel, callsPerMinute, watch, tls })
  const changes = makeChanges(db)
  app.addHook('onClose', async () => changes.close())
  const whoOf = (request: FastifyRequest, byItself: boolean) => whoAsks(db, request, { at: now(), byItself })
  const house: House = {
    db,
    now,
    checkAnswers,
    whoOf,
    standings,
    asked: importsAsked,
    changed: (city) => [changes.wake, changed].forEach((tell) => tell(city)),
    ...(mayWrite ? { mayWrite } : {}),
  }
  answerProblems(app, say)
  guardAnswers(app)
  answerHealth(app, db)
  serveAnswerPage(app, db)
  serveReference(app)
  serve(app, house, changesApi, changesHandlers(changes))
  serveDoors(app, house, access)
  serve(app, house, cityApi, cityHandlers(say))
  serveOrganisation(app, house)
  serve(app, house, pointsApi, pointsHandlers({ say }))
  serve(app, house, mapApi, mapHandlers)
  serve(app, house, evidenceApi, evidenceHandlers({ files, ...looking, added: countUploads }))
  serveWork(app, house, { vault, files })
  serveScores(app, house)
  serve(app, house, importsApi, importsHandlers(importsHouse(app, { db, now, readingLimits, vault })))
  serve(app, house, provenanceApi, provenanceHandlers(say))
  serve(app, house, searchApi, searchHandlers)
  serveTrust(app, house, { vault, files, erased })
  await serveOutside(app, house, { vault, files, key: access.key, reachInside })
  serve(app, house, ledgerApi, ledgerHandlers(ledger, directory, say))
  if (web) await serveWeb(app)
  return app
}

/** What a street sends in is work of its week. */
const countUploads: EvidenceHouse['added'] = (db, city, pieces) => countWorks(db, city, 'upload', pieces)

/** Scores, the way to the next edition, and the titles that they decide. */
function serveScores(app: FastifyInstance, house: House): void {
  const live = makeLive()
  serve(app, house, liveApi, liveHandlers(live, say))
  serve(app, house, assessmentsApi, assessmentsHandlers(live, say))
  serve(app, house, carryApi, carryHandlers(say))
  serve(app, house, samplesApi, samplesHandlers(say))
  serve(app, house, formsApi, formsHandlers(say))
  serve(app, house, exemptionsApi, exemptionsHandlers(say))
  serve(app, house, programmesApi, programmesHandlers(say))
  serve(app, house, indicatorsApi, indicatorsHandlers(say))
  serve(app, house, latelyApi, latelyHandlers)
}

/** Where the things of all rooms stand, for who may not reach the whole city. */
const standings = { ...accessStandings, ...organisationStandings, ...dutiesStandings, ...inspectionsStandings, ...samplesStandings }

/** Signing in, one's own ways to do so, and the accounts of others. */
function serveDoors(app: FastifyInstance, house: House, access: NonNullable<AppOptions['access']>): void {
  const doors: AccessOptions = { ...access, say, told: (error, message) => app.log.error({ error: kindOfFailure(error) }, message) }
  serve(app, house, sessionApi, sessionHandlers)
  serve(app, house, signInRulesApi, signInRulesHandlers)
  serve(app, house, signInApi, signInHandlers(doors))
  serve(app, house, mineApi, mineHandlers(doors))
  serve(app, house, accountsApi, accountsHandlers(doors))
}

/** Units and posts, who may do what, the cities above and below; by what time things are promised, and what is a case. */
function serveOrganisation(app: FastifyInstance, house: House): void {
  serve(app, house, organisationApi, organisationHandlers([dutiesOpenWork, casesOpenWork], say))
  serve(app, house, permissionsApi, permissionsHandlers({ contracts, standings }))
  serve(app, house, neighboursApi, neighboursHandlers(say))
  serve(app, house, calendarApi, calendarHandlers)
  serve(app, house, classesApi, classesHandlers(say))
}

/** The three kinds of daily work, and the standards they follow. */
function serveWork(app: FastifyInstance, house: House, { vault, files }: { vault: Vault; files: Files }): void {
  const picture: CasesDoors['picture'] = (db, city, id) => leavingView({ files, leaves: looking.leaves }, db, { city, id, size: 1280 })
  const heads = makeHeads()
  app.addHook('onClose', async () => heads.close())
  serve(app, house, dutiesApi, dutiesHandlers(say))
  serve(app, house, papersApi, papersHandlers(say))
  serve(
    app,
    house,
    inspectionsApi,
    inspectionsHandlers(say, (db, city, at, visits) => settleVisits(db, city, at, visits, say)),
  )
  serve(app, house, roundsApi, roundsHandlers(say))
  serve(app, house, repeatsApi, repeatsHandlers(say))
  serve(app, house, deskApi, deskHandlers(say))
  serve(app, house, fieldApi, fieldHandlers)
  serve(app, house, placesApi, placesHandlers(say))
  serve(app, house, viewsApi, viewsHandlers)
  serve(app, house, casesApi, casesHandlers({ findFinding, say, vault, picture, heads }))
  serve(app, house, proceduresApi, proceduresHandlers(say))
  serve(app, house, likenessApi, likenessHandlers)
  serve(app, house, whistlesApi, whistlesHandlers(say))
  serve(app, house, standardsApi, standardsHandlers(say))
  serve(app, house, comparisonApi, comparisonHandlers(say))
}

/** What imports need of the house: the threads that read files end with the app, and what befalls them is in its log. */
function importsHouse(
  app: FastifyInstance,
  { db, now, readingLimits, vault }: Pick<AppOptions, 'db' | 'now' | 'readingLimits'> & { vault: Vault },
): ImportsHouse {
  const desks = makeDesks(new URL('./imports.worker.ts', import.meta.url), readingLimits)
  app.addHook('onClose', async () => desks.close())
  return { db, now, say, desks, vault, log: (error, what) => app.log.error({ err: error }, what) }
}
