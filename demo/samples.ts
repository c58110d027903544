/**
 * What the third party measures: a sealed sample whose hour has come, with its proof to take away, and one that is still shut. Also
 * the city's own word for a round. Through the same calls as in the product.
 */
import type { RoundId, UnitId } from '../src/base/ids.ts'
import { addDays, dayOf } from '../src/base/time.ts'
import { inspectionsHandlers } from '../src/inspections/inspections.serve.ts'
import { roundsHandlers } from '../src/inspections/rounds.serve.ts'
import { keepSealed } from '../src/samples/kept.serve.ts'
import type { SampleId } from '../src/samples/sample.ts'
import { releaseSample, samplesHandlers } from '../src/samples/samples.serve.ts'
import { say } from '../src/server/say.ts'
import { whoIs } from './burden.ts'
import { ask, type Office, officeOf } from './campaign.ts'
import { chanceOf } from './random.ts'

const [rounds, field, samples] = [roundsHandlers(say), inspectionsHandlers(say), samplesHandlers(say)]
const dayMs = 86_400_000

/** Binds, draws and shares them; tells the older one. */
export async function drawSamples(office: Office): Promise<void> {
  const { db, cityId, setting } = office
  const who = officeOf(office)
  const narrow = new Map([
    ['samples.read', 'unit'],
    ['samples.walk', 'unit'],
  ] as const)
  const assessor = { ...whoIs(office, 'assessor'), narrow }
  const chance = chanceOf(setting.city.seed, 'samples of the third party')
  const make = async (title: { zh: string; en: string }, boundAt: string, releaseAt: string): Promise<SampleId> => {
    const roundId = chance.id(Date.parse(boundAt)) as RoundId
    const call = (input: { params?: object; body?: object }) => ask(db, who, boundAt, input)
    const from = dayOf(boundAt)
    await field.addRound(call({ body: { id: roundId, kind: 'thirdParty', title, fromOn: from, toOn: addDays(from, 6) } }))
    const id = chance.id(Date.parse(boundAt)) as SampleId
    const plan = { types: [], areaId: null, unitId: null, by: ['type'], quota: { how: 'each', count: 2 }, sizes: [] }
    await samples.bind(call({ body: { id, roundId, plan, unitId: assessor.unit as UnitId, sealed: true, releaseAt } }))
    await samples.draw(call({ params: { id }, body: { witness: '现场监督员随口报出的数字：4 8 1 9' } }))
    await samples.share(ask(db, assessor, boundAt, { params: { id }, body: { walkers: [{ person: assessor.person, load: 1 }] } }))
    return id
  }
  const ago = (days: number) => new Date(Date.parse(setting.at) - days * dayMs).toISOString()
  const told = await make({ zh: '第三方盲测（上月）', en: 'Blind assessment of last month' }, ago(34), ago(20))
  await keepSealed(db, cityId, ago(30))
  await releaseSample(db, cityId, { id: told, at: ago(20), by: null })
  await make({ zh: '第三方盲测（进行中）', en: 'Blind assessment under way' }, ago(1), ago(-20))
  const kind = { title: { zh: '夜间市容专项', en: 'Street look by night' }, means: 'campaign', isRetired: false }
  await rounds.putKind(ask(db, who, setting.at, { params: { id: chance.id(Date.parse(setting.at)) }, body: kind }))
}
