import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const everything = ['src/**/*.test.ts', 'src/**/*.test.tsx', 'test/**/*.test.ts', 'demo/**/*.test.ts', 'bench/**/*.test.ts']
/** Files without a suffix know no zone by law; their tests run in three to prove it. */
const pure = { include: ['src/**/*.test.ts'], exclude: ['**/*.{sql,serve}.test.ts', 'src/{server,cli,ui,web}/**'] }
/**
 * The rules: what turns facts into scores, cases and duties. Every branch of them is taken by a test without a database, and
 * `npm test` fails when one is not (in the project "in UTC", which it runs by itself for that).
 */
const rules = {
  include: [
    'src/standards/*.ts',
    'src/standards/rules/*.ts',
    'src/{assessments,cases,duties,likeness,programmes,samples,whistles}/**/*.ts',
    'src/inspections/{checklist,facts,grade,observation,observation-table,round}.ts',
    'src/city/{cells,coordinates,crossing,geometry,locate}.ts',
    'src/base/{ids,message,place,points,text,time}.ts',
    'src/calendar/*.ts',
  ],
  exclude: [
    // They ask the database or the reader: tested on both engines.
    '**/*.{sql,serve,api}.ts',
    '**/*.test.ts',
  ],
}
const screens = ['test/screens/**/*.test.ts']
/** What runs in the browser keeps state in its modules, and its tests stand in for the phone's disk and network: each reads them anew. */
const browser = ['src/web/**/*.test.{ts,tsx}']
/** What is asked for until it comes gets a busy machine's time, and not the one second that is usual: it ends as soon as it came. */
const patience = { expect: { poll: { timeout: 30_000 } } }
const usual = { ...patience, globalSetup: ['test/setup.ts'], testTimeout: 60_000, hookTimeout: 120_000 }
/** The rooms hold no state, so their modules are read once a worker and not once a file: two fifths of the processor's time. */
const together = { isolate: false }

/** Files that take long begin first, so that none of them is left over when everything else is done. */
const long = [
  'screens/pages',
  'demo/load',
  'screens/story',
  'screens/',
  'field/day',
  'endure',
  'durable',
  'backup',
  'grid',
  'cli/',
  'imports.sql',
]
const rank = ({ moduleId }: TestSpecification) => long.findIndex((part) => moduleId.includes(part)) + 1 || long.length + 1
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b))
  }
}

export default defineConfig({
  test: {
    // Under `npm test` twice the cores of a small machine: a test of a screen waits half of its time for the browser, others for the disk.
    maxWorkers: process.env['MINGCHENG_WHOLE'] === '1' ? 4 : 2,
    sequence: { sequencer: LongFirst },
    coverage: { ...rules, reporter: ['text'], skipFull: true, reportOnFailure: true, thresholds: { branches: 100, perFile: true } },
    projects: [
      {
        test: {
          ...usual,
          ...together,
          name: 'house',
          include: everything,
          exclude: ['**/node_modules/**', ...screens, ...browser],
          env: { TZ: 'Asia/Shanghai' },
        },
      },
      { test: { ...patience, testTimeout: 60_000, name: 'browser', include: browser, env: { TZ: 'Asia/Shanghai' } } },
      {
        test: {
          ...usual,
          ...together,
          // A page is looked at five times, by a browser that draws the map without a graphics card.
          testTimeout: 180_000,
          name: 'screens',
          include: screens,
          globalSetup: ['test/setup.ts', 'test/screens/setup.ts'],
          env: { TZ: 'Asia/Shanghai' },
        },
      },
      { test: { ...together, name: 'in UTC', testTimeout: 60_000, ...pure, env: { TZ: 'UTC' } } },
      { test: { ...together, name: 'in St. John’s', testTimeout: 60_000, ...pure, env: { TZ: 'America/St_Johns' } } },
    ],
  },
})
