/** Who holds or held a post, and who stands in: the rows of the two sheets that join people to posts. */
import type { Fault } from '../../../base/problem.ts'
import type { DataRow } from '../../../sheets/kind.ts'
import type { PeopleBook } from './people.ts'
import { dayIn, groupsOf, idIn, type Reading, readingOf, sameForm } from './reading.ts'
import type { DeputyFacts, HolderFacts, OrganisationContext, OrganisationPlan, PostFacts } from './tables.ts'

interface Around {
  readonly context: OrganisationContext
  readonly posts: ReadonlyMap<string, PostFacts>
  readonly people: PeopleBook
}

/** Reads both sheets. */
export function understandTenure(
  rows: { readonly holders: readonly DataRow[]; readonly deputies: readonly DataRow[] },
  around: Around,
  faults: Fault[],
): Pick<OrganisationPlan, 'holders' | 'deputies'> {
  const find = finderOf(around.posts)
  return { holders: readHolders(rows.holders, around, find, faults), deputies: readDeputies(rows.deputies, around, find, faults) }
}

type FindPost = (reading: Reading, columns: { readonly id: string; readonly unit: string; readonly title: string }) => string | undefined

/** A post by number, else by unit and title when only one is called so. */
function finderOf(posts: ReadonlyMap<string, PostFacts>): FindPost {
  const byTitle = groupsOf(posts.keys(), (key) => `${posts.get(key)!.unit} ${sameForm(posts.get(key)!.titleZh)}`)
  return (reading, { id, unit, title }) => {
    const key = idIn(reading, id)
    if (key !== '') {
      if (!posts.has(key)) reading.fault(id, 'unknownPost', { post: key })
      return posts.has(key) ? key : undefined
    }
    const [inUnit, called] = [reading.text(unit), reading.text(title)]
    const named = byTitle.get(`${inUnit} ${sameForm(called)}`) ?? []
    if (named.length === 0) reading.fault(title, 'unknownPost', { post: `${inUnit} ${called}` })
    if (named.length > 1) reading.fault(title, 'samePosts', { title: called, n: named.length })
    return named.length === 1 ? named[0] : undefined
  }
}

const holderKey = ({ post, person, fromOn }: HolderFacts) => `${post} ${person} ${fromOn}`

function readHolders(rows: readonly DataRow[], { context, people }: Around, find: FindPost, faults: Fault[]): HolderFacts[] {
  const known = new Map(context.holders.map((holder) => [holderKey(holder), holder]))
  const seen = new Map<string, number>()
  const read: { holder: HolderFacts; reading: Reading }[] = []
  for (const row of rows) {
    const reading = readingOf(row, faults)
    const post = find(reading, { id: 'holderPostId', unit: 'holderUnit', title: 'holderPost' })
    const person = people.find(reading, { id: 'holderId', code: 'holderCode', name: 'holderName' })
    const [fromOn, toOn] = [dayIn(reading, 'holderFrom'), dayIn(reading, 'holderTo')]
    if (fromOn === null && reading.text('holderFrom') === '') reading.fault('holderFrom', 'noFrom')
    if (fromOn !== null && toOn !== null && toOn < fromOn) reading.fault('holderTo', 'endsBefore', { from: fromOn, to: toOn })
    if (post === undefined || person === undefined || fromOn === null || !reading.isGood()) continue
    const holder = { post, person, fromOn, toOn }
    const before = seen.get(holderKey(holder))
    if (before !== undefined) reading.fault('holderName', 'twice', { row: before })
    else seen.set(holderKey(holder), row.row)
    if (before === undefined) read.push({ holder, reading })
  }
  refuseTwo(read, context)
  return read.flatMap(({ holder }) => (known.has(holderKey(holder)) && known.get(holderKey(holder))!.toOn === holder.toOn ? [] : [holder]))
}

/** A post has one holder at a time: a second one without an end is refused, and the first named. */
function refuseTwo(read: readonly { holder: HolderFacts; reading: Reading }[], context: OrganisationContext): void {
  const inFile = new Set(read.map(({ holder }) => holderKey(holder)))
  const names = new Map(context.people.map(({ id, name }) => [id as string, name]))
  const open = new Map<string, string>()
  for (const holder of context.holders)
    if (holder.toOn === null && !inFile.has(holderKey(holder))) open.set(holder.post, names.get(holder.person) ?? '')
  for (const { holder, reading } of read.filter(({ holder }) => holder.toOn === null)) {
    const other = open.get(holder.post)
    if (other !== undefined) reading.fault('holderTo', 'heldByAnother', { name: other })
    else open.set(holder.post, reading.text('holderName'))
  }
}

const deputyKey = ({ post, person, fromOn }: Pick<DeputyFacts, 'post' | 'person' | 'fromOn'>) => `${post} ${person} ${fromOn}`

function readDeputies(
  rows: readonly DataRow[],
  { context, people }: Around,
  find: FindPost,
  faults: Fault[],
): ReadonlyMap<string, DeputyFacts> {
  const known = new Map(context.deputies.map((deputy) => [deputy.id, deputy]))
  const byWhat = new Map(context.deputies.map((deputy) => [deputyKey(deputy), deputy.id]))
  const seen = new Map<string, number>()
  const changed = new Map<string, DeputyFacts>()
  for (const row of rows) {
    const reading = readingOf(row, faults)
    const id = idIn(reading, 'deputyId')
    const post = find(reading, { id: 'deputyPostId', unit: 'deputyUnit', title: 'deputyPost' })
    const person = people.find(reading, { id: 'deputyPersonId', code: 'deputyCode', name: 'deputyName' })
    const [fromOn, toOn, endedOn] = [dayIn(reading, 'deputyFrom'), dayIn(reading, 'deputyTo'), dayIn(reading, 'deputyEnded')]
    for (const column of ['deputyFrom', 'deputyTo']) if (reading.text(column) === '') reading.fault(column, 'noFrom')
    if (fromOn !== null && toOn !== null && toOn < fromOn) reading.fault('deputyTo', 'endsBefore', { from: fromOn, to: toOn })
    if (post === undefined || person === undefined || fromOn === null || toOn === null || !reading.isGood()) continue
    const deputy = { post, person, fromOn, toOn, reason: reading.text('deputyReason').slice(0, 1000), endedOn }
    const key = id === '' ? (byWhat.get(deputyKey(deputy)) ?? deputyKey(deputy)) : id
    const before = seen.get(key)
    if (before !== undefined) reading.fault('deputyName', 'twice', { row: before })
    else seen.set(key, row.row)
    if (before === undefined && !isSameDeputy(deputy, known.get(key))) changed.set(key, deputy)
  }
  return changed
}

const isSameDeputy = (a: DeputyFacts, b: DeputyFacts | undefined): boolean =>
  b !== undefined && (Object.keys(a) as (keyof DeputyFacts)[]).every((key) => a[key] === b[key])
