/** The files of the form at work: kept first, then named in the document; what is taken back is forgotten when the draft is kept without it. */
import { useMemo } from 'react'
import { Problem } from '../../base/problem.ts'
import type { Form } from '../../forms/form.ts'
import { fileIdOf } from '../../forms/media.ts'
import { now } from '../clock.ts'
import { type FileKeeping, fileFrom, filesWhileTrying, type KeptFile, questionAt } from './files.ts'
import type { FileDesk } from './Upload.tsx'

/** How a draft takes a file in and lets it go. */
interface Drafting {
  readonly addFile: (file: KeptFile, at: string) => Promise<boolean>
  readonly dropFile: (id: string) => Promise<unknown>
}

/** What questions for files ask of the page; a form that is only tried has nowhere to keep them. */
export function useFileDesk(form: Form, files: FileKeeping | undefined, { addFile, dropFile }: Drafting): FileDesk {
  return useMemo(
    () => (files ? deskOf(form, files, { addFile, dropFile }) : deskOf(form, ...whileTrying())),
    [form, files, addFile, dropFile],
  )
}

function whileTrying(): [FileKeeping, Drafting] {
  const place = filesWhileTrying()
  const addFile = async (file: KeptFile) => {
    place.put(file)
    return true
  }
  return [place, { addFile, dropFile: place.drop }]
}

function deskOf(form: Form, place: FileKeeping, { addFile, dropFile }: Drafting): FileDesk {
  const forget = async (name: string) => {
    const id = fileIdOf(name)
    if (id !== undefined) await dropFile(id)
  }
  return {
    question: (node) => questionAt(form, node.currentState.reference),
    read: place.read,
    take: async (node, file, from) => {
      const before = node.currentState.instanceValue
      const question = questionAt(form, node.currentState.reference)!
      const made = await fileFrom(file, question, { from, taking: place.taking(), draft: place.draft })
      if (!(await addFile(made, now()))) throw new Problem('forms.fileNotKept', 507)
      node.setValue(new File([made.blob!], made.called, { type: made.blob!.type }))
      await forget(before)
    },
    remove: async (node) => {
      const before = node.currentState.instanceValue
      node.setValue(null)
      await forget(before)
    },
  }
}
