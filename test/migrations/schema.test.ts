/** `db/schema.sql` is the data model as it is; `npm run schema` writes it anew. */
import { describe, expect, it } from 'vitest'
import { dumpSchema } from '../../src/server/schema.ts'
import { engines } from '../engines.ts'

describe.each(engines)('the schema on %s', (_name, open) => {
  it('is the one that is written down', async () => {
    const house = await open()
    const head = '-- Dumped from the migrations by `npm run schema`. Read it; do not run it, do not edit it.\n\n'
    await expect(head + (await dumpSchema(house.engine))).toMatchFileSnapshot('../../db/schema.sql')
    await house.close()
  })
})
