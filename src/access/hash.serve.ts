/**
 * Argon2id for passwords. The parameters stand in the stored text (PHC string format), so that they can be raised: who signs
 * in with an older hash gets a new one. Weighing a password is heavy on purpose; it runs in a thread of its own that yields
 * to everything else, and in turn, so that fifty sign-ins at once do not hold up those who work.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { Problem } from '../base/problem.ts'
import { weighed } from './password.ts'
import { makeTurns } from './turns.ts'
import { type Cost, weighInThread } from './weigh.serve.ts'

/** 19 MiB, 2 passes, 1 lane. Source: OWASP Password Storage Cheat Sheet. */
export const cost: Cost = { memory: 19_456, passes: 2, parallelism: 1 }

const turns = makeTurns({ atOnce: 1, mostWaiting: 1000, mostWaitingEach: 200 })

async function weigh(password: string, salt: Uint8Array, how: Cost, address: string): Promise<Buffer> {
  const turn = turns(address, () => weighInThread(weighed(password), salt, how))
  if (!turn) throw new Problem('access.busy', 503)
  return Buffer.from(await turn)
}

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replace(/=+$/, '')

/** A password as it is stored. `address` is where the wish came from: each waits in its own queue. */
export async function hashPassword(password: string, address = '', salt: Uint8Array = randomBytes(16)): Promise<string> {
  const tag = await weigh(password, salt, cost, address)
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${text(salt)}$${text(tag)}`
}

interface Stored {
  readonly cost: Cost
  readonly salt: Buffer
  readonly tag: Buffer
}

/** Also reads `salt.tag` of the first release, which used today's parameters. */
function readStored(stored: string): Stored | undefined {
  const [, memory, passes, parallelism, salt, tag] = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(stored) ?? []
  if (salt !== undefined && tag !== undefined)
    return {
      cost: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
      salt: Buffer.from(salt, 'base64'),
      tag: Buffer.from(tag, 'base64'),
    }
  const [oldSalt, oldTag] = stored.split('.')
  return oldSalt !== undefined && oldTag !== undefined
    ? { cost, salt: Buffer.from(oldSalt, 'base64url'), tag: Buffer.from(oldTag, 'base64url') }
    : undefined
}

/** Weighed for an account that does not exist, so that it takes as long as one that does. */
const nobody: Stored = { cost, salt: Buffer.alloc(16), tag: Buffer.alloc(32) }

/** Whether a password is the stored one. Without a stored one it takes as long and is never right. */
export async function isPassword(password: string, stored: string | null | undefined, address = ''): Promise<boolean> {
  const known = stored === null || stored === undefined ? undefined : readStored(stored)
  const { cost: how, salt, tag } = known ?? nobody
  const given = await weigh(password, salt, how, address)
  return given.length === tag.length && timingSafeEqual(given, tag) && known !== undefined
}

/** Whether the stored text was made with other parameters or in the old form. */
export const isOutdated = (stored: string): boolean =>
  !stored.startsWith(`$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$`)
