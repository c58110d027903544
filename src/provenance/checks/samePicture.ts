/** The same or nearly the same picture was used before, for something else. */
import type { Check, Known, Same } from '../check.ts'

const mostNamed = 5

const reasonOf = ({ exact, negative, turned, shownPercent }: Same): string => {
  if (exact) return 'identical'
  if (negative) return 'negative'
  if (turned) return 'turned'
  return shownPercent < 85 ? 'part' : 'nearly'
}

export const samePicture: Check = {
  id: 'samePicture',
  version: 1,
  find: ({ same }: Known) =>
    same.slice(0, mostNamed).map((it) => ({
      reason: reasonOf(it),
      details: { photo: it.photo, about: it.about, at: it.at, pointId: it.pointId, alikePercent: Math.round(it.edges / 10) },
    })),
}
