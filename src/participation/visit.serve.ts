/** Somebody at the door of the public pages: what they ask, of which city, and what they are answered. */
import type { Say } from '../api/problems.serve.ts'
import type { CityId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import type { Language, Text } from '../base/text.ts'
import { findCity } from '../city/session.sql.ts'
import type { Files } from '../evidence/files.serve.ts'
import type { Vault } from '../privacy/vault.serve.ts'
import type { PublicKind } from './kinds.ts'
import type { Setting } from './page.ts'
import { kindsOf } from './participation.serve.ts'
import type { Gate } from './tickets.serve.ts'

/** What the composition on top hands in. */
export interface PublicHouse {
  readonly db: Db
  readonly say: Say
  readonly vault: Vault
  readonly files: Files
  readonly key: Uint8Array
  readonly gate: Gate
}

/** Somebody at the door. */
export interface Visit {
  readonly code: string
  readonly language: Language
  readonly at: string
  /** Path and query as they came. */
  readonly here: string
  /** Scheme and host as the visitor wrote them. */
  readonly origin: string
  readonly query: (name: string) => string | undefined
  /** The network they come from. */
  readonly network: string
}

/** A form that was sent. */
export interface SentForm {
  readonly field: (name: string) => string | undefined
  readonly answers: Readonly<Record<string, readonly string[]>>
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[]
}

/** What is answered: a page, or where to go. */
export type Turned = { readonly status: number; readonly page: string } | { readonly to: string; readonly city?: CityId }

/** A city that somebody is at, and what it takes. */
export interface Here {
  readonly city: CityId
  readonly db: Db
  readonly setting: Setting
  readonly kinds: readonly PublicKind[]
}

/** The city of a path. *Refuses:* 404. */
export async function hereOf({ db, say }: PublicHouse, { code, language, here }: Visit): Promise<Here> {
  const found = await findCity(db, code)
  if (!found) throw new Problem('api.notFound', 404)
  const own = db.of(found.cityId)
  const name: Text = { zh: found.nameZh, en: found.nameEn }
  const setting: Setting = { language, here, city: { code: found.code, name }, w: (key, values) => say(language, key, values) }
  return { city: found.cityId, db: own, setting, kinds: await kindsOf(own, found.cityId) }
}

/** A kind of the city, by its code. */
export const kindOf = ({ kinds }: Here, code: string | undefined) => kinds.find((kind) => kind.code === code)
