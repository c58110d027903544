/**
 * Questions that are answered with a photo, a recording, a film or a file. The answer is a name, as in the standard; here the name begins
 * with the id of the piece of evidence, so that the answer says by itself which bytes are meant.
 */
import type { Tell } from './columns.ts'
import { type FormPart, type FormQuestion, partsOf } from './form.ts'
import { parametersOf, questionKinds } from './questions.ts'

/** True for a question that is answered with a file. */
export const isMedia = ({ type }: Pick<FormQuestion, 'type'>): boolean => questionKinds[type]!.media !== undefined

const nameShape = /^([0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})\.[a-z0-9]{1,5}$/

/** The name by which an answer calls a piece. */
export const fileNameOf = (id: string, ending: string): string => `${id}.${ending}`

/** The piece that an answer names; undefined when it is no such name. */
export const fileIdOf = (text: string): string | undefined => nameShape.exec(text)?.[1]

/** Whether a file of this media type answers the question. A `file` may be anything that is taken at all. */
export const fits = ({ type }: Pick<FormQuestion, 'type'>, mediaType: string): boolean =>
  type === 'file' || mediaType.startsWith(`${type}/`)

/** What is wished of a photo: fresh from the camera and from no gallery, by the camera at the front, no longer than so many pixels. */
export interface PhotoWishes {
  readonly isNew: boolean
  readonly isFront: boolean
  readonly maxPixels: number | undefined
}

/** The words of an appearance. */
const looksOf = (appearance: string | undefined): string[] => (appearance ?? '').split(/\s+/).filter((word) => word !== '')

/** Reads the wishes off the cells of a question. */
export function wishesOf(appearance: string | undefined, parameters: string | undefined): PhotoWishes {
  const looks = looksOf(appearance)
  const most = parametersOf(parameters)['max-pixels']
  const isFront = looks.includes('new-front') || looks.includes('selfie')
  return {
    isNew: isFront || looks.includes('new') || looks.includes('new-rear'),
    isFront,
    maxPixels: most === undefined ? undefined : Number(most),
  }
}

const heard: ReadonlySet<string> = new Set(['new', 'new-front', 'new-rear', 'selfie'])
/** What makes another thing of the question than a photo: without it the answer would be another one than the maker wants. */
const refusedLooks: ReadonlySet<string> = new Set(['draw', 'signature'])

/** Refuses what would be another question, and notes what merely changes nothing. */
export function checkMedia(parts: readonly FormPart[], { tell, note }: { readonly tell: Tell; readonly note: Tell }): void {
  for (const { part } of partsOf(parts)) {
    if (part.is !== 'question' || !isMedia(part)) continue
    const { appearance, parameters, calculation } = part.cells
    const { type, row } = part
    if (calculation !== undefined) tell(row, 'calculation', 'mediaCalculated', { type })
    for (const look of looksOf(appearance))
      if (refusedLooks.has(look)) tell(row, 'appearance', 'mediaDrawn', { look })
      else if (!heard.has(look) || type === 'file')
        note(row, 'appearance', look === 'annotate' ? 'mediaAnnotate' : 'mediaUnheard', { look })
    for (const [name, text] of Object.entries(parametersOf(parameters)))
      if (type !== 'image' || name !== 'max-pixels') note(row, 'parameters', 'mediaUnheard', { look: name })
      else if (!/^[1-9]\d{1,5}$/.test(text)) tell(row, 'parameters', 'maxPixels', { text })
  }
}
