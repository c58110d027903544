/** Where proof is kept: on the disk, or in a store that speaks S3 when one is set. */
import { Problem } from '../base/problem.ts'
import type { Files } from '../evidence/files.serve.ts'
import type { Config } from './config.ts'

type Wish = Pick<Config, 'MINGCHENG_S3_URL' | 'MINGCHENG_S3_KEY' | 'MINGCHENG_S3_SECRET' | 'MINGCHENG_S3_REGION'>

/** The store of the settings over that of the disk. *Refuses:* `config.storeKey` 400 when the store has no key. */
export async function filesOf(wish: Wish, disk: Files): Promise<Files> {
  const { MINGCHENG_S3_URL: url, MINGCHENG_S3_KEY: key, MINGCHENG_S3_SECRET: secret, MINGCHENG_S3_REGION: region } = wish
  if (url === undefined) return disk
  if (key === undefined || secret === undefined) throw new Problem('config.storeKey', 400)
  const { filesInBucket } = await import('../evidence/bucket.serve.ts')
  return filesInBucket({ url, key, secret, region }, disk)
}
