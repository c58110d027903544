/**
 * The first city of an installation and its first administrator. There is no default password anywhere: the start prints a
 * link with a one-time code, which lives in the memory of that process alone and opens as long as there is no city.
 */
import { timingSafeEqual } from 'node:crypto'
import { v7 } from 'uuid'
import { AccountId, type CityId, PersonId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Db } from '../base/sql.ts'
import { addAccount, addCity, addPerson, setPassword } from '../city/accounts.sql.ts'
import { findAccount, listCities } from '../city/session.sql.ts'
import { weighPassword } from './choose.serve.ts'
import { enter, type Knock } from './enter.serve.ts'
import { hashPassword } from './hash.serve.ts'
import { record } from './record.serve.ts'
import { hashOfCode, newCode } from './secrets.serve.ts'
import type { FirstCity } from './signIn.api.ts'

/** The right to found the first city: with the owner's rights, once. */
export interface Founding {
  /** Printed at the start. */
  readonly code: string
  /** The owner of the tables: nobody else may add a city. */
  readonly owner: Db
}

/** The right, while there is no city. */
export const makeFounding = async (owner: Db): Promise<Founding | undefined> =>
  (await listCities(owner)).length === 0 ? { code: newCode(20), owner } : undefined

/** The page that founds. Behind `#` nothing is logged. */
export const foundingAddress = (origin: string, { code }: Founding): string => `${origin}/found#${code}`

/** Whether there is still something to found. */
export const isOpen = async (founding: Founding | undefined): Promise<boolean> =>
  founding !== undefined && (await listCities(founding.owner)).length === 0

const first = 1 as CityId

/** Founds the city. *Refuses:* `access.noFounding` 403 with a wrong code or when there is a city; `access.weakPassword`. */
export async function foundCity(ask: Knock, founding: Founding | undefined, { code, city, name, login, password }: FirstCity) {
  const isCode = founding !== undefined && timingSafeEqual(Buffer.from(hashOfCode(code)), Buffer.from(hashOfCode(founding.code)))
  if (!isCode || !(await isOpen(founding))) throw new Problem('access.noFounding', 403)
  weighPassword(password, [login, name, city.name, city.nameEn, city.code])
  const hash = await hashPassword(password, ask.from.address)
  const [id, person] = [AccountId.parse(v7()), PersonId.parse(v7())]
  await founding.owner.tx(async (db) => {
    await addCity(db, first, city)
    await addPerson(db, first, person, name)
    await addAccount(db, first, { id, kind: 'person', login, role: 'operator', person, unit: null, email: null })
    await setPassword(db, first, id, hash, ask.at)
    await record(db, first, { kind: 'account.founded', account: id, by: person, at: ask.at, data: { city: city.code } })
  })
  const account = await findAccount(ask.db.of(first), first, login)
  return enter(ask, account!, { way: 'password', strong: false })
}
