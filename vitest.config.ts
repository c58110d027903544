import { defineConfig } from 'vitest/config'

const everything = ['src/**/*.test.ts', 'src/**/*.test.tsx', 'test/**/*.test.ts', 'demo/**/*.test.ts', 'bench/**/*.test.ts']
/** Files without a suffix know no zone by law; their tests run in three to prove it. */
const pure = { include: ['src/**/*.test.ts'], exclude: ['**/*.{sql,serve}.test.ts', 'src/{server,cli,ui,web}/**'] }
const screens = ['test/screens/**/*.test.ts']
const usual = { globalSetup: ['test/setup.ts'], testTimeout: 60_000, hookTimeout: 120_000 }

export default defineConfig({
  test: {
    maxWorkers: 2,
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
