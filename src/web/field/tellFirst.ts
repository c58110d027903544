/** Keeps the record of the first list in step with the day. It follows every change a moment later, when nothing else is to be done. */
import { drawingOf } from '../../ui/Icon.tsx'
import { wordsNow } from '../../ui/words.tsx'
import { type Day, dayNow, whenDay } from './day.ts'
import { type FirstList, forgetFirst, keepFirst } from './firstList.ts'
import { aboutOf, clockNoteOf, stateOf, tagOf, titleOf, waysOf } from './said.ts'
import { pathOf } from './where.ts'

/** As many rows as the tallest phone shows. */
const shown = 14

/** The record of a day; undefined when there is nothing to show. */
export function firstOf(day: Day): FirstList | undefined {
  const { frame, points, marks } = day
  if (!frame || points.length === 0) return undefined
  const words = wordsNow()
  const { t, number, read, language } = words
  const types = new Map(frame.types.map((type) => [type.id, type]))
  const done = [...marks.values()].filter(({ state }) => state === 'finished').length
  const { theme = 'light', size = 'normal' } = document.documentElement.dataset
  return {
    version: 1,
    language,
    theme,
    size,
    title: titleOf(day, words),
    state: stateOf(day, navigator.onLine, words),
    note: clockNoteOf(day, words) ?? '',
    done,
    all: points.length,
    sums: { text: number(done), of: number(points.length), label: t('fieldApp.done', { done, all: points.length }) },
    search: t('fieldApp.search'),
    onlyLeft: t('fieldApp.onlyLeft'),
    rows: points.slice(0, shown).map((point) => {
      const type = types.get(point.type)
      const { state, text: tag } = tagOf(marks.get(point.id), type, words)
      return { path: pathOf({ screen: 'point', point: point.id }), name: read(point.title), about: aboutOf(point, type, words), state, tag }
    }),
    ways: waysOf(frame).map(({ screen, icon, word }) => ({ path: pathOf({ screen }), icon: drawingOf(icon), word: t(word) })),
    icons: { search: drawingOf('search'), note: drawingOf('history') },
  }
}

function tell(): void {
  const first = firstOf(dayNow())
  if (first) keepFirst(first)
  else forgetFirst()
}

/** Begins to follow. */
export function followDay(): void {
  let isPlanned = false
  const plan = () => {
    if (isPlanned) return
    isPlanned = true
    requestIdleCallback(
      () => {
        isPlanned = false
        tell()
      },
      { timeout: 1000 },
    )
  }
  whenDay(plan)
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && tell())
  plan()
}
