/** Who writes which table, who may read it, and that the tenant leads every key: read off the SQL texts and the catalogue. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { embedded, type TestDb } from '../engines.ts'
import { floorOf, house, lineOf, type Node, nameOf, nodesIn, type Source } from './house.ts'

/** A table is written by exactly one room. */
const owners: Readonly<Record<string, readonly string[]>> = {
  base: ['event_heads', 'events', 'waiting_events'],
  api: ['receipts'],
  standards: ['editions'],
  evidence: ['evidence', 'evidence_marks', 'erased_evidence'],
  ledger: ['ledger_trees', 'ledger_blocks', 'ledger_nodes', 'ledger_heads'],
  city: [
    'cities',
    'areas',
    'units',
    'grids',
    'people',
    'posts',
    'post_holders',
    'post_deputies',
    'handovers',
    'handover_items',
    'accounts',
    'sessions',
    'sign_in_rules',
    'points',
    'map_layers',
  ],
  privacy: ['policy_waivers', 'complaints', 'retention_rules', 'retention_runs', 'blurred_photos'],
  access: [
    'second_factors',
    'recovery_codes',
    'passkeys',
    'api_keys',
    'entry_codes',
    'known_devices',
    'sign_in_tries',
    'open_steps',
    'sso_links',
  ],
  calendar: ['calendars', 'working_hours'],
  classes: ['case_classes', 'case_conditions'],
  burden: ['burden_asks', 'burden_weeks', 'burden_rates', 'burden_budgets', 'burden_appeals'],
  duties: ['duties', 'duty_helpers', 'duty_points', 'duty_milestones', 'duty_actions', 'duty_changes'],
  forms: ['forms', 'form_answers', 'closed_forms', 'form_files'],
  inspections: [
    'exemptions',
    'rounds',
    'round_reached',
    'round_points',
    'round_kinds',
    'routes',
    'route_points',
    'visits',
    'observations',
    'fact_counts',
    'observation_photos',
    'surveys',
    'visit_fills',
    'visit_rivals',
  ],
  samples: [
    'samples',
    'sample_readers',
    'sample_seeds',
    'sample_frames',
    'sample_points',
    'sample_replacements',
    'sample_walks',
    'sealed_visits',
  ],
  cases: [
    'cases',
    'case_photos',
    'case_numbers',
    'procedures',
    'owner_rules',
    'case_places',
    'case_squares',
    'case_counted',
    'case_counted_heads',
    'case_views',
    'case_boards',
    'case_board_heads',
  ],
  whistles: ['whistle_kinds', 'whistle_numbers', 'whistles', 'whistle_parties', 'whistle_cases', 'whistle_escalations'],
  repeats: ['repeat_rules', 'recheck_seeds', 'recheck_draws', 'rechecks', 'recurrences', 'recurrence_marks'],
  assessments: ['scores', 'score_grounds', 'carries', 'results'],
  neighbours: ['rollups', 'shares'],
  open311: ['open311_endpoints', 'open311_requests'],
  participation: ['public_kinds', 'public_reports', 'public_answers'],
  likeness: ['duplicate_rules', 'suggestion_models'],
  programmes: ['programmes', 'title_steps', 'title_placings'],
  imports: ['imports', 'column_mappings'],
  provenance: ['photo_check_heads', 'photo_checks', 'photo_facts', 'photo_looks'],
}

const ownerOf = new Map(Object.entries(owners).flatMap(([room, tables]) => tables.map((table) => [table, room] as const)))

interface Statement {
  readonly source: Source
  readonly line: number
  /** The text, with `?` for each value and each nested piece. */
  readonly text: string
  /** The same with what stands in its holes. */
  readonly whole: string
}

/** Every sql`…` of the house. A nested piece is its own statement. */
const statements: readonly Statement[] = house.flatMap((source) =>
  [...nodesIn(source.tree)]
    .filter((node) => node.type === 'TaggedTemplateExpression' && nameOf(node['tag']) === 'sql')
    .map((node) => {
      const quasis = (node['quasi'] as Node)['quasis'] as { value: { cooked: string } }[]
      return {
        source,
        line: lineOf(source, node.start),
        text: quasis.map(({ value }) => value.cooked).join('?'),
        whole: source.text.slice(node.start, node.end),
      }
    }),
)

