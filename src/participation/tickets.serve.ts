/**
 * Against floods without asking anybody else: a form is given out with a signed ticket, which is good for some hours and for one
 * report; nobody fills it in within two seconds; and one network sends a dozen reports an hour at most.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { v7 } from 'uuid'

const leastMs = 2000
const mostMs = 12 * 3_600_000
const hourMs = 3_600_000
const mostAnHour = 12

const mac = (key: Uint8Array, text: string) => createHmac('sha256', key).update(`mingcheng public ${text}`).digest()

/** A new ticket: an id that nobody has chosen, when it was given out, and our mark. */
export function newTicket(key: Uint8Array, at: string): string {
  const body = `${v7()}.${Date.parse(at)}`
  return `${body}.${mac(key, body).toString('base64url')}`
}

/** The id of a good ticket, or why it is none: `fast` is a machine's haste, `old` a page that was left open over night. */
export function readTicket(
  key: Uint8Array,
  ticket: string,
  at: string,
): { readonly id: string } | { readonly why: 'bad' | 'fast' | 'old' } {
  const [id = '', ms = '', mark = ''] = ticket.split('.')
  const [own, given] = [mac(key, `${id}.${ms}`), Buffer.from(mark, 'base64url')]
  if (own.length !== given.length || !timingSafeEqual(own, given)) return { why: 'bad' }
  const age = Date.parse(at) - Number(ms)
  return age < leastMs ? { why: 'fast' } : age > mostMs ? { why: 'old' } : { id }
}

/** The secret of a report's link: the same for the same ticket, so that sending twice leads to the same page. */
export const secretOf = (key: Uint8Array, id: string): string => mac(key, `secret ${id}`).subarray(0, 18).toString('base64url')

/** Counts what networks send; in this process, forgotten after an hour. */
export interface Gate {
  /** True when a network may send once more; counts it. */
  pass(network: string, at: string): boolean
}

/** A gate that nobody has passed. */
export function makeGate(): Gate {
  const seen = new Map<string, number[]>()
  return {
    pass: (network, at) => {
      const now = Date.parse(at)
      const recent = (seen.get(network) ?? []).filter((ms) => now - ms < hourMs)
      if (recent.length >= mostAnHour) return false
      // Who comes last stands last: what is oldest is forgotten first when there are many.
      seen.delete(network)
      seen.set(network, [...recent, now])
      if (seen.size > 20_000) seen.delete(seen.keys().next().value!)
      return true
    },
  }
}
