/** Forms on the device: those of the pack, what is typed into them, and handing in, which is one transaction with the outbox. */
import { v7 } from 'uuid'
import type { Item } from '../../field/outbox.ts'
import type { FormVersionId } from '../../forms/form.ts'
import { type Draft, type Keeping, namedIn, newAnswerId } from '../fill/draft.ts'
import type { KeptFile, Taking } from '../fill/files.ts'
import { findPhoto, putItem, putPhotos } from './acts.ts'
import { database, type FormDraft, isFull, type KeptForm, type KeptPhoto, readMeta, takeTurn, write, type Writing } from './keep.ts'

/** A form with all that the engine needs; undefined when it is not on the device. */
export const findForm = async (id: string): Promise<KeptForm | undefined> => (await database()).get('forms', id)

/** What was begun and not handed in. */
export const listFormDrafts = async (): Promise<FormDraft[]> => (await database()).getAll('formDrafts')

/** Whether somebody typed it. What others typed is theirs: it is not shown, but they may never come back to this device. */
export const isTypedBy = (account: string | undefined, { name }: Pick<FormDraft, 'name'>): boolean => name.startsWith(`form ${account} `)

/** True of an answer to a form in the outbox, which has all of it. */
export const isAnswer = ({ route }: Item): boolean => route === 'forms.answer'

/**
 * Whether the device knows that a form may take nothing any more: its pack leaves it out, or an answer to it was refused since it is
 * closed. What was filled in before it was closed is still taken; so it is a warning, and no bar.
 */
export async function isLeftOut(id: string): Promise<boolean> {
  const { forms } = (await readMeta('frame')) ?? {}
  if (forms && !forms.some((one) => one.id === id)) return true
  const refused = await (await database()).transaction('outbox').store.index('state').getAll('refused')
  return refused.some((item) => isAnswer(item) && item.code === 'forms.closed' && (item.input.params as { id: string }).id === id)
}

/** Lets a draft go that nobody wants to hand in, with its files. */
export const dropFormDraft = (name: string): Promise<unknown> =>
  write(['formDrafts', 'photos'], async (it) => {
    const kept = await it.get('formDrafts', name)
    await dropFiles(it, kept?.draft)
    await it.remove('formDrafts', name)
  })

/** Takes the files of a draft off the device, but for those that go. */
async function dropFiles(it: Writing, draft: Draft | undefined, go: readonly string[] = []): Promise<void> {
  for (const { id } of draft?.files ?? []) if (!go.includes(id)) await it.remove('photos', id)
}

/** Whose answer, to which form, where. */
export interface FormPlace {
  readonly account: string
  readonly form: FormVersionId
  /** '' where the form is filled in without a point. */
  readonly point: string
  /** What the outbox calls it. */
  readonly about: string
  readonly taking: () => Taking
}

/** What the device says of a file that no visit speaks of: where and when, as far as it was given along. */
const saidOf =
  (device: string | undefined) =>
  ({ fill: { at, place, accuracyM } }: KeptPhoto): object => ({
    ...(device === undefined ? {} : { device }),
    deviceAt: at,
    ...(place === undefined ? {} : { lng: place[0], lat: place[1] }),
    ...(accuracyM === undefined ? {} : { accuracyM }),
  })

/**
 * The device as the place of an answer: kept when its disk has it, handed in by putting it into the outbox and taking the draft away,
 * both or neither. A form that was only opened leaves no draft: it would keep somebody from signing out.
 */
export function keepingOn({ account, form, point, about, taking }: FormPlace): Keeping {
  const name = `form ${account} ${form} ${point}`
  return {
    name,
    read: async () => {
      const draft = (await (await database()).get('formDrafts', name))?.draft
      // What was taken back, or belonged to a turn that is gone, is of no use any more.
      const named = draft ? namedIn(draft) : []
      if (draft?.files?.some(({ id }) => !named.includes(id))) await write(['photos'], (it) => dropFiles(it, draft, named))
      return draft ? { ...draft, ...(draft.files && { files: draft.files.filter(({ id }) => named.includes(id)) }) } : { id: newAnswerId() }
    },
    keep: async (draft, file) => {
      if (draft.filledAt === undefined) return true
      try {
        await write(['formDrafts', 'photos'], async (it) => {
          if (file) await it.put('photos', file)
          await it.put('formDrafts', { name, form, point, draft })
        })
        return true
      } catch (error) {
        if (isFull(error)) return false
        throw error
      }
    },
    files: {
      taking,
      draft: name,
      read: async (id) => (await findPhoto(id)) as KeptFile | undefined,
      drop: (id) => write(['photos'], (it) => it.remove('photos', id)),
    },
    hand: (body, files) =>
      write(['formDrafts', 'photos', 'outbox', 'meta'], async (it) => {
        await dropFiles(it, (await it.get('formDrafts', name))?.draft, files)
        await it.remove('formDrafts', name)
        const device = await it.meta('device')
        const needs = (await putPhotos(it, files, about, saidOf(device))).map(({ id }) => id)
        // As the clock said, with how far that is off: nothing is set right, neither here nor there.
        const fill = {
          device: device ?? '',
          turn: await takeTurn(it),
          offsetMs: (await it.meta('clock'))?.offsetMs ?? null,
        }
        const input = { params: { id: form }, body: { ...body, fill } }
        await putItem(it, { id: v7(), route: 'forms.answer', input, needs, about, bytes: 0 })
      }),
  }
}
