/** Signed heads by letter, against a real mail server: every so many days, each address by itself, and good for an auditor. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { embedded, type TestDb } from '../../test/engines.ts'
import { decoded, type Mailbox, openMailbox } from '../../test/mailbox.ts'
import { city, fill, noon } from '../../test/smallCity.ts'
import { postBySmtp } from '../access/mail.serve.ts'
import { linesOf } from '../ledger/export.serve.ts'
import { hashing, isSigned } from '../ledger/keys.serve.ts'
import { checkLedger } from '../ledger/verify.ts'
import { sealAndSign } from '../ledger/seal.serve.ts'
import { mailHeads } from './headMail.ts'
import { ledgerInMemory } from './ledger.ts'

let house: TestDb
let mailbox: Mailbox
let isAway = true
const folder = mkdtempSync(join(tmpdir(), 'mingcheng-heads-'))
const [auditor, archive] = ['audit@example.org', 'archive@example.org']
beforeAll(async () => {
  house = await embedded()
  await fill(house.db)
  mailbox = await openMailbox((to) => isAway && to === archive)
})
afterAll(async () => {
  await mailbox.close()
  await house.close()
  rmSync(folder, { recursive: true, force: true })
})

it('go out every so many days, again where they were not taken, and prove what they say', async () => {
  const ledger = ledgerInMemory()
  const told: string[] = []
  const clock = { now: noon }
  const wish = {
    db: house.db,
    ledger,
    now: () => clock.now,
    told: { error: (_details: object, message: string) => void told.push(message) },
    post: postBySmtp(mailbox.url, '明城 <noreply@mc.example.test>'),
    to: [auditor, archive],
    everyDays: 7,
    folder,
  }
  expect(await mailHeads(wish)).toBe(1)
  expect(told).toEqual(['a signed head was not sent'])
  isAway = false
  expect(await mailHeads(wish)).toBe(1)
  expect(await mailHeads(wish)).toBe(0)
  clock.now = new Date(Date.parse(noon) + 7 * 86_400_000).toISOString()
  expect(await mailHeads(wish)).toBe(2)
  expect(mailbox.letters.map(({ to }) => to)).toEqual([auditor, archive, auditor, archive])

  // What the auditor kept: the note in the letter, and the same as a file.
  const { raw } = mailbox.letters[0]!
  const parts = raw.split(/\r?\n--[-\w=.+]+\r?\n/).map(decoded)
  const notes = parts.flatMap((part) => /mingcheng\/small\n[^]*?— mingcheng \S+/.exec(part.replaceAll('\r', ''))?.[0] ?? [])
  expect(notes).toHaveLength(2)
  expect(notes.every((note) => isSigned(note, ledger.signer.key))).toBe(true)
  const own = house.db.of(city)
  const asked = { city, code: 'small', at: clock.now }
  await sealAndSign(own, asked, ledger)
  const findings = async () => {
    const checking = checkLedger({ hashing, isSigned, keys: [ledger.signer.key], heads: [notes[0]!] })
    for await (const line of linesOf(own, asked, ledger)) checking.line(line)
    return checking.finish()!.findings
  }
  expect(await findings()).toEqual([])
})
