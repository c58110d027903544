import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const everything = ['src/**/*.test.ts', 'src/**/*.test.tsx', 'test/**/*.test.ts', 'demo/**/*.test.ts', 'bench/**/*.test.ts']
/** Files without a suffix know no zone by law; their tests run in three to prove it. */
const pure = { include: ['src/**/*.test.ts'], exclude: ['**/*.{sql,serve}.test.ts', 'src/{server,cli,ui,web}/**'] }
const screens = ['test/screens/**/*.test.ts']
const usual = { globalSetup: ['test/setup.ts'], testTimeout: 60_000, hookTimeout: 120_000 }

/** Files that take long begin first, so that none of them is left over when everything else is done. */
const long = ['screens/pages', 'demo/load', 'screens/story', 'screens/', 'durable', 'cli/', 'imports.sql']
const rank = ({ moduleId }: TestSpecification) => long.findIndex((part) => moduleId.includes(part)) + 1 || long.length + 1
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b))
  }
}

export default defineConfig({
  test: {
    // One more than the cores of a small machine: a test of a screen waits half of its time for the browser.
    maxWorkers: 3,
    sequence: { sequencer: LongFirst },
    coverage: { include: ['src/**/*.ts'], exclude: ['**/*.{sql,serve}.ts', 'src/{server,cli,ui,web}/**'] },
    projects: [
      { test: { ...usual, name: 'house', include: everything, exclude: ['**/node_modules/**', ...screens], env: { TZ: 'Asia/Shanghai' } } },
      {
        test: {
          ...usual,
          // A page is looked at five times, by a browser that draws the map without a graphics card.
          testTimeout: 180_000,
          name: 'screens',
          include: screens,
          globalSetup: ['test/setup.ts', 'test/screens/setup.ts'],
          env: { TZ: 'Asia/Shanghai' },
        },
      },
      { test: { name: 'in UTC', ...pure, env: { TZ: 'UTC' } } },
      { test: { name: 'in St. John’s', ...pure, env: { TZ: 'America/St_Johns' } } },
    ],
  },
})
