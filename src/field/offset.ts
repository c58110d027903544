/** How far the device's clock is from the server's: measured with each call, shown, stored, and never used to change a time. */

/** Server minus device in milliseconds from one call: its `Date` header has whole seconds, and stands for the middle of the call. */
export function offsetOf(sentMs: number, cameMs: number, date: string | null): number | undefined {
  const server = Date.parse(date ?? '')
  if (Number.isNaN(server) || cameMs - sentMs > slowestMs) return undefined
  return Math.round(server + 500 - (sentMs + cameMs) / 2)
}

/** A call that took longer says too little about the clock. */
const slowestMs = 8_000

/** A clock that is off by more than this is shown. */
export const clockOffMs = 60_000
