/**
 * From settings to an open door: engine, schema, demo city on the first start, listening. Ready means ready: the port opens
 * only when every call can be answered. How long each phase took is kept, so that a slow start can be explained.
 */
import type { FastifyInstance } from 'fastify'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { listCities } from '../city/session.sql.ts'
import type { Files } from '../evidence/files.serve.ts'
import type { Ledger } from '../ledger/seal.serve.ts'
import type { Config } from './config.ts'
import { dbOf, type Engine } from './engines/engine.ts'
import { openEngine } from './engines/open.ts'
import { now } from './clock.ts'
import { migrate } from './migrate.ts'
import { type Founding, foundingAddress } from '../access/founding.serve.ts'
import type { Post } from '../access/options.serve.ts'
import { doorsOf } from './doors.ts'
import { watchHeadMail } from './headMail.ts'
import { vaultOf } from '../privacy/vault.serve.ts'
import { keepersOf } from './keepers.ts'
import { readKeys } from './keys.ts'
import { openLedger, type Watching, watchLedger } from './ledger.ts'
import { watchExchanges } from './exchanges.ts'
import { watchNights } from './nightly.ts'
import { watchWhistles } from './whistles.ts'
import { filesOf } from './files.ts'
import { type PhotoWatch, watchPhotos } from './photoChecks.ts'
import { tlsOf } from './tls.ts'
import { openWatch, type Watch } from './watch/watch.ts'

/** Called with what is being done (key of `locales/`), how much is done, and of how much. */
export type Progress = (says: string, done: number, of: number) => void

/** What the demo's loader is handed. */
export interface DemoOptions {
  readonly db: Db
  readonly engine: Engine
  readonly dataDir: string
  readonly now: () => string
  readonly progress: Progress
}

/** A part of the start and how long it took. */
export interface Phase {
  /** Key of the phase's name: `start.phase.<name>`. */
  readonly name: string
  readonly ms: number
}

/** The open house. */
export interface Running {
  readonly app: FastifyInstance
  readonly db: Db
  /** Where the server can be reached. */
  readonly address: string
  readonly phases: readonly Phase[]
  /** Where the first city is founded; only while there is none. It holds a secret: for the terminal of the operator alone. */
  readonly foundAt?: string
  /** Finishes what is under way, then closes the engine. Safe to call again. */
  stop(): Promise<void>
}

/** Opens everything. What was opened is closed again when a later phase fails. */
export async function startServer(config: Config, progress: Progress = () => undefined): Promise<Running> {
  const phases: Phase[] = []
  const timed = async <Result>(name: string, work: () => Promise<Result>): Promise<Result> => {
    const from = performance.now()
    const result = await work()
    phases.push({ name, ms: performance.now() - from })
    return result
  }
  const code = Promise.all([import('./app.ts'), import('../evidence/files.serve.ts')])
  const watch = await openWatch(config)
  const engine = await timed('engine', () => openEngine(config, watch.queried))
  try {
    await timed('migrate', () => migrate(engine))
    await timed('demo', () => loadDemoOnce(config, engine, dbOf(engine), progress))
    const db = dbOf(engine, { right: 'nobody' })
    const ledger = await openLedger(config)
    const keys = await readKeys(config)
    const vault = vaultOf(keys)
    let sealing: Watching | undefined
    let photos: PhotoWatch | undefined
    let files: Files | undefined
    let founding: Founding | undefined
    let post: Post | undefined
    let accessKey: Uint8Array | undefined
    const app = await timed('app', async () => {
      const [{ makeApp }, { filesIn }] = await code
      files = await filesOf(config, filesIn(config.MINGCHENG_DATA))
      const access = await doorsOf(config, keys.now, dbOf(engine))
      ;({ founding, post, key: accessKey } = access)
      const trustProxy = config.TRUSTED_PROXIES
      return makeApp({
        db,
        now,
        files,
        vault,
        access,
        trustProxy,
        ledger,
        changed: (city) => [sealing, photos].forEach((watching) => watching?.changed(city)),
        erased: (city) => photos?.forget(city),
        logLevel: config.LOG_LEVEL,
        web: true,
        callsPerMinute: config.MINGCHENG_CALLS_PER_MINUTE,
        mayWrite: watch.mayWrite,
        watch: watch.on,
        tls: await tlsOf(config),
      })
    })
    watch.tell(app.log)
    const address = await timed('listen', () => listen(app, config))
    const nightly = await nightlyBackup(config, engine, watch)
    const stopNights = watchNights({ db, now, told: app.log, keepers: keepersOf(vault), more: nightly })
    sealing = watchLedger({ db, ledger, now, minutes: config.MINGCHENG_SEAL_MINUTES, told: app.log })
    photos = watchPhotos({ db, files: files!, now, told: app.log })
    const stopExchanges = watchExchanges({ db, now, told: app.log, key: accessKey! })
    const stopWhistles = watchWhistles({ db, now, told: app.log, changed: (city) => sealing?.changed(city) })
    const stopMail = watchHeadMail(config, post, { db, ledger, now, told: app.log })
    // On PostgreSQL a backup needs no door: the command connects by itself.
    const closeControl = config.DATABASE_URL === undefined ? await control(config, engine, ledger, files!) : async () => undefined
    let stopping: Promise<void> | undefined
    const stop = () => {
      stopNights()
      stopMail()
      stopExchanges()
      stopWhistles()
      return (stopping ??= closeControl()
        .then(() => Promise.all([app.close(), sealing?.stop(), photos?.stop()]))
        .then(() => undefined)
        .finally(() => engine.close())
        .finally(() => watch.stop()))
    }
    const foundAt = founding && foundingAddress(config.PUBLIC_URL === undefined ? address : new URL(config.PUBLIC_URL).origin, founding)
    return { app, db, address, phases, stop, ...(foundAt === undefined ? {} : { foundAt }) }
  } catch (error) {
    await engine.close()
    throw error
  }
}

