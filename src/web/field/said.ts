/** What the frame of the field says, in words: the app shows it, and so does the list that is shown first. */
import { clockOffMs } from '../../field/offset.ts'
import type { PackType } from '../../field/pack.ts'
import type { IconName } from '../../ui/Icon.tsx'
import type { Word, Words } from '../../ui/words.tsx'
import type { Day } from './day.ts'
import type { ListedPoint, Mark } from './keep.ts'

/** Whose work it is. */
export const titleOf = ({ frame }: Pick<Day, 'frame'>, { t, read }: Words): string =>
  frame ? read(frame.round?.title ?? frame.area?.title ?? frame.city) : t('fieldApp.title')

/** Whether there is a network, and how much waits. */
export function stateOf(
  { unsent, refused }: Pick<Day, 'unsent' | 'refused'>,
  isOnline: boolean,
  { t }: Words,
): { tone: string; text: string } {
  const tone = refused > 0 ? 'bad' : unsent > 0 || !isOnline ? 'wait' : 'good'
  return { tone, text: t('fieldApp.state', { online: String(isOnline), unsent }) }
}

/** Said as long as it is so: times are kept as the clock told them, and everybody shall know. */
export function clockNoteOf({ offsetMs }: Pick<Day, 'offsetMs'>, { t }: Words): string | undefined {
  if (offsetMs === null || Math.abs(offsetMs) <= clockOffMs) return undefined
  return t('fieldApp.clockOff', { minutes: Math.round(Math.abs(offsetMs) / 60_000), way: offsetMs > 0 ? 'slow' : 'fast' })
}

/** A point in a line: its code, what it is, its street. */
export const aboutOf = ({ code, street }: ListedPoint, type: PackType | undefined, { read }: Words): string =>
  [code, read(type?.title), read(street)].filter((word) => word !== '').join(' · ')

/** How far its visit is. */
export function tagOf(mark: Mark | undefined, type: PackType | undefined, { t }: Words): { state: string; text: string } {
  const state = mark === undefined || mark.answered === 0 ? 'new' : mark.state
  return { state, text: t('fieldApp.visitState', { state, answered: mark?.answered ?? 0, of: type?.checks.length ?? 0 }) }
}

interface Way {
  readonly screen: 'list' | 'map' | 'forms' | 'outbox' | 'pack'
  readonly icon: IconName
  readonly word: Word
}
const ways: readonly Way[] = [
  { screen: 'list', icon: 'list', word: 'fieldApp.points' },
  { screen: 'map', icon: 'map', word: 'fieldApp.map' },
  { screen: 'forms', icon: 'file', word: 'fieldApp.forms' },
  { screen: 'outbox', icon: 'share', word: 'fieldApp.outbox' },
  { screen: 'pack', icon: 'download', word: 'fieldApp.pack' },
]

/** The ways at the foot; a pack without forms needs no way to them. */
export const waysOf = (frame: Day['frame']): readonly Way[] =>
  (frame?.forms ?? []).length > 0 ? ways : ways.filter(({ screen }) => screen !== 'forms')