const written = /\b(?:insert\s+into|delete\s+from|update)\s+([a-z_]+)/g
const readFrom = /\b(?:from|join)\s+([a-z_]+)/g
const tablesIn = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map(([, table]) => table!).filter((table) => ownerOf.has(table))

describe('tables', () => {
  let db: TestDb
  let names: string[]
  const rows = async (text: string) => (await db.engine.query(text, [])).rows
  beforeAll(async () => {
    db = await embedded()
    const found = await rows(
      "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname <> 'migrations' order by 1",
    )
    names = found.map((row) => row['name'] as string)
  })
  afterAll(() => db.close())

  it('each belongs to one room', () => {
    expect(names.filter((name) => !ownerOf.has(name))).toEqual([])
    expect([...ownerOf.keys()].filter((name) => !names.includes(name))).toEqual([])
  })

  it('are written by their room alone', () => {
    const wrong = statements.flatMap(({ source, line, text }) =>
      tablesIn(text, written)
        .filter((table) => ownerOf.get(table) !== source.room)
        .map((table) => `${source.path}:${line} writes ${table}`),
    )
    expect(wrong).toEqual([])
  })

  it('are read by their room and by higher ones', () => {
    const wrong = statements.flatMap(({ source, line, text }) =>
      tablesIn(text, readFrom)
        .filter((table) => ownerOf.get(table) !== source.room && floorOf(ownerOf.get(table)!) >= floorOf(source.room))
        .map((table) => `${source.path}:${line} reads ${table}`),
    )
    expect(wrong).toEqual([])
  })

  it('never lose an event or an observation', () => {
    const facts = /\b(?:delete\s+from|update)\s+(events|observations|observation_photos|scores)\b/
    expect(statements.filter(({ text }) => facts.test(text)).map(({ source, line }) => `${source.path}:${line}`)).toEqual([])
  })

  it('are asked for one city at a time', () => {
    // The condition may be a piece made elsewhere, which then is handed the city or who reads.
    const wrong = statements.filter(
      ({ text, whole }) =>
        [...tablesIn(text, written), ...tablesIn(text, readFrom)].length > 0 &&
        /\bfrom\b[^]*\bwhere\b|^\s*(insert|update|delete)/.test(text) &&
        !/city_id|\b(city|reader)\b/.test(whole),
    )
    expect(wrong.map(({ source, line }) => `${source.path}:${line}`).filter((place) => !everyCity.has(place.split(':')[0]!))).toEqual([])
  })

  it('have the tenant first in every key, index and reference', async () => {
    const indexes = await rows(`
      select t.relname as "table", x.relname as name, a.attname as first
      from pg_index i join pg_class t on t.oid = i.indrelid join pg_class x on x.oid = i.indexrelid
      join pg_attribute a on a.attrelid = t.oid and a.attnum = i.indkey[0]
      where t.relnamespace = 'public'::regnamespace and t.relname <> 'migrations' and a.attname <> 'city_id'`)
    expect(indexes).toEqual([])
    const keyless = await rows(`
      select t.relname as name from pg_class t where t.relnamespace = 'public'::regnamespace and t.relkind in ('r', 'p') and t.relname <> 'migrations'
        and not exists (select from pg_constraint c where c.conrelid = t.oid and c.contype = 'p')`)
    expect(keyless).toEqual([])
    const references = await rows(`
      select c.conname as name from pg_constraint c join pg_class t on t.oid = c.conrelid
      join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
      join pg_attribute b on b.attrelid = c.confrelid and b.attnum = c.confkey[1]
      where c.contype = 'f' and t.relnamespace = 'public'::regnamespace and (a.attname <> 'city_id' or b.attname <> 'city_id')`)
    expect(references).toEqual([])
  })
})

/** Files whose questions are about all cities: the doors to choose from, and what the server sweeps. */
const everyCity = new Set(['src/neighbours/neighbours.sql.ts', 'src/city/session.sql.ts', 'src/api/receipts.sql.ts'])
