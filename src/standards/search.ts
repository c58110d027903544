/** Finding words in an edition, and finding everyone who reads a fact. Editions are small: they are simply read through. */
import { type Branch, criteriaOf, type Edition, factOf, isCriterion, type Node } from './edition.ts'
import type { Hit, Kinds, Served } from './standards.api.ts'

/** One form for comparing: full-width made plain, small letters, no spaces. */
const plainText = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, '')

type Found = Pick<Hit, 'kind' | 'id' | 'title' | 'path'>

/** Everything in an edition whose words (in either language) or code contain the text, in reading order. */
export function findInEdition(edition: Edition, text: string): Found[] {
  const wanted = plainText(text)
  const fits = ({ id, title }: { id: string; title: Hit['title'] }) =>
    [id, title.zh, title.en].some((words) => plainText(words).includes(wanted))
  const listed = (kind: Hit['kind'], items: readonly { id: string; title: Hit['title'] }[]): Found[] =>
    items.filter(fits).map(({ id, title }) => ({ kind, id, title, path: [] }))
  return [
    ...nodesIn(edition.tree, []).filter(fits),
    ...listed('check', edition.checks),
    ...listed('pointType', edition.pointTypes),
    ...listed('question', edition.questions),
    ...listed('statistic', edition.statistics),
  ]
}

function nodesIn(nodes: readonly Node[], above: readonly Branch[]): Found[] {
  return nodes.flatMap((node): Found[] => {
    const own = { id: node.id, title: node.title, path: above.map(({ title }) => title) }
    return isCriterion(node) ? [{ kind: 'criterion', ...own }] : [{ kind: 'branch', ...own }, ...nodesIn(node.parts, [...above, node])]
  })
}

/** The criteria of an edition that read a fact, or the bare item when the edition looks at it without scoring it. */
export function readersOf(edition: Edition, fact: string): Pick<Served, 'item' | 'criterion'>[] {
  const items = [
    ...edition.checks.filter((check) => factOf(check) === fact),
    ...edition.questions.filter(({ id }) => id === fact),
    ...edition.statistics.filter((statistic) => factOf(statistic) === fact),
  ]
  return items.flatMap(({ id, title }) => {
    const criteria = criteriaOf(edition.tree).flatMap(({ criterion }) =>
      criterion.ways
        .filter((way) => way.checks.includes(id) || way.questions.includes(id) || way.statistic === id)
        .map(({ method, points }) => ({ item: { id, title }, criterion: { id: criterion.id, title: criterion.title, method, points } })),
    )
    return criteria.length > 0 ? criteria : [{ item: { id, title } }]
  })
}

/** The names of all kinds of place and unit; editions newest first, whose words win. */
export function kindsOf(editions: readonly Edition[]): Kinds {
  const first = <Item extends { id: string }>(items: readonly Item[]): Item[] => [
    ...items.reduce((known, item) => (known.has(item.id) ? known : known.set(item.id, item)), new Map<string, Item>()).values(),
  ]
  return {
    pointTypes: first(editions.flatMap(({ pointTypes }) => pointTypes)).map(({ id, title, group }) => ({ id, title, group })),
    unitKinds: first(editions.flatMap(({ unitKinds }) => unitKinds)).map(({ id, title }) => ({ id, title })),
    caseClasses: classesOf(editions),
    facts: first(
      editions.flatMap(({ checks, questions, statistics }) =>
        [...checks, ...questions, ...statistics].map((item) => ({ id: factOf(item) as string, title: item.title })),
      ),
    ),
  }
}

/** How many checks a class is called by before the rest is left to "and more". */
const mostNamed = 2

/** Classes of cases in the order of their codes, each called by the checks that name it. */
function classesOf(editions: readonly Edition[]): Kinds['caseClasses'] {
  const named = new Map<string, Map<string, Kinds['facts'][number]['title']>>()
  for (const { caseClass, title } of editions.flatMap(({ checks }) => checks)) {
    if (caseClass === undefined) continue
    const titles = named.get(caseClass) ?? new Map()
    named.set(caseClass, titles.set(title.zh, title))
  }
  return [...named]
    .map(([id, words]) => {
      const titles = [...words.values()]
      const more = titles.length > mostNamed
      const [zh, en] = [
        titles.slice(0, mostNamed).map((it) => it.zh),
        titles
          .slice(0, mostNamed)
          .map((it) => it.en)
          .filter(Boolean),
      ]
      return { id, title: { zh: `${zh.join('、')}${more ? '等' : ''}`, en: en.length === 0 ? '' : `${en.join(', ')}${more ? ' …' : ''}` } }
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}
