/** Hands a workbook that was read from the desk to the page that runs it. The new tab gets a copy of what the old one kept. */
import { Form } from '../../forms/form.ts'

const key = 'mc_form_try'

/** A form with its document for the engine. */
export interface Tried {
  readonly form: Form
  readonly xform: string
}

/** Opens a form that is not published yet in a tab of its own; false when the browser has no room for it. */
export function tryForm(tried: Tried): boolean {
  try {
    sessionStorage.setItem(key, JSON.stringify(tried))
    return window.open('/fill/try') !== null
  } catch {
    return false
  }
}

/** What is to be tried. */
export function readTried(): Tried | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? '') as Tried
    return { form: Form.parse(kept.form), xform: kept.xform }
  } catch {
    return undefined
  }
}
