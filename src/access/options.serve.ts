/** What the composition on top hands to the doors: keys, mail, the provider of single sign-on, and the right to found a city. */
import { randomBytes } from 'node:crypto'
import type { Say } from '../api/problems.serve.ts'
import type { Language } from '../base/text.ts'
import type { Founding } from './founding.serve.ts'
import type { Sso } from './sso.serve.ts'

/** A letter to one person. */
export interface Letter {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly language: Language
  /** Small texts that go with it, to be kept. */
  readonly files?: readonly { readonly name: string; readonly content: string }[]
}

/** Sends a letter; throws when the server does not take it. */
export type Post = (letter: Letter) => Promise<void>

/** What sign-in needs from outside. */
export interface AccessOptions {
  readonly say: Say
  /** Encrypts the secrets of second factors; 32 bytes, the same over restarts and on every server. */
  readonly key: Uint8Array
  /** Under which address people reach the server; needed for mail, and behind a proxy that renames it. */
  readonly publicUrl?: string | undefined
  readonly post?: Post | undefined
  readonly sso?: Sso | undefined
  /** Only while there is no city. */
  readonly founding?: Founding | undefined
  /** Told what could not be done after the answer was given (a letter that was not taken). */
  readonly told?: ((error: unknown, message: string) => void) | undefined
}

/** For apps in memory: a key that lasts as long as they do, no mail, no provider. */
export const accessInMemory = (say: Say): AccessOptions => ({ say, key: randomBytes(32) })
