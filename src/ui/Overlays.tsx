/** What opens above the page: dialogs, a drawer at the side. Escape closes, focus comes back to where it was. */
import './overlays.css'
import { type ReactNode, useState } from 'react'
import { Dialog as AriaDialog, Heading } from 'react-aria-components/Dialog'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { Button, IconButton } from './Button.tsx'
import { useWords } from './words.tsx'

export interface DialogProps {
  readonly title: string
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly children: ReactNode
  /** Buttons, the main one last. */
  readonly actions?: ReactNode
  /** `side` slides in at the right edge and keeps the page in view. */
  readonly place?: 'middle' | 'wide' | 'side'
}

/** A dialog. Its body scrolls, its head and buttons stay. */
export function Dialog({ title, isOpen, onClose, children, actions, place = 'middle' }: DialogProps) {
  const { t } = useWords()
  return (
    <ModalOverlay isOpen={isOpen} onOpenChange={(open) => !open && onClose()} isDismissable className={`veil veil-${place}`}>
      <Modal className={`sheet sheet-${place}`}>
        <AriaDialog className="dialog">
          <header className="dialog-head">
            <Heading slot="title" className="dialog-title">
              {title}
            </Heading>
            <IconButton icon="close" label={t('ui.close')} onPress={onClose} />
          </header>
          <div className="dialog-body">{children}</div>
          {actions !== undefined && <footer className="dialog-foot">{actions}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

export interface ConfirmProps {
  readonly title: string
  readonly isOpen: boolean
  readonly onClose: () => void
  /** What will happen, in a sentence. */
  readonly children: ReactNode
  /** The verb on the button. */
  readonly verb: string
  readonly onConfirm: () => unknown
  readonly danger?: boolean
}

/** Asks before something that cannot simply be undone. The button says the verb, never "OK". */
export function Confirm({ title, isOpen, onClose, children, verb, onConfirm, danger = false }: ConfirmProps) {
  const { t } = useWords()
  const [isBusy, setBusy] = useState(false)
  const confirm = async () => {
    setBusy(true)
    try {
      await onConfirm()
      onClose()
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      title={title}
      isOpen={isOpen}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button kind={danger ? 'danger' : 'primary'} isPending={isBusy} onPress={() => void confirm()}>
            {verb}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  )
}
