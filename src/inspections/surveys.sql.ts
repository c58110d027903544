/** SQL of questionnaires: the hand-over as a row, its answers as observations. */
import { z } from 'zod'
import { AreaId, type CityId, EditionId, PersonId, RoundId } from '../base/ids.ts'
import type { PageOf, Turn } from '../api/cursor.ts'
import { type Orders, pageBy } from '../api/order.sql.ts'
import { all, type Db, like, type Sql, sql } from '../base/sql.ts'
import { Day, Instant } from '../base/time.ts'
import type { NewSurvey, SurveyHead } from './desk.ts'
import { stands } from './observations.sql.ts'

/** Adds a hand-over; false when its id was added before. */
export async function addSurvey(db: Db, city: CityId, it: NewSurvey, { at, by }: { at: string; by: PersonId }): Promise<boolean> {
  const added = await db.run(
    sql`insert into surveys (city_id, id, edition_id, round_id, area_id, population, team, approval_no, from_on, to_on, contacted, answered, refused,
          note, handed_at, handed_by)
        values (${city}, ${it.id}, ${it.editionId}, ${it.roundId}, ${it.areaId}, ${it.population}, ${it.team}, ${it.approvalNo}, ${it.fromOn},
          ${it.toOn}, ${it.contacted}, ${it.answered}, ${it.refused}, ${it.note}, ${at}, ${by}) on conflict do nothing`,
  )
  return added > 0
}

const SurveyRow = z.object({
  id: z.uuid(),
  editionId: EditionId,
  areaId: AreaId.nullable(),
  areaZh: z.string().nullable(),
  areaEn: z.string().nullable(),
  roundId: RoundId.nullable(),
  roundZh: z.string().nullable(),
  roundEn: z.string().nullable(),
  population: z.string(),
  team: z.string(),
  approvalNo: z.string(),
  fromOn: Day,
  toOn: Day,
  contacted: z.int(),
  answered: z.int(),
  refused: z.int(),
  note: z.string(),
  handedAt: Instant,
  handedBy: PersonId.nullable(),
  handedName: z.string().nullable(),
  questions: z.int(),
})

function toHead(row: z.infer<typeof SurveyRow>): SurveyHead {
  const { areaId, areaZh, areaEn, roundId, roundZh, roundEn, handedBy, handedName, ...rest } = row
  return {
    ...rest,
    area: areaId === null ? null : { id: areaId, title: { zh: areaZh ?? '', en: areaEn ?? '' } },
    round: roundId === null ? null : { id: roundId, title: { zh: roundZh ?? '', en: roundEn ?? '' } },
    handedBy: handedBy === null ? null : { id: handedBy, name: handedName ?? '' },
  }
}

const surveyRows = (where: Sql, rest: Sql) => sql`
  select v.id, v.edition_id, v.area_id, a.name_zh as area_zh, a.name_en as area_en, v.round_id, r.title_zh as round_zh, r.title_en as round_en,
    v.population, v.team, v.approval_no, v.from_on, v.to_on, v.contacted, v.answered, v.refused, v.note, v.handed_at, v.handed_by, p.name as handed_name,
    (select count(distinct o.fact) from observations o where o.city_id = v.city_id and o.survey_id = v.id) as questions
  from surveys v
  left join areas a on a.city_id = v.city_id and a.id = v.area_id
  left join rounds r on r.city_id = v.city_id and r.id = v.round_id
  left join people p on p.city_id = v.city_id and p.id = v.handed_by
  where ${where} ${rest}`

const orders: Orders<SurveyHead> = {
  handed: { key: sql`v.handed_at`, type: 'timestamptz', of: ({ handedAt }) => handedAt },
  from: { key: sql`v.from_on`, type: 'date', of: ({ fromOn }) => fromOn },
  team: { key: sql`v.team`, type: 'text', of: ({ team }) => team },
  answered: { key: sql`v.answered`, type: 'int', of: ({ answered }) => answered },
}

/** What a list of hand-overs is narrowed to. */
export interface SurveyFilter {
  readonly edition?: EditionId | undefined
  readonly area?: AreaId | undefined
  readonly text?: string | undefined
}

/** One page of hand-overs. */
export const listSurveys = (db: Db, city: CityId, { edition, area, text }: SurveyFilter, turn: Turn): Promise<PageOf<SurveyHead>> =>
  pageBy(
    orders,
    turn,
    async ({ beyond, rest }) => {
      const where = all(
        sql`v.city_id = ${city}`,
        edition && sql`v.edition_id = ${edition}`,
        area && sql`v.area_id = ${area}`,
        text === undefined
          ? undefined
          : sql`(v.team ilike ${like(text)} or v.approval_no ilike ${like(text)} or v.population ilike ${like(text)} or a.name_zh ilike ${like(text)})`,
        beyond,
      )
      return (await db.all(SurveyRow, surveyRows(where, rest))).map(toHead)
    },
    sql`v.id`,
  )

/** One hand-over. */
export async function findSurvey(db: Db, city: CityId, id: string): Promise<SurveyHead | undefined> {
  const row = await db.find(SurveyRow, surveyRows(sql`v.city_id = ${city} and v.id = ${id}`, sql``))
  return row && toHead(row)
}

const CountRow = z.object({ fact: z.string(), grade: z.string(), factor: z.int().nullable(), times: z.int() })

/** The standing counts of a hand-over, by question in the order handed over. */
export const listCounts = (db: Db, city: CityId, survey: string) =>
  db.all(
    CountRow,
    sql`select o.fact, o.grade, o.factor, o.times from observations o where o.city_id = ${city} and o.survey_id = ${survey} and ${stands(sql`o`)}
        order by o.seq`,
  )
