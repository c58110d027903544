/**
 * The file of a backup: lines of JSON, compressed with zstd, and encrypted with age when a key is given. A header says what
 * made it, then come rows and files, and an end line without which the file counts as torn off.
 */
import { createReadStream, createWriteStream } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib'
import type { Decrypter, Encrypter } from 'age-encryption'
import { Problem } from '../../base/problem.ts'

/** How a backup is locked: for holders of a private key (`age1…`), or by a passphrase. At most one is given. */
export interface Lock {
  readonly recipient?: string | undefined
  readonly passphrase?: string | undefined
}

/** How it is opened again: the private key (`AGE-SECRET-KEY-…`), or the passphrase. */
export interface Key {
  readonly identity?: string | undefined
  readonly passphrase?: string | undefined
}

const fileMagic = 'age-encryption.org/'

async function encrypterOf({ recipient, passphrase }: Lock): Promise<Encrypter | undefined> {
  if (recipient === undefined && passphrase === undefined) return undefined
  const { Encrypter: Made } = await import('age-encryption')
  const made = new Made()
  try {
    if (recipient !== undefined) made.addRecipient(recipient)
    else made.setPassphrase(passphrase!)
  } catch {
    throw new Problem('backup.badRecipient', 400, { recipient: recipient ?? '' })
  }
  return made
}

async function decrypterOf({ identity, passphrase }: Key): Promise<Decrypter> {
  const { Decrypter: Made } = await import('age-encryption')
  const made = new Made()
  if (identity === undefined && passphrase === undefined) throw new Problem('backup.locked', 403)
  try {
    if (identity !== undefined)
      made.addIdentity(
        identity
          .split('\n')
          .find((line) => line.startsWith('AGE-SECRET-KEY-'))
          ?.trim() ?? identity,
      )
    else made.addPassphrase(passphrase!)
  } catch {
    throw new Problem('backup.wrongKey', 403)
  }
  return made
}

/** Takes lines until the writer is done, and waits when the disk is slower. */
export type Give = (line: string) => Promise<void>

/**
 * Writes a backup beside its place and moves it there when it is whole and on disk. *Refuses:* `backup.exists` 409,
 * `backup.badRecipient` 400. On any failure nothing is left behind.
 */
export async function writeBackup(path: string, lock: Lock, write: (give: Give) => Promise<void>): Promise<number> {
  if (await stat(path).catch(() => undefined)) throw new Problem('backup.exists', 409, { path })
  const encrypter = await encrypterOf(lock)
  const half = `${path}.part`
  const lines = new PassThrough({ highWaterMark: 1024 * 1024 })
  const packed = lines.pipe(createZstdCompress({ params: { [constants.ZSTD_c_checksumFlag]: 1 } }))
  const sealed = encrypter ? Readable.fromWeb((await encrypter.encrypt(Readable.toWeb(packed) as never)) as never) : packed
  try {
    const kept = pipeline(sealed, createWriteStream(half, { mode: 0o600 }))
    const give: Give = (line) =>
      new Promise((resolve, reject) => void lines.write(`${line}\n`, (error) => (error ? reject(error) : resolve())))
    const given = write(give).then(() => void lines.end())
    given.catch((error: unknown) => lines.destroy(error as Error))
    await Promise.all([given, kept])
    await sync(half)
    await rename(half, path)
    return (await stat(path)).size
  } catch (error) {
    await rm(half, { force: true })
    throw error
  }
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r+')
  await handle.sync().finally(() => handle.close())
}

/**
 * The lines of a backup, one by one. *Refuses:* `backup.locked` 403 when it is encrypted and no key is given,
 * `backup.wrongKey` 403, `backup.damaged` 422.
 */
export async function* readBackup(path: string, key: Key): AsyncGenerator<string> {
  const start = await firstBytes(path)
  const isLocked = start.startsWith(fileMagic)
  const decrypter = isLocked ? await decrypterOf(key) : undefined
  const stored = createReadStream(path)
  const unpack = createZstdDecompress()
  try {
    const opened = decrypter ? Readable.fromWeb((await decrypter.decrypt(Readable.toWeb(stored) as never)) as never) : stored
    opened.on('error', (error: Error) => unpack.destroy(error))
    const lines = createInterface({ input: opened.pipe(unpack), crlfDelay: Number.POSITIVE_INFINITY })
    // The interface swallows errors of its input: without this a torn file would look like a short one.
    const broken = new Promise<never>((_resolve, reject) => void unpack.once('error', reject))
    broken.catch(() => undefined)
    const each = lines[Symbol.asyncIterator]()
    for (;;) {
      const next = await Promise.race([each.next(), broken])
      if (next.done) return
      yield next.value
    }
  } catch (error) {
    if (error instanceof Problem) throw error
    if ((error as NodeJS.ErrnoException).syscall !== undefined) throw error
    throw new Problem(isLocked && /no identity|passphrase|incorrect/i.test(String(error)) ? 'backup.wrongKey' : 'backup.damaged', 422, {
      path,
    })
  } finally {
    stored.destroy()
  }
}

async function firstBytes(path: string): Promise<string> {
  const handle = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(fileMagic.length), 0, fileMagic.length, 0)
    return buffer.subarray(0, bytesRead).toString('latin1')
  } finally {
    await handle.close()
  }
}