/** *Refuses:* `start.portTaken`, `start.portForbidden`. */
async function listen(app: FastifyInstance, config: Config): Promise<string> {
  const { PORT: port, HOST: host } = config
  try {
    const address = await app.listen({ port, host })
    // The framework does not look at the server that we made.
    return config.MINGCHENG_TLS_CERT === undefined ? address : address.replace(/^http:/, 'https:')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') throw new Problem('start.portTaken', 409, { port })
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL') throw new Problem('start.portForbidden', 409, { port, host })
    throw error
  }
}

async function control(config: Config, engine: Engine, ledger: Ledger, files: Files): Promise<() => Promise<void>> {
  const { openControl } = await import('./control.ts')
  return openControl(config.MINGCHENG_DATA, {
    backup: async ({ path, lock, prove, store: withStore }, progress) => {
      const { makeBackup, proveBackup } = await import('./backup/backup.ts')
      const kept = await makeBackup(
        { engine, dataDir: config.MINGCHENG_DATA, now, progress, store: withStore ? files : undefined },
        path,
        lock,
      )
      if (prove) await proveBackup(path, { passphrase: lock.passphrase })
      return kept
    },
    ledger: async (wish, progress) => (await import('./ledgerPapers.ts')).giveLedger({ owner: dbOf(engine), ledger, now }, wish, progress),
  })
}

/** What the night does for the operator: nothing, until a folder for backups is set. */
async function nightlyBackup(config: Config, engine: Engine, watch: Watch): Promise<() => Promise<void>> {
  const { MINGCHENG_BACKUPS: folder, MINGCHENG_BACKUPS_KEEP: keep, MINGCHENG_BACKUPS_TO: recipient } = config
  if (folder === undefined) return async () => undefined
  return async () => {
    const { backUpTonight } = await import('./backup/schedule.ts')
    const { bytes } = await backUpTonight({ engine, dataDir: config.MINGCHENG_DATA, now }, { folder, keep, recipient })
    watch.keptAt(Date.parse(now()) / 1000, bytes)
  }
}

const demoCode = new URL('../../demo/load.ts', import.meta.url)

/** The demo city comes into an empty house only, and never by surprise into one that has a city. */
async function loadDemoOnce(config: Config, engine: Engine, db: Db, progress: Progress): Promise<void> {
  if (config.MINGCHENG_DEMO === 'off') return
  if ((await listCities(db)).length > 0) return
  // Not by name: the demo stands above all floors and must not be pulled in by every import of the server.
  const { loadDemo } = (await import(demoCode.href)) as { loadDemo: (options: DemoOptions) => Promise<void> }
  await loadDemo({ db, engine, dataDir: config.MINGCHENG_DATA, now, progress })
  // The planner must know the new tables before the first question.
  await engine.script('analyze')
}
