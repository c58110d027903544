/** What was typed into a form, kept by the browser until it is sent: a closed tab or a broken line loses nothing. */
import { v7 } from 'uuid'
import type { FormAnswerId } from '../../forms/form.ts'
import type { NewFormAnswer } from '../../forms/forms.api.ts'
import { type FileKeeping, type KeptFile, plainly } from './files.ts'
import { dropFile, dropOthers, readFile, storeFile } from './fileStore.ts'

/** Whose draft it is, of which form and where: a machine in an office has several people, and none finds what another typed. */
export interface DraftPlace {
  readonly account: string
  /** The version. */
  readonly form: string
  /** '' where the form is filled in without a point. */
  readonly point: string
}

/** An answer that is not sent yet; its id is made once, so that sending it again is the same answer. */
export interface Draft {
  readonly id: FormAnswerId
  /** The engine's document; absent when nothing was typed yet. */
  readonly xml?: string
  /** When something in it was changed last: when it was filled in, however late it is sent. */
  readonly filledAt?: string
  /** The language of the form that was chosen; it is no part of the document. */
  readonly language?: string
  /** Its files, of which the document has the names. */
  readonly files?: readonly DraftFile[]
}

/** A file of a draft: the piece it will be, and its name in the document. */
export interface DraftFile {
  readonly id: string
  readonly called: string
}

/** Where an answer is kept while it is typed and how it is handed in: at a desk by this file, in the field by the device. */
export interface Keeping {
  /** Of this draft among all on the device: one tab at a time has it. */
  readonly name: string
  readonly read: () => Promise<Draft>
  /** Keeps it, with a file that is new in it. False when there is no room. Resolves when it is kept, not before. */
  readonly keep: (draft: Draft, file?: KeptFile) => Promise<boolean>
  readonly files: FileKeeping
  /** Hands it in with the files that it names, and lets the draft go. *Throws* what the server refuses; the draft stays then. */
  readonly hand: (answer: NewFormAnswer, files: readonly string[]) => Promise<unknown>
}

/** How a desk hands in: each file, and then the answer that names them. */
export interface Sending {
  readonly file: (file: KeptFile) => Promise<unknown>
  readonly answer: (answer: NewFormAnswer) => Promise<unknown>
}

/** Drafts in the storage of a browser, sent at once. */
export function keepingAt(place: DraftPlace, send: Sending): Keeping {
  const draft = keyOf(place)
  return {
    name: draft,
    read: async () => {
      const kept = readDraft(place)
      // What was replaced, or belonged to a turn that was taken away, is of no use any more.
      await dropOthers(draft, namedIn(kept)).catch(() => undefined)
      return kept
    },
    keep: async (next, file) => (file === undefined || (await storeFile(file))) && keepDraft(place, next),
    files: { taking: plainly, draft, read: readFile, drop: dropFile },
    hand: async (answer, files) => {
      // One after the other, each by its id: what arrived before a line broke is the same again.
      for (const id of files) {
        const file = await readFile(id)
        if (file) await send.file(file)
      }
      await send.answer(answer)
      dropDraft(place)
      if (files.length > 0) await dropOthers(draft, [])
    },
  }
}

/** The files of a draft that its document still names. */
export const namedIn = ({ xml = '', files = [] }: Draft): string[] =>
  files.filter(({ called }) => xml.includes(`>${called}<`)).map(({ id }) => id)

const keyOf = ({ account, form, point }: DraftPlace) => `mc_form ${account} ${form} ${point}`

/** An id for an answer that was not sent yet. */
export const newAnswerId = () => v7() as FormAnswerId

/** The draft of a form at a place; a new one where there is none. */
export function readDraft(place: DraftPlace): Draft {
  try {
    const kept = localStorage.getItem(keyOf(place))
    if (kept !== null) return JSON.parse(kept) as Draft
  } catch {
    // Storage may be forbidden or hold something else: then the form begins empty.
  }
  return { id: newAnswerId() }
}

/** Keeps a draft; false when the browser has no room, which the page then says. */
export function keepDraft(place: DraftPlace, draft: Draft): boolean {
  try {
    localStorage.setItem(keyOf(place), JSON.stringify(draft))
    return true
  } catch {
    return false
  }
}

/** Lets a draft go once it was sent or given up. */
export function dropDraft(place: DraftPlace): void {
  try {
    localStorage.removeItem(keyOf(place))
  } catch {
    // Nothing was kept then either.
  }
}

/** Whether a form takes nothing more from here: it is closed, and nothing lies here that was filled in before. */
export const isShut = (closedAt: string | null, { filledAt }: Draft): boolean =>
  closedAt !== null && (filledAt === undefined || filledAt > closedAt)
