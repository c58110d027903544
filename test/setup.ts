/** Hands the run's PostgreSQL server (brought by `bin/test.mjs`) to the tests. Empty when it could not be had. */
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string
  }
}

export default function setup(project: TestProject): void {
  project.provide('postgresUrl', process.env['TEST_DATABASE_URL'] ?? '')
}
