/** Everything that somebody can read: each reading call of every contract, asked as they would; books as the text in their sheets. */
import { inflateRawSync } from 'node:zlib'
import { contracts } from '../src/server/contracts.ts'
import type { SmallApp } from './smallCity.ts'

/** The texts of the parts of a zip, by its directory: when it was packed is left out. */
function textsIn(zip: Buffer): string {
  const texts: string[] = []
  for (let at = zip.indexOf('PK\u0001\u0002', 0, 'latin1'); at >= 0; at = zip.indexOf('PK\u0001\u0002', at + 46, 'latin1')) {
    const [method, packed, nameLength, head] = [
      zip.readUInt16LE(at + 10),
      zip.readUInt32LE(at + 20),
      zip.readUInt16LE(at + 28),
      zip.readUInt32LE(at + 42),
    ]
    const from = head + 30 + zip.readUInt16LE(head + 26) + zip.readUInt16LE(head + 28)
    const part = zip.subarray(from, from + packed)
    texts.push(`${zip.toString('utf8', at + 46, at + 46 + nameLength)}\n${(method === 0 ? part : inflateRawSync(part)).toString()}`)
  }
  return texts.join('\n')
}

/** An answer as text: a workbook by its sheets, everything else as it is. */
export const textOf = (bytes: Buffer): string => (bytes.subarray(0, 2).toString() === 'PK' ? textsIn(bytes) : bytes.toString())

/** What names the thing of a call: the id of a path like `/rounds/:id`. */
export interface Named {
  readonly round: string
  readonly point: string
  readonly visit: string
  readonly other: string
}

const query = 'since=2026-11-01&q=市场&by=unit&limit=200'

/** Books whose own words could give something away; asking for one is itself a fact of the ledger. */
const told = /^\/(rounds|samples|rechecks|visits|observations|photo-facts|routes|points|cases)\b/

/** Every answer that is given to somebody, by its path; with `books` the workbooks as well. Streams are left out: they end with the app. */
export async function everyAnswer(small: SmallApp, login: string, named: Named, books = false): Promise<Map<string, string>> {
  const answers = new Map<string, string>()
  const paths = Object.values(contracts)
    .flatMap((calls) => Object.values(calls))
    .filter(
      ({ method, returns, path }) =>
        method === 'GET' && (typeof returns !== 'string' || path.startsWith('/tiles') || (books && returns === 'file' && told.test(path))),
    )
    .map(({ path }) => path)
  const ask = (path: string) => small.fetchAs(login)(`/api${path}`, { method: 'GET', headers: {} } as never)
  for (const path of paths) {
    const id = /^\/(round|point|visit)s\//.exec(path)?.[1] as keyof Named | undefined
    const given = path.replace(/:[zxy]\b/g, '0').replace(/:[a-zA-Z]+/g, named[id ?? 'other'])
    const asked = await ask(`${given}?${encodeURI(query)}&round=${named.round}`)
    const answer = asked.ok ? asked : await ask(given)
    if (!answer.ok) continue
    answers.set(given, textOf(Buffer.from(await (await answer.blob()).arrayBuffer())))
  }
  return answers
}
