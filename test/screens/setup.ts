/** Starts the desk once for all tests of the screens. */
import type { TestProject } from 'vitest/node'
import { type Desk, startDesk } from './desk.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the desk with the demo city answers. */
    desk: string
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const desk: Desk = await startDesk()
  project.provide('desk', desk.address)
  return () => desk.stop()
}
