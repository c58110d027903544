/** A dialog that is filled in and sent: cancel and the verb below, why it was refused above them. */
import type { ReactNode } from 'react'
import { Button } from './Button.tsx'
import { Dialog } from './Overlays.tsx'
import { Note } from './Page.tsx'
import { useWords } from './words.tsx'

export interface FormDialogProps {
  readonly title: string
  /** What sending does, on the button. */
  readonly verb: string
  /** What cannot be taken back. */
  readonly isDanger?: boolean
  /** Enough is filled in. */
  readonly isReady: boolean
  readonly sending: { readonly isPending: boolean; readonly error: Error | null }
  readonly onSend: () => void
  readonly onClose: () => void
  readonly children: ReactNode
}

/** The dialog. */
export function FormDialog({ title, verb, isDanger = false, isReady, sending, onSend, onClose, children }: FormDialogProps) {
  const { t } = useWords()
  return (
    <Dialog
      title={title}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button kind={isDanger ? 'danger' : 'primary'} isDisabled={!isReady} isPending={sending.isPending} onPress={onSend}>
            {verb}
          </Button>
        </>
      }
    >
      <div className="stack">
        {children}
        {sending.error && <Note tone="red">{sending.error.message}</Note>}
      </div>
    </Dialog>
  )
}
