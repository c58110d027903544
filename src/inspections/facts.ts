/** What every fact asks, in words, from the released editions: so a list of observations can be read by people. */
import type { Text } from '../base/text.ts'
import type { Ask, CheckKind } from '../standards/checks/index.ts'
import { criteriaOf, type Edition, factOf, type Scale, type Threshold } from '../standards/edition.ts'
import { type Grade } from '../standards/terms.ts'
import { factOfWay } from './observation.ts'

/** A fact's words: what is asked, the answers of its scale, the unit of its number and what it must reach. */
export interface FactWords {
  readonly title: Text
  readonly grades: readonly Grade[]
  readonly unit?: Text | undefined
  readonly threshold?: Threshold | undefined
  /** Of checks: how they are answered. */
  readonly kind?: CheckKind | undefined
  readonly ask?: Ask | undefined
}

/** The words of every fact of these editions, newest first: the newest edition that knows a fact names it. */
export function wordsOf(editions: readonly Edition[]): Map<string, FactWords> {
  const words = new Map<string, FactWords>()
  const add = (fact: string, it: FactWords) => void (words.has(fact) || words.set(fact, it))
  for (const edition of editions) {
    const gradesOf = gradesIn(edition.scales)
    for (const check of edition.checks) add(factOf(check), { ...check, grades: gradesOf(check.scale), unit: check.threshold?.unit })
    for (const question of edition.questions) add(question.id, { title: question.title, grades: gradesOf(question.scale) })
    for (const statistic of edition.statistics) add(factOf(statistic), { title: statistic.title, grades: [], unit: statistic.unit })
    for (const { criterion } of criteriaOf(edition.tree))
      for (const way of criterion.ways)
        if (way.method === 'materials' || way.method === 'opinion')
          add(factOfWay(edition, criterion.id, way.method), { title: criterion.title, grades: gradesOf(way.scale) })
  }
  return words
}

const gradesIn = (scales: readonly Scale[]) => {
  const byId = new Map(scales.map((scale) => [scale.id as string, scale.grades]))
  return (scale: string | undefined): readonly Grade[] => byId.get(scale ?? '') ?? []
}
