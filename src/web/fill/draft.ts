/** What was typed into a form, kept by the browser until it is sent: a closed tab or a broken line loses nothing. */
import { v7 } from 'uuid'
import type { FormAnswerId } from '../../forms/form.ts'

/** An answer that is not sent yet; its id is made once, so that sending it again is the same answer. */
export interface Draft {
  readonly id: FormAnswerId
  /** The engine's document; absent when nothing was typed yet. */
  readonly xml?: string
  /** The language of the form that was chosen; it is no part of the document. */
  readonly language?: string
}

const keyOf = (form: string, point: string) => `mc_form ${form} ${point}`

/** The draft of a form at a place; a new one where there is none. */
export function readDraft(form: string, point: string): Draft {
  try {
    const kept = localStorage.getItem(keyOf(form, point))
    if (kept !== null) return JSON.parse(kept) as Draft
  } catch {
    // Storage may be forbidden or hold something else: then the form begins empty.
  }
  return { id: v7() as FormAnswerId }
}

/** Keeps a draft; false when the browser has no room, which the page then says. */
export function keepDraft(form: string, point: string, draft: Draft): boolean {
  try {
    localStorage.setItem(keyOf(form, point), JSON.stringify(draft))
    return true
  } catch {
    return false
  }
}

/** Lets a draft go once it was sent or given up. */
export function dropDraft(form: string, point: string): void {
  try {
    localStorage.removeItem(keyOf(form, point))
  } catch {
    // Nothing was kept then either.
  }
}
