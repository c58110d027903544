/**
 * The list as it stood last: a few kilobytes that are read at once, while the pack is still being fetched from the device's database
 * and the app itself is still being read. It is what is shown first, for some tenths of a second, and never what anything goes by.
 */

/** The record: sentences as they are shown, in the reader's language. */
export interface FirstList {
  readonly version: 1
  readonly language: string
  readonly theme: string
  readonly size: string
  readonly title: string
  readonly state: { readonly tone: string; readonly text: string }
  /** Said below the head, when the clock is wrong. */
  readonly note: string
  readonly done: number
  readonly all: number
  readonly sums: { readonly text: string; readonly of: string; readonly label: string }
  readonly search: string
  readonly onlyLeft: string
  readonly rows: readonly {
    readonly path: string
    readonly name: string
    readonly about: string
    readonly state: string
    readonly tag: string
  }[]
  readonly ways: readonly { readonly path: string; readonly icon: string; readonly word: string }[]
  readonly icons: { readonly search: string; readonly note: string }
}

/** Where it is kept; `first.ts`, which must stand alone, reads it there. */
const place = 'mc_field_first'

/** Keeps it. What cannot be kept is not missed: the list comes a moment later. */
export function keepFirst(first: FirstList): void {
  try {
    localStorage.setItem(place, JSON.stringify(first))
  } catch {
    forgetFirst()
  }
}

/** Forgets it, when the device is emptied. */
export function forgetFirst(): void {
  try {
    localStorage.removeItem(place)
  } catch {
    // Storage is forbidden: there is none.
  }
}
