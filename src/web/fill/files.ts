/**
 * The photos, recordings and films of an answer on the device. A photo is made small as every photo of the street is; anything else goes
 * as it is, when its bytes are what the question asks for. What the server would refuse is refused here, while it can be done again.
 */
import { sha256 as hashOf } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { v7 } from 'uuid'
import type { EvidenceId } from '../../base/ids.ts'
import { Problem } from '../../base/problem.ts'
import { leastSide } from '../../evidence/evidence.ts'
import { kindOf, kinds, maxBytes } from '../../evidence/sniff.ts'
import { type Form, type FormQuestion, partsOf } from '../../forms/form.ts'
import { fileNameOf, fits, wishesOf } from '../../forms/media.ts'
import { now } from '../clock.ts'
import type { KeptPhoto, Wishes } from '../field/keep.ts'
import { photograph } from '../field/photos.ts'

/** A file of an answer as the device keeps it, by the name under which the answer calls it. */
export interface KeptFile extends KeptPhoto {
  readonly called: string
}

/** What the place of filling in says of photos: words for the picture and where it was, as far as they are wished. */
export interface Taking {
  readonly wishes: Wishes
  readonly words: readonly string[]
}

/** Nothing is written into a picture, and nothing said of where. */
export const plainly = (): Taking => ({ wishes: { mark: false, place: false }, words: [] })

/** Where the files of a draft lie, and how they are taken there. */
export interface FileKeeping {
  readonly taking: () => Taking
  /** Of the draft that they belong to. */
  readonly draft: string
  readonly read: (id: string) => Promise<KeptFile | undefined>
  readonly drop: (id: string) => Promise<unknown>
}

/** The question that a node of the engine asks: `/data/stall[2]/photo` is the question `photo` of the repeat `stall`. */
export function questionAt(form: Form, reference: string): FormQuestion | undefined {
  const steps = reference
    .replaceAll(/\[\d+\]/g, '')
    .split('/')
    .slice(2)
    .join('/')
  const found = partsOf(form.parts).find(({ part, path }) => [...path.map(({ name }) => name), part.name].join('/') === steps)
  return found?.part.is === 'question' ? found.part : undefined
}

const sizeRefused = (bytes: number) => new Problem('evidence.tooLarge', 413, { megabytes: Math.floor(bytes / 1024 / 1024) })

/** The file as it will be kept. *Refuses:* what is no file of this kind, what is too large, empty, torn, or cannot be shown elsewhere. */
export async function fileFrom(
  file: File,
  question: FormQuestion,
  { from, taking, draft }: { readonly from: KeptPhoto['fill']['from']; readonly taking: Taking; readonly draft: string },
): Promise<KeptFile> {
  if (file.size > maxBytes.document) throw sizeRefused(maxBytes.document)
  if (file.size === 0) throw new Problem('evidence.empty', 415)
  return question.type === 'image' ? pictureFrom(file, question, { from, taking, draft }) : wholeFrom(file, question, { from, draft })
}

async function pictureFrom(
  file: File,
  question: FormQuestion,
  { from, taking, draft }: { readonly from: KeptPhoto['fill']['from']; readonly taking: Taking; readonly draft: string },
): Promise<KeptFile> {
  const { maxPixels } = wishesOf(question.cells.appearance, question.cells.parameters)
  const of = { draftId: draft, fact: question.name, from, wishes: taking.wishes, words: taking.words }
  const { photo, least } = await photograph(file, { ...of, ...(maxPixels === undefined ? {} : { most: maxPixels }) })
  if (least === undefined) {
    // The browser could not read it: the bytes say why. What is a photo by its first bytes is a torn one.
    const kind = kindOf(new Uint8Array(await file.arrayBuffer()), file.name)
    throw kinds[kind].photo ? new Problem('evidence.broken', 415) : new Problem('forms.fileNoPhoto', 415)
  }
  if (least < leastSide) throw new Problem('evidence.tooSmall', 415, { pixels: leastSide })
  return { ...photo, called: fileNameOf(photo.id, 'jpg') }
}

const notThis: Readonly<Record<string, string>> = { audio: 'forms.fileNoAudio', video: 'forms.fileNoVideo' }

async function wholeFrom(
  file: File,
  question: FormQuestion,
  { from, draft }: { readonly from: KeptPhoto['fill']['from']; readonly draft: string },
): Promise<KeptFile> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const { mediaType, ending } = kinds[kindOf(bytes, file.name)]
  if (!fits(question, mediaType)) throw new Problem(notThis[question.type]!, 415)
  const id = v7() as EvidenceId
  return {
    id,
    draftId: draft,
    fact: question.name,
    sha256: await hexOf(bytes),
    bytes: bytes.length,
    name: file.name,
    blob: new Blob([bytes], { type: mediaType }),
    thumb: null,
    fill: { id, at: now(), from },
    called: fileNameOf(id, ending),
  }
}

/** A page that is not served over HTTPS has no hashes of its own. */
async function hexOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const subtle = (crypto as Partial<Crypto>).subtle
  return bytesToHex(subtle ? new Uint8Array(await subtle.digest('SHA-256', bytes)) : hashOf(bytes))
}

/** Files of a form that is only tried: they last as long as the page. */
export function filesWhileTrying(): FileKeeping & { readonly put: (file: KeptFile) => void } {
  const held = new Map<string, KeptFile>()
  return {
    taking: plainly,
    draft: 'try',
    read: async (id) => held.get(id),
    drop: async (id) => held.delete(id),
    put: (file) => void held.set(file.id, file),
  }
}
