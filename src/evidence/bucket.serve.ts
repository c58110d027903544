/**
 * Proof in any store that speaks S3: the same names as on disk, one object per content under its SHA-256. Small views stay on the
 * disk beside the server, where they may be deleted at any time. What the disk holds from before the store was set is still found.
 */
import { createHash } from 'node:crypto'
import { pipeline, Readable, Transform } from 'node:stream'
import { AwsClient } from 'aws4fetch'
import { changedFile, type Files } from './files.serve.ts'

/** Where the store is, and the key to it. */
export interface Bucket {
  /** Endpoint and bucket, with a prefix if one is wished: `https://s3.example/proof/city`. */
  readonly url: string
  readonly key: string
  readonly secret: string
  readonly region: string
}

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

const otherBytes = (sha256: string) => Object.assign(new Error(`the store gave other bytes than ${sha256}`), { code: changedFile })

/** Lets bytes pass and fails at the end when they were not those of the hash. */
function hashed(sha256: string): Transform {
  const digest = createHash('sha256')
  return new Transform({
    transform: (piece: Uint8Array, _encoding, done) => {
      digest.update(piece)
      done(null, piece)
    },
    flush: (done) => done(digest.digest('hex') === sha256 ? null : otherBytes(sha256)),
  })
}

/** Files in a store; `disk` keeps views and answers for what is not in the store. */
export function filesInBucket({ url, key, secret, region }: Bucket, disk: Files): Files {
  // A store that is away for a moment is asked again; the client waits longer each time.
  const client = new AwsClient({ accessKeyId: key, secretAccessKey: secret, region, service: 's3', retries: 4 })
  const at = (sha256: string) => `${url.replace(/\/$/, '')}/files/${sha256.slice(0, 2)}/${sha256.slice(2)}`
  const has = async (sha256: string): Promise<boolean> => (await client.fetch(at(sha256), { method: 'HEAD' })).ok
  const put = async (bytes: Uint8Array): Promise<string> => {
    const sha256 = hashOf(bytes)
    if (await has(sha256)) return sha256
    const answer = await client.fetch(at(sha256), {
      method: 'PUT',
      body: bytes as Uint8Array<ArrayBuffer>,
      // The store itself refuses bytes that changed on the way.
      headers: { 'x-amz-content-sha256': sha256, 'content-type': 'application/octet-stream' },
    })
    if (!answer.ok) throw new Error(`the store did not keep ${sha256}: ${answer.status} ${(await answer.text()).slice(0, 300)}`)
    return sha256
  }
  const get = async (sha256: string): Promise<Uint8Array> => {
    const answer = await client.fetch(at(sha256))
    if (answer.status === 404) return disk.get(sha256)
    if (!answer.ok) throw new Error(`the store did not give ${sha256}: ${answer.status} ${(await answer.text()).slice(0, 300)}`)
    const bytes = new Uint8Array(await answer.arrayBuffer())
    // Proof cannot be swapped, in a store of others neither.
    if (hashOf(bytes) !== sha256) throw otherBytes(sha256)
    return bytes
  }
  /** Whoever reads to the end knows that the bytes are those of the name: at other bytes the stream breaks off. */
  const read = async (sha256: string): Promise<Readable | undefined> => {
    const answer = await client.fetch(at(sha256))
    if (answer.status === 404) {
      await answer.body?.cancel()
      return disk.read(sha256)
    }
    if (!answer.ok || !answer.body) throw new Error(`the store did not give ${sha256}: ${answer.status}`)
    const checked = hashed(sha256)
    // What goes wrong on the way reaches the reader through the end of the line.
    pipeline(Readable.fromWeb(answer.body as never), checked, () => undefined)
    return checked
  }
  const remove = async (sha256: string): Promise<void> => {
    const answer = await client.fetch(at(sha256), { method: 'DELETE' })
    if (!answer.ok && answer.status !== 404) throw new Error(`the store did not remove ${sha256}: ${answer.status}`)
    // Its views, and what lay there from before the store.
    await disk.remove(sha256)
  }
  return { ...disk, put, has, get, read, remove }
}
