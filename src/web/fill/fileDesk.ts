/** The files of the form at work: kept first, then named in the document; what is taken back is forgotten when the draft is kept without it. */
import { useMemo, useRef } from 'react'
import { Problem } from '../../base/problem.ts'
import type { Form } from '../../forms/form.ts'
import { fileIdOf } from '../../forms/media.ts'
import { type FileKeeping, fileFrom, filesWhileTrying, questionAt } from './files.ts'
import type { useKept } from './kept.ts'
import type { FileDesk } from './Upload.tsx'

/** What questions for files ask of the page; a form that is only tried has nowhere to keep them. */
export function useFileDesk(form: Form, files: FileKeeping | undefined, kept: ReturnType<typeof useKept>): FileDesk {
  const keeper = useRef(kept)
  keeper.current = kept
  return useMemo(() => {
    const trying = files === undefined ? filesWhileTrying() : undefined
    const place = files ?? trying!
    const forget = async (name: string) => {
      const id = fileIdOf(name)
      if (id !== undefined) await (files ? keeper.current.dropFile(id) : place.drop(id))
    }
    return {
      question: (node) => questionAt(form, node.currentState.reference),
      read: place.read,
      take: async (node, file, from) => {
        const before = node.currentState.instanceValue
        const question = questionAt(form, node.currentState.reference)!
        const made = await fileFrom(file, question, { from, taking: place.taking(), draft: place.draft })
        trying?.put(made)
        if (!(await keeper.current.addFile(made))) throw new Problem('forms.fileNotKept', 507)
        node.setValue(new File([made.blob!], made.called, { type: made.blob!.type }))
        await forget(before)
      },
      remove: async (node) => {
        const before = node.currentState.instanceValue
        node.setValue(null)
        await forget(before)
      },
    }
  }, [form, files])
}
