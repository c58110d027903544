/**
 * From the points of the tree to the figure that is announced: converted to the edition's total, bonus on top, the negative
 * list deducted, then weighed with other standards (minors 20 %). Every step is kept, so that the figure explains itself.
 */
import { mulDiv } from '../base/points.ts'
import type { Edition } from '../standards/edition.ts'
import { converted, type Points } from './score.ts'

/** The steps in hundredths. `own` = converted + bonus − deducted, never below 0; `final` weighs it with the other standards. */
export interface Total {
  readonly converted: number | undefined
  readonly bonus: number
  readonly deducted: number
  readonly own: number | undefined
  readonly frameworks: readonly { readonly standard: string; readonly percent: number; readonly score: number | undefined }[]
  /** Undefined as long as a standard that counts has no score: reported, never guessed. */
  readonly final: number | undefined
}

/** What comes from outside the tree. */
export interface Beside {
  readonly deducted: number
  readonly scoreOf: (standard: string) => number | undefined
}

/** The total of an edition. Rounded half up once when converted and once when weighed. */
export function totalOf(edition: Pick<Edition, 'total' | 'weights'>, points: Points, { deducted, scoreOf }: Beside): Total {
  const plain = converted(points, edition.total)
  const own = plain === undefined ? undefined : Math.max(0, plain + points.bonus - deducted)
  const frameworks = edition.weights.frameworks.map(({ standard, percent }) => ({ standard, percent, score: scoreOf(standard) }))
  return { converted: plain, bonus: points.bonus, deducted, own, frameworks, final: weigh(own, frameworks) }
}

function weigh(own: number | undefined, frameworks: Total['frameworks']): number | undefined {
  if (own === undefined) return undefined
  let [sum, rest] = [0, 100]
  for (const { percent, score } of frameworks) {
    if (score === undefined) return undefined
    sum += percent * score
    rest -= percent
  }
  return mulDiv(sum + rest * own, 1, 100)
}
