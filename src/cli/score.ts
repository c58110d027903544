/**
 * `mingcheng score`: the live score of an edition, stored when asked; `--verify` makes a stored score again from its basis and
 * ends with code 1 when anything differs.
 */
import { type CityId, type EditionId, ScoreId } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { formatHundredths } from '../base/points.ts'
import type { Db } from '../base/sql.ts'
import { read } from '../base/text.ts'
import { Day } from '../base/time.ts'
import type { LiveScore } from '../assessments/live.api.ts'
import type { Released } from '../standards/published.sql.ts'
import { command } from './command.ts'
import { onDatabase, textOf } from './database.ts'
import { getCity } from '../server/whichCity.ts'
import type { Terminal } from './terminal.ts'

export const scoreCommand = command({
  path: 'score',
  says: 'score',
  options: [
    { is: '--edition <code>', says: 'scoreEdition' },
    { is: '--from <day>', says: 'scoreFrom' },
    { is: '--to <day>', says: 'scoreTo' },
    { is: '--store <title>', says: 'scoreStore' },
    { is: '--verify <id>', says: 'scoreVerify' },
    { is: '--city <code>', says: 'city' },
  ],
  run: async (terminal, _args, options) => {
    const verified = scoreIdIn(textOf(options['verify']))
    const span = { from: dayIn(textOf(options['from'])), to: dayIn(textOf(options['to'])) }
    return onDatabase(async (db) => {
      const city = await getCity(db, options['city'])
      if (verified !== undefined) return verify(terminal, db, city, verified)
      const edition = await findEdition(db, city, textOf(options['edition']))
      return measure(terminal, db, city, { edition, span, title: textOf(options['store']) })
    })
  },
})

/** *Refuses:* 404 `assessments.noSuchScore` for what is no id at all. */
function scoreIdIn(text: string | undefined): ScoreId | undefined {
  if (text !== undefined && !ScoreId.safeParse(text).success) throw new Problem('assessments.noSuchScore', 404)
  return text as ScoreId | undefined
}

/** *Refuses:* 422 `assessments.badDay`. */
function dayIn(text: string | undefined): string | undefined {
  if (text !== undefined && !Day.safeParse(text).success) throw new Problem('assessments.badDay', 422, { day: text })
  return text
}

/** The edition of an id, of `standard/edition` or of a standard's newest; the only one when nothing is named. */
async function findEdition(db: Db, city: CityId, named: string | undefined): Promise<Released> {
  const { listPublished } = await import('../standards/published.sql.ts')
  const published = await listPublished(db, city)
  const fits = ({ id, content }: Released) =>
    named === undefined || id === named || content.standard === named || `${content.standard}/${content.edition}` === named
  const found = published.filter(fits)
  if (named === undefined && new Set(found.map(({ content }) => content.standard as string)).size > 1)
    throw new Problem('assessments.whichEdition', 422, { editions: found.map(({ content }) => `${content.standard}/${content.edition}`) })
  if (found[0] === undefined) throw new Problem('assessments.noSuchEdition', 404)
  return found[0]
}

interface Wish {
  readonly edition: Released
  readonly span: { readonly from: string | undefined; readonly to: string | undefined }
  readonly title: string | undefined
}

async function measure(terminal: Terminal, db: Db, city: CityId, { edition, span, title }: Wish): Promise<void> {
  const [{ now }, { measureAnew, questionFor, windowFor }, { liveScoreOf }] = await Promise.all([
    import('../server/clock.ts'),
    import('../assessments/measure.serve.ts'),
    import('../assessments/explain.serve.ts'),
  ])
  const at = now()
  if (title === undefined) {
    const question = await questionFor(db, city, { edition: edition.id as EditionId, window: windowFor(span, at), standing: 'nominee' })
    const score = liveScoreOf(await measureAnew(db, city, question))
    return terminal.answer(score, linesOf(terminal, score))
  }
  const [{ v7 }, { runScore }] = await Promise.all([import('uuid'), import('../assessments/assessments.serve.ts')])
  const run = { id: v7() as ScoreId, edition: edition.id, title: { zh: title, en: '' }, span }
  const stored = await db.tx((tx) => runScore(tx, { city, person: null }, at, run))
  terminal.answer(stored, [...linesOf(terminal, stored.result), terminal.say('cli.scoreStored', { id: stored.id })])
}

/** The figure, then the projects: points, of what was observed, of the whole, and the share nobody has observed. */
function linesOf(terminal: Terminal, { edition, total, tree }: LiveScore): string[] {
  const figure = total.final ?? total.own
  const share = (open: number, full: number) => (full === 0 ? '0' : String(Math.round((100 * open) / full)))
  const line = (title: string, { got, of, full, open }: LiveScore['tree']) =>
    terminal.say('cli.scoreLine', {
      title,
      got: formatHundredths(got),
      of: formatHundredths(of),
      full: formatHundredths(full),
      open: share(open, full),
    })
  return [
    `${read(edition.title, terminal.language)} (${edition.standard}/${edition.edition})`,
    terminal.say('cli.scoreTotal', { total: figure === null ? '—' : formatHundredths(figure), of: formatHundredths(edition.total) }),
    line(terminal.say('cli.scoreWhole'), tree),
    ...tree.parts.map((part) => `  ${line(`${part.id} ${read(part.title, terminal.language)}`, part)}`),
  ]
}

async function verify(terminal: Terminal, db: Db, city: CityId, id: ScoreId): Promise<void> {
  const [{ now }, { getStored }, { verify: makeAgain }] = await Promise.all([
    import('../server/clock.ts'),
    import('../assessments/assessments.serve.ts'),
    import('../assessments/verify.serve.ts'),
  ])
  const stored = await getStored(db, city, id)
  const { same, differences } = await makeAgain(db, city, stored, now())
  if (!same)
    throw new Problem(
      'assessments.differs',
      409,
      { id },
      differences.map(({ what, stored: was, now: is }) => ({ at: what, says: 'fault.differs', details: { was, is } })),
    )
  terminal.answer({ same, id, got: stored.got, of: stored.of }, [
    terminal.say('cli.scoreSame', { got: formatHundredths(stored.got), of: formatHundredths(stored.of) }),
  ])
}
