/** What the device, or its model, always wrote in this city's earlier photos and did not write now. */
import type { Check, Found, Habit, Known } from '../check.ts'

const enough = 10
const alwaysPercent = 95

const always = (habit: Habit | null, of: 'block' | 'time' | 'place'): habit is Habit =>
  habit !== null && habit.photos >= enough && habit[of] * 100 >= habit.photos * alwaysPercent

export const missing: Check = {
  id: 'missing',
  version: 1,
  find: ({ camera, habits: { device, model } }: Known) => {
    if (!camera.block) return always(device, 'block') ? [{ reason: 'block', details: { photos: device.photos } }] : []
    const found: Found[] = []
    const usual = model ?? device
    if (camera.takenAt === null && always(usual, 'time')) found.push({ reason: 'time', details: { photos: usual.photos } })
    if (camera.gps === 'none' && always(usual, 'place')) found.push({ reason: 'place', details: { photos: usual.photos } })
    return found
  },
}
