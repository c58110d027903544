/**
 * Every way of checking at work in the demo: a small standard of our own on the shopping streets with some visits, an exemption inside
 * stall lines, and a questionnaire from XLSForm sheets with answers. Through the same calls as in the product.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import canonicalize from 'canonicalize'
import { answersOf } from '../src/api/together.serve.ts'
import type { Ask } from '../src/api/who.ts'
import { appendEvents } from '../src/base/event.sql.ts'
import type { EditionId, EventId } from '../src/base/ids.ts'
import { Problem } from '../src/base/problem.ts'
import { addDays, dayOf } from '../src/base/time.ts'
import { answerAll } from '../src/forms/answer.serve.ts'
import { type FormVersionId, partsOf } from '../src/forms/form.ts'
import { addForm } from '../src/forms/forms.sql.ts'
import { readForm } from '../src/forms/read-form.ts'
import { xformOf } from '../src/forms/xform.ts'
import { exemptionsHandlers } from '../src/inspections/exemptions.serve.ts'
import { inspectionsHandlers } from '../src/inspections/inspections.serve.ts'
import { say } from '../src/server/say.ts'
import { addDraft } from '../src/standards/edition.sql.ts'
import { publish } from '../src/standards/standards.serve.ts'
import { whoIs } from './burden.ts'
import { ask, type Office, officeOf } from './campaign.ts'
import { momentOf } from './days.ts'
import { practiceEdition } from './practiceEdition.ts'
import { practiceForm } from './practiceForm.ts'
import { type Chance, chanceOf } from './random.ts'

/** Writes all of it. */
export async function showPractice(office: Office): Promise<void> {
  const { db, cityId, setting } = office
  const chance = chanceOf(setting.city.seed, 'ways of checking')
  const today = dayOf(setting.at)
  const before = momentOf(addDays(today, -9), 600)
  const id = chance.id(Date.parse(before)) as EditionId
  await addDraft(db, cityId, id, practiceEdition(setting.album.photos), before)
  await publish(db, cityId, { id, version: 1 }, officeOf(office).person, before)
  await forgive(office, chance, before)
  await walk(office, chance)
  await question(office, chance, before)
}

const streetsOf = ({ setting }: Office) => setting.city.points.filter(({ type }) => type === 'PT-SHOPSTREET').slice(0, 3)

/** Inside the lines of an evening market a stall is no finding. */
async function forgive(office: Office, chance: Chance, at: string): Promise<void> {
  const [lng, lat] = streetsOf(office)[0]!.place
  const [wide, high] = [0.0009, 0.0006]
  const corner = (x: number, y: number): [number, number] => [Number((lng + x * wide).toFixed(6)), Number((lat + y * high).toFixed(6))]
  const body = {
    id: chance.id(Date.parse(at)),
    title: { zh: '夜市疏导区（示例）', en: 'Evening market lines (example)' },
    source: '明城管〔2026〕8 号（示例）',
    facts: ['SP-STALL', 'ORD-STALL'],
    where: {
      in: 'shape',
      shape: { type: 'Polygon', coordinates: [[corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1), corner(-1, -1)]] },
    },
    times: { hours: [{ from: '18:00', to: '22:00' }] },
  }
  await exemptionsHandlers(say).add(ask(office.db, officeOf(office), at, { body }))
}

