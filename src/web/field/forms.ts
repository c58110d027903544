/** Forms on the device: those of the pack, what is typed into them, and handing in, which is one transaction with the outbox. */
import { v7 } from 'uuid'
import type { Item } from '../../field/outbox.ts'
import type { FormVersionId } from '../../forms/form.ts'
import { type Keeping, newAnswerId } from '../fill/draft.ts'
import { putItem } from './acts.ts'
import { database, type FormDraft, isFull, type KeptForm, readMeta, takeTurn, write } from './keep.ts'

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

/** Lets a draft go that nobody wants to hand in. */
export const dropFormDraft = (name: string): Promise<unknown> => write(['formDrafts'], (it) => it.remove('formDrafts', name))

/** Whose answer, to which form, where. */
export interface FormPlace {
  readonly account: string
  readonly form: FormVersionId
  /** '' where the form is filled in without a point. */
  readonly point: string
  /** What the outbox calls it. */
  readonly about: string
}

/**
 * The device as the place of an answer: kept when its disk has it, handed in by putting it into the outbox and taking the draft away,
 * both or neither. A form that was only opened leaves no draft: it would keep somebody from signing out.
 */
export function keepingOn({ account, form, point, about }: FormPlace): Keeping {
  const name = `form ${account} ${form} ${point}`
  return {
    name,
    read: async () => (await (await database()).get('formDrafts', name))?.draft ?? { id: newAnswerId() },
    keep: async (draft) => {
      if (draft.filledAt === undefined) return true
      try {
        await write(['formDrafts'], (it) => it.put('formDrafts', { name, form, point, draft }))
        return true
      } catch (error) {
        if (isFull(error)) return false
        throw error
      }
    },
    hand: (body) =>
      write(['formDrafts', 'outbox', 'meta'], async (it) => {
        await it.remove('formDrafts', name)
        // As the clock said, with how far that is off: nothing is set right, neither here nor there.
        const fill = {
          device: (await it.meta('device')) ?? '',
          turn: await takeTurn(it),
          offsetMs: (await it.meta('clock'))?.offsetMs ?? null,
        }
        const input = { params: { id: form }, body: { ...body, fill } }
        await putItem(it, { id: v7(), route: 'forms.answer', input, needs: [], about, bytes: 0 })
      }),
  }
}
