/** The cipher of the vault is chosen by a setting: from the settings to the row that is stored, and back to a name on the screen. */
import { v7 } from 'uuid'
import { expect, it } from 'vitest'
import { embedded } from '../../test/engines.ts'
import { fill, openApp, points } from '../../test/smallCity.ts'
import { casesApi } from '../cases/cases.api.ts'
import { identityApi } from '../privacy/identity.api.ts'
import { vaultOf } from '../privacy/vault.serve.ts'
import { readConfig } from './config.ts'
import { readKeys } from './keys.ts'

it('seals by SM4 when the setting says so; what another cipher sealed still opens', async () => {
  const key = 'ab'.repeat(32)
  const house = await embedded()
  await fill(house.db)
  const openWith = async (cipher?: string) => {
    const config = readConfig({ MINGCHENG_IDENTITY_KEY: key, ...(cipher === undefined ? {} : { MINGCHENG_CIPHER: cipher }) })
    return openApp(house.db, { vault: vaultOf(await readKeys(config)) })
  }
  const apps = { sm4: await openWith('sm4-cbc-hmac-sm3'), aes: await openWith() }
  const report = async (app: keyof typeof apps, name: string) => {
    const id = v7()
    const reporter = { name, phone: '13800001111' }
    await apps[app].as('inspector', casesApi).fromDesk({ body: { id: id as never, text: '积水', pointId: points.road as never, reporter } })
    return id
  }
  const open = async (app: keyof typeof apps, thing: string) => {
    const event = v7() as never
    await apps[app].as('office', identityApi).open({ params: { thing }, body: { id: event, reason: '回访核实' } })
    return (await apps[app].as('office', identityApi).readOpened({ params: { event } })).contact.name
  }
  const [first, second] = [await report('sm4', '国密报告人'), await report('aes', '常规报告人')]
  const { rows } = await house.engine.query('select thing, cipher, sealed from identity.reporters order by kept_at, id', [])
  expect(rows.map(({ thing, cipher }) => [thing, cipher])).toEqual([
    [first, 'sm4-cbc-hmac-sm3'],
    [second, 'aes-256-gcm'],
  ])
  expect(Buffer.from(rows[0]!['sealed'] as Uint8Array).includes('国密报告人')).toBe(false)
  expect([await open('aes', first), await open('sm4', second), await open('sm4', first)]).toEqual([
    '国密报告人',
    '常规报告人',
    '国密报告人',
  ])
  expect(() => readConfig({ MINGCHENG_CIPHER: 'sm4' })).toThrow('config.invalid')
  for (const { app } of Object.values(apps)) await app.close()
  await house.close()
})