/** What was answered on three streets: one in order, one mostly, one not; on the first in the evening, inside the lines. */
const seenOn = (index: number, startedAt: string) => [
  { fact: 'SP-PSA', answer: { as: 'count', count: [4, 2, 1][index]! } },
  {
    fact: 'SP-WATCH',
    answer: { as: 'timed', startedAt, seconds: 300, tally: { jay: [1, 3, 4][index]!, ride: [0, 1, 3][index]!, litter: [0, 1, 1][index]! } },
  },
  {
    fact: 'SP-BIN',
    answer: {
      as: 'stretch',
      lengthM: 520,
      marks: [
        [120, 300, 440],
        [150, 340],
        [90, 410],
      ][index]!.map((atM) => ({ atM })),
    },
  },
  { fact: 'SP-NOISE', answer: { as: 'measure', reading: ['61.5', '67.2', '73'][index]! } },
  {
    fact: 'SP-PHONE',
    answer: index === 2 ? { as: 'phone', answered: false, tries: 3 } : { as: 'phone', answered: true, seconds: 12 + index, tries: 1 },
  },
  {
    fact: 'SP-ACCESS',
    answer: { as: 'facilities', items: { ramp: index === 2 ? 'no' : 'yes', paving: 'yes', seat: index === 0 ? 'yes' : 'no', sign: 'yes' } },
  },
  { fact: 'SP-LAMP', answer: { as: 'rate', part: [48, 46, 40][index]!, whole: 50 } },
  { fact: 'SP-STALL', grade: index === 1 ? 'Y' : 'N' },
  { fact: 'SP-OTHER', answer: { as: 'finding', found: [] } },
]

async function walk(office: Office, chance: Chance): Promise<void> {
  const today = dayOf(office.setting.at)
  const who = whoIs(office, 'inspector')
  const asks = streetsOf(office).map(({ id: pointId }, index) => {
    const visitedAt = momentOf(addDays(today, -3 - index), index === 0 ? 19 * 60 + 20 : 10 * 60)
    const results = seenOn(index, visitedAt).map((seen) => ({ id: chance.id(Date.parse(visitedAt)), note: '', photos: [], ...seen }))
    return ask(office.db, who, visitedAt, { body: { id: chance.id(Date.parse(visitedAt)), pointId, visitedAt, note: '', results } })
  })
  const { recordVisit } = inspectionsHandlers(say)
  if (!('together' in recordVisit)) throw new Error('visits are recorded together')
  refuseNone(await answersOf(await recordVisit.together(office.db, asks)))
}

/** What the demo does must be allowed. */
function refuseNone(answers: readonly unknown[]): void {
  for (const answer of answers) if (answer instanceof Problem) throw answer
}

/** The questionnaire; that the field's engine takes it is shown by a test and not asked at every start. */
async function question(office: Office, chance: Chance, at: string): Promise<void> {
  const { db, cityId } = office
  const { form } = readForm(practiceForm, 'demo.xlsx')
  const id = chance.id(Date.parse(at)) as FormVersionId
  const hash = bytesToHex(sha256(utf8ToBytes(canonicalize(form!)!)))
  const by = officeOf(office).person
  const questions = partsOf(form!.parts).filter(({ part }) => part.is === 'question' && part.type !== 'note').length
  await addForm(db, cityId, { id, form: form!, hash, xform: xformOf(form!).xml, questions, at, by })
  const event = { id: chance.id(Date.parse(at)) as EventId, kind: 'form.published', thing: id, at, by, version: 1 }
  await appendEvents(db, cityId, [{ ...event, data: { form: form!.formId, version: form!.version, hash } }])
  const today = dayOf(office.setting.at)
  const asks = Array.from({ length: 12 }, (_, index) => {
    const filledAt = momentOf(addDays(today, -(index % 6) - 1), 540 + index * 25)
    const trouble = chance.yes(0.5)
    const answers = {
      role: chance.pick(['resident', 'shopkeeper', 'visitor']),
      satisfied: chance.pick(['good', 'good', 'fair', 'poor']),
      trouble: trouble ? 'yes' : 'no',
      ...(trouble ? { what: [{ kind: chance.pick(['litter', 'parking', 'noise']), text: '傍晚较多' }], turns: '1' } : {}),
    }
    const body = { id: chance.id(Date.parse(filledAt)), answers, filledAt, pointId: streetsOf(office)[index % 3]!.id }
    return ask(db, whoIs(office, 'inspector'), filledAt, { params: { id }, body }) as Ask<never>
  })
  refuseNone(await answersOf(await answerAll.together(db, asks)))
}
