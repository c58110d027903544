/** The short form of `npm run endure -- --field`: thirty points, three kills. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, inject, it } from 'vitest'
import { dayInTheField } from './day.ts'

it('a day in the field loses nothing and sends nothing twice', { timeout: 300_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mingcheng-field-'))
  try {
    const trial = {
      folder,
      blank: inject('embeddedTemplate'),
      chromium: inject('chromium'),
      points: 30,
      photos: 8,
      kills: 3,
      restarts: 1,
      seed: 20_261_122,
    }
    const outcome = await dayInTheField(trial)
    expect(outcome).toMatchObject({ visits: 30, kills: 3, lost: 0, twice: 0, otherHash: 0, unkept: 0, refused: 0 })
    expect(outcome.photos).toBeGreaterThan(0)
    expect(outcome.again).toBeGreaterThan(0)
    expect(outcome.errors + outcome.cuts).toBeGreaterThan(0)
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
})
