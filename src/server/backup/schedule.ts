/** A backup every night into a folder, proved, and the oldest ones taken away. Off until a folder is set. */
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { dayOf, type Instant } from '../../base/time.ts'
import { type Kept, makeBackup, proveBackup, type Source } from './backup.ts'

/** How it is set up. */
export interface Schedule {
  readonly folder: string
  /** How many are kept. */
  readonly keep: number
  /** The public key (`age1…`) they are locked for; its holder is somewhere else. */
  readonly recipient?: string | undefined
}

const named = /^mingcheng-\d{4}-\d{2}-\d{2}\.mcb$/

/** The name of a day's backup. */
export const nameOf = (at: Instant): string => `mingcheng-${dayOf(at)}.mcb`

/** Those that are too many: all but the newest. Other files in the folder are left alone. */
export const tooMany = (names: readonly string[], keep: number): string[] =>
  names
    .filter((name) => named.test(name))
    .sort()
    .slice(0, -keep)

/** Makes today's backup. One that is locked for somebody else cannot be opened here, so only open ones are proved. */
export async function backUpTonight(source: Source, { folder, keep, recipient }: Schedule): Promise<Kept> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, nameOf(source.now()))
  // A night that is run again (after a restart) replaces what it made.
  await rm(path, { force: true })
  const kept = await makeBackup(source, path, { recipient })
  if (recipient === undefined) await proveBackup(path, {})
  for (const name of tooMany(await readdir(folder), keep)) await rm(join(folder, name))
  return kept
}
