/** Every check, in the order in which facts are read. A new one is a file beside this and its line here, and its words. */
import type { Check, Found, Known } from '../check.ts'
import { broken } from './broken.ts'
import { clocks } from './clocks.ts'
import { edited } from './edited.ts'
import { missing } from './missing.ts'
import { position } from './position.ts'
import { samePicture } from './samePicture.ts'
import { speed } from './speed.ts'

export const checks: readonly Check[] = [samePicture, clocks, position, speed, edited, missing, broken]

/** What is found, with the check and its version. */
export const findAll = (known: Known): (Found & { readonly check: string; readonly version: number })[] =>
  checks.flatMap(({ id, version, find }) => find(known).map((found) => ({ check: id, version, ...found })))

/** Which version of each check ran. */
export const ran: Readonly<Record<string, number>> = Object.fromEntries(checks.map(({ id, version }) => [id, version]))
