/** A new programme: a title that is pursued, and the standard that measures it. */
import { useState } from 'react'
import { Button } from '../../../ui/Button.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Note } from '../../../ui/Page.tsx'
import { Select } from '../../../ui/Select.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { useEditions } from '../assessments/calls.ts'
import { programmes } from './calls.ts'

/** The dialog. The programme takes the code of its standard. */
export function NewProgramme({ onClose, onDone }: { onClose: () => void; onDone: (code: string) => void }) {
  const { t, read } = useWords()
  const editions = useEditions()
  const standards = [...new Map((editions.data?.items ?? []).map((edition) => [edition.standard as string, edition])).values()]
  const [standard, setStandard] = useState<string | null>(null)
  const [title, setTitle] = useState('')
  const put = useSend(programmes.putProgramme, {
    quiet: true,
    done: t('programmes.made'),
    onDone: ({ code }) => {
      onClose()
      onDone(code)
    },
  })
  return (
    <Dialog
      title={t('programmes.new')}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button
            kind="primary"
            isDisabled={standard === null || title.trim() === ''}
            isPending={put.isPending}
            onPress={() =>
              put.send({ body: { code: standard!, standard: standard!, title: { zh: title.trim(), en: '' }, rules: {} } as never })
            }
          >
            {t('programmes.new')}
          </Button>
        </>
      }
    >
      <div className="stack">
        <TextField label={t('programmes.name')} value={title} onChange={setTitle} isRequired help={t('programmes.nameHelp')} />
        <Select
          label={t('programmes.standard')}
          value={standard}
          onChange={setStandard}
          options={standards.map((edition) => ({ value: edition.standard as string, label: read(edition.title) }))}
        />
        {put.error && <Note tone="red">{put.error.message}</Note>}
      </div>
    </Dialog>
  )
}
