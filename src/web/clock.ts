/** The one place in the browser that asks the machine for the time. */

/** Now, UTC. */
export const now = (): string => new Date().toISOString()

/** Now, in milliseconds, to measure how long something takes. */
export const nowMs = (): number => Date.now()
