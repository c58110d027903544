/**
 * The registration pack (备案材料) as a Word document: what the system is, which restrictions hold and on what they rest, what
 * personal data it keeps and for how long, who may do what, and whom to ask. Written from the tables in force, so that the
 * paper cannot say one thing and the program do another.
 */
import type { Download } from '../api/download.serve.ts'
import { permissions } from '../api/contract.ts'
import type { Say } from '../api/problems.serve.ts'
import type { CityId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { type Language, read } from '../base/text.ts'
import { dayOf } from '../base/time.ts'
import { permissionsOf, roles } from '../city/who.ts'
import { loadDocx, type Paper, paperOf, writePaper } from '../sheets/official-paper.serve.ts'
import type { PolicyState } from './compliance.api.ts'
import { findCityName } from './compliance.sql.ts'
import { keptKindIds, keptKinds } from './retention.ts'
import { listRules } from './retention.sql.ts'

interface Wanted {
  readonly city: CityId
  readonly policyStates: readonly PolicyState[]
  readonly say: Say
  readonly at: string
  readonly language: Language
  readonly contact: string
  readonly phone: string
}

type Speak = (key: string, values?: Record<string, unknown>) => string

function policyTable(paper: Paper, states: readonly PolicyState[], say: Speak) {
  const rows = states.map(({ id, sources, kept, waiver }, index) => [
    [String(index + 1)],
    [say(`compliance.policy.${id}`)],
    [say(`compliance.keeps.${id}`)],
    sources.map((source) => say(`compliance.source.${source}`)),
    waiver
      ? [say('compliance.off'), waiver.basis, waiver.approvalNo, ...(waiver.untilOn === null ? [] : [waiver.untilOn])]
      : [say(kept === 'absence' ? 'compliance.byAbsence' : 'compliance.on')],
  ])
  return paper.table(
    [10, 34, 46, 42, 24],
    ['no', 'policy', 'keeps', 'source', 'state'].map((key) => say(`compliance.column.${key}`)),
    rows,
  )
}

async function dataTable(paper: Paper, db: Db, city: CityId, say: Speak) {
  const own = new Map((await listRules(db, city)).map((rule) => [rule.kind, rule]))
  const rows = keptKindIds.map((kind) => {
    const { from, does, basis, days } = keptKinds[kind]
    const set = own.get(kind)
    return [
      [say(`retention.kind.${kind}`)],
      [say(`retention.why.${kind}`)],
      [say(`retention.from.${from}`, { days: set?.days ?? days })],
      [say(`retention.does.${does}`)],
      [set?.basis ?? say(`retention.basis.${basis}`)],
    ]
  })
  return paper.table(
    [30, 46, 34, 18, 28],
    ['kind', 'why', 'days', 'does', 'basis'].map((key) => say(`retention.column.${key}`)),
    rows,
  )
}

function rightsTable(paper: Paper, say: Speak) {
  const named = permissions.filter((it) => it !== 'anyone' && it !== 'signedIn')
  // A right that has no word yet is shown by its name.
  const wordOf = (it: string) => (say(`compliance.may.${it}`).startsWith('compliance.may.') ? it : say(`compliance.may.${it}`))
  const rows = roles.map((role) => {
    const may = permissionsOf(role)
    return [
      [say(`role.${role}`)],
      [
        named
          .filter((it) => may.has(it))
          .map(wordOf)
          .join('\u3001'),
      ],
    ]
  })
  return paper.table([34, 122], [say('compliance.column.role'), say('compliance.column.may')], rows)
}

/** The document. */
export async function exportPack(db: Db, wanted: Wanted): Promise<Download> {
  const { city, policyStates, at, language, contact, phone } = wanted
  const say: Speak = (key, values) => wanted.say(language, key, values)
  const docx = await loadDocx()
  const paper = paperOf(docx)
  const names = await findCityName(db, city)
  const name = names ? read(names, language) : ''
  const title = say('compliance.pack.title', { city: name })
  const on = dayOf(at)
  const part = (n: number, key: string) => paper.heading(say('duties.list.ordinal', { n: say(`duties.list.n.${n}`), text: say(key) }))
  const off = policyStates.filter(({ inForce }) => !inForce).length
  const content = await writePaper(docx, { title, author: 'Mingcheng 明城' }, [
    paper.title(title),
    paper.blank(),
    part(1, 'compliance.pack.system'),
    paper.body(say('compliance.pack.systemIs', { city: name })),
    paper.body(say('compliance.pack.where')),
    part(2, 'compliance.pack.policies'),
    paper.body(say('compliance.pack.policiesAre', { all: policyStates.length, off })),
    policyTable(paper, policyStates, say),
    paper.blank(),
    part(3, 'compliance.pack.data'),
    paper.body(say('compliance.pack.dataAre')),
    await dataTable(paper, db, city, say),
    paper.blank(),
    part(4, 'compliance.pack.rights'),
    rightsTable(paper, say),
    paper.blank(),
    part(5, 'compliance.pack.complaints'),
    paper.body(say('compliance.pack.complaintsAre')),
    part(6, 'compliance.pack.contact'),
    paper.kept(say('compliance.pack.contactIs', { contact: contact || '\u2014', phone: phone || '\u2014' })),
    paper.blank(),
    paper.right(name, 2),
    paper.right(on, 2),
  ])
  return {
    name: `${title} ${on}.docx`,
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    content,
  }
}
