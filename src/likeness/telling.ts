/**
 * Which suggestions are worth showing. What spoke for a value must be a word of the matter, or the class, and clearly: a suggestion
 * that rests on the street alone, or on a word that is hardly more frequent there than anywhere, makes nobody believe the good ones.
 * Only what is shown is chosen here; the model and its ranks stay as they are learned.
 */
import type { Likely, Reason } from './learn.ts'

/** How many times as often a word must stand there to count as a reason by itself. */
const clearly = 1.5

const speaks = ({ word, times }: Reason): boolean => times >= clearly && !word.startsWith('street:')

/** The suggestions that a word of the matter, or the class, clearly speaks for. */
export const telling = (found: readonly Likely[]): Likely[] => found.filter(({ reasons }) => reasons.some(speaks))
