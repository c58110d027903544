/** The server of the trial: the small city with as many markets as a day has, in this process, so that it can be stopped at any moment. */
import { sql } from '../../src/base/sql.ts'
import { addPoints } from '../../src/city/points.sql.ts'
import { filesIn } from '../../src/evidence/files.serve.ts'
import { makeApp } from '../../src/server/app.ts'
import { now } from '../../src/server/clock.ts'
import { dbOf, type Engine } from '../../src/server/engines/engine.ts'
import { migrate } from '../../src/server/migrate.ts'
import { openMemory } from '../memory.ts'
import { city, fill, pointRow } from '../smallCity.ts'

export interface Office {
  readonly engine: Engine
  address: string
  /** Stops it in the middle of whatever it does, and starts it again. */
  restart(): Promise<void>
  close(): Promise<void>
}

/** Opens it with so many points, one step of 0.001 degrees from the next. */
export async function openOffice(folder: string, points: number, blank?: string): Promise<Office> {
  const engine = await openMemory(blank)
  await migrate(engine)
  const db = dbOf(engine)
  await fill(db)
  const list = Array.from({ length: points }, (_, index) =>
    pointRow({
      code: `F${String(index).padStart(5, '0')}`,
      type: 'PT-MARKET',
      nameZh: `第 ${index + 1} 集贸市场`,
      lng: 116.2 + (index % 50) / 1000,
      lat: 39.2 + Math.floor(index / 50) / 1000,
    }),
  )
  await db.run(sql`delete from points where city_id = ${city} and id not in (select point_id from visits where city_id = ${city})`)
  await addPoints(db, city, list)
  const begin = async () => {
    const app = await makeApp({ db: dbOf(engine, { right: 'nobody' }), now, files: filesIn(folder), web: true })
    return { app, address: await app.listen({ port: 0, host: '127.0.0.1' }) }
  }
  let running = await begin()
  const stop = async () => {
    running.app.server.closeAllConnections()
    await running.app.close()
  }
  const office: Office = {
    engine,
    address: running.address,
    restart: async () => {
      await stop()
      running = await begin()
      office.address = running.address
    },
    close: async () => {
      await stop()
      await engine.close()
    },
  }
  return office
}
