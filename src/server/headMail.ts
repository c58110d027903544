/**
 * Signed heads by letter, every so many days, to people outside: whoever keeps one can show later that nothing before it was
 * changed, even by those who own database and key. Which letters went out is kept beside the data; a letter that was not taken
 * goes out an hour later.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Post } from '../access/options.serve.ts'
import type { CityId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { dayOf, type Instant } from '../base/time.ts'
import { listCities } from '../city/session.sql.ts'
import { type Ledger, sealAndSign } from '../ledger/seal.serve.ts'
import type { Config } from './config.ts'
import { kindOfFailure } from './doors.ts'
import type { Told } from './nightly.ts'
import { say } from './say.ts'

/** What the letters need. */
export interface HeadMail {
  /** Without a city. */
  readonly db: Db
  readonly ledger: Ledger
  readonly now: () => Instant
  readonly told: Told
  readonly post: Post
  readonly to: readonly string[]
  readonly everyDays: number
  /** Where it is kept which letters went out. */
  readonly folder: string
}

type Sent = Record<string, string>

const hourMs = 3_600_000
const dayMs = 24 * hourMs

const isDue = (last: string | undefined, today: string, everyDays: number) =>
  last === undefined || Date.parse(today) - Date.parse(last) >= everyDays * dayMs

/** Sends what is due; gives how many letters were taken. */
export async function mailHeads({ db, ledger, now, told, post, to, everyDays, folder }: HeadMail): Promise<number> {
  const file = join(folder, 'heads-mailed.json')
  const sent: Sent = await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as Sent,
    () => ({}),
  )
  let taken = 0
  const today = dayOf(now())
  for (const { cityId, code, nameZh, nameEn } of await listCities(db)) {
    const due = to.filter((address) => isDue(sent[`${code} ${address}`], today, everyDays))
    if (due.length === 0) continue
    const { note } = await sealAndSign(db.of(cityId as CityId), { city: cityId, code, at: now(), anew: true }, ledger)
    const values = { zh: nameZh, en: nameEn, code, key: ledger.signer.key }
    for (const address of due) {
      const letter = {
        to: address,
        subject: say('zh-CN', 'ledger.mail.subject', values),
        // Both languages in one letter: nobody knows who keeps it.
        text: [
          say('zh-CN', 'ledger.mail.text', { ...values, city: nameZh }),
          note,
          say('en', 'ledger.mail.text', { ...values, city: nameEn }),
        ].join('\n\n'),
        language: 'zh-CN' as const,
        files: [{ name: `head-${code}-${today}.txt`, content: note }],
      }
      const isTaken = await post(letter).then(
        () => true,
        (error: unknown) => told.error({ error: kindOfFailure(error), city: cityId }, 'a signed head was not sent') === undefined && false,
      )
      if (!isTaken) continue
      taken++
      sent[`${code} ${address}`] = today
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await writeFile(file, `${JSON.stringify(sent, null, 1)}\n`, { mode: 0o600 })
    }
  }
  return taken
}

/** Looks every hour what is due; gives the function that ends it. Without addresses or a mail server nothing is ever due. */
export function watchHeadMail(
  { MINGCHENG_HEADS_TO: to, MINGCHENG_HEADS_DAYS: everyDays, MINGCHENG_DATA: data }: Config,
  post: Post | undefined,
  house: Pick<HeadMail, 'db' | 'ledger' | 'now' | 'told'>,
): () => void {
  if (to === undefined || post === undefined) return () => undefined
  const mail = { ...house, post, to, everyDays, folder: join(data, 'ledger') }
  const look = () =>
    void mailHeads(mail).catch((error: unknown) => house.told.error({ error: kindOfFailure(error) }, 'signed heads were not sent'))
  const timer = setInterval(look, hourMs).unref()
  look()
  return () => clearInterval(timer)
}
