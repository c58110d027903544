/** The one place on the server that asks the machine for the time. */
export const now = (): string => new Date().toISOString()
