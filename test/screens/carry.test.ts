/** Carrying over in the browser: proposals with reasons, a decision for one, the rest as proposed, carried out, and kept to be seen. */
import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { axeFaults, cutFaults, type House, openHouse, wear } from './house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

it('proposes, takes decisions and carries them out', async () => {
  const visit = await house.visit({ role: 'office', language: 'en' })
  const { page } = visit
  const call = async (path: string, data?: object) => {
    const url = `${house.address}/api${path}`
    const answer = await (data ? page.request.post(url, { data, headers: { 'idempotency-key': v7() } }) : page.request.get(url))
    expect(answer.status()).toBeLessThan(300)
    return answer.json()
  }
  const [from] = (await call('/standards/editions?status=published&standard=micro-creation')).items
  await call('/duties/assign', { id: v7(), editionId: from.id, spread: 'city' })
  const to = await call('/standards/editions', { id: v7(), from: { kind: 'copy', of: from.id, edition: 'courtyard-next' } })
  await call(`/standards/editions/${to.id}/publish`, { version: to.version })
  await visit.open(`/standards/carry?from=${from.id}&to=${to.id}`)
  await page.getByRole('button', { name: 'Make proposals' }).click()
  // Proposals over a whole year of facts, while other pages of the same desk are tested.
  await page.getByText(/^0 of \d+ decided/).waitFor({ timeout: 120_000 })
  for (const width of [1440, 390]) {
    await wear(page, width, 'normal', 'light')
    const axe = (await axeFaults(page)).filter((fault) => !fault.startsWith('role-img-alt'))
    expect([...(await cutFaults(page)), ...axe]).toEqual([])
  }
  await wear(page, 1440, 'normal', 'light')
  await page.locator('tbody .checkbox').first().click()
  await page.getByRole('button', { name: 'Decide 1 chosen' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Note (kept)').fill('Seen in the meeting')
  await dialog.getByRole('button', { name: 'Decide', exact: true }).click()
  await page.getByText(/^1 of \d+ decided/).waitFor()
  await page.getByRole('button', { name: 'Decide all shown by the filter' }).click()
  await dialog.getByRole('button', { name: 'Decide', exact: true }).click()
  await page.getByRole('button', { name: /Carry out [1-9]\d* decisions/ }).click()
  await dialog.getByRole('button', { name: 'Carry out' }).click()
  await page.getByText(/^(\d+) of \1 decided, \1 carried out/).waitFor()
  await visit.open(`/standards/carry?from=${from.id}&to=${to.id}&state=applied`)
  await page
    .getByText(/Seen in the meeting/)
    .first()
    .waitFor()
  expect(visit.faults).toEqual([])
  await call(`/standards/editions/${to.id}/withdraw`, { reason: 'made by a test' })
  await visit.close()
})
