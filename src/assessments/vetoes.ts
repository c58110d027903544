/**
 * The negative list (负面清单): what happened, and what it does to a nominee, a title holder or an applicant. Points are
 * deducted here; stopping, cancelling, barring and review are named for a person to decide, never carried out by a number.
 */
import type { Veto } from '../standards/edition.ts'

/** Standing of the subject when it happened. */
export type Standing = Veto['effects'][number]['when']

/** One consequence of one event. `points` in hundredths. */
export interface Consequence {
  readonly veto: string
  readonly action: Veto['effects'][number]['action']
  readonly points: number
  readonly months: number | undefined
}

/** The consequences of events (ids of vetoes, once per event) for a standing, and the hundredths they deduct together. */
export function consequencesOf(
  vetoes: readonly Veto[],
  events: readonly string[],
  standing: Standing,
): { deducted: number; consequences: Consequence[] } {
  const consequences = events.flatMap((event) =>
    vetoes
      .filter(({ id }) => id === event)
      .flatMap(({ id, effects }) =>
        effects
          .filter(({ when }) => when === standing)
          .map(({ action, points, months }) => ({ veto: id, action, months, points: action === 'deduct' ? (points ?? 0) : 0 })),
      ),
  )
  return { deducted: consequences.reduce((sum, { points }) => sum + points, 0), consequences }
}
