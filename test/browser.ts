/** The Chromium of this test run, for tests of the screens. Background networking is off: no request may leave the host. */
import { type Browser, chromium } from 'playwright-core'
import { inject } from 'vitest'

/** Opens the browser; close it in `afterAll`. */
export function openBrowser(): Promise<Browser> {
  const executablePath = inject('chromium')
  if (executablePath === '') throw new Error('No Chromium: `npm test` says why it could not find or bring one')
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-background-networking', '--disable-component-update', '--no-first-run'],
  })
}
