/** A list of rules in a panel at the side: read by all, changed and kept as a whole by who may, so that one press undoes it as a whole. */
import type { ReactNode } from 'react'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Note } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'

/** What who may change them can do. */
interface Editing {
  /** In words, what keeps them from being kept. */
  readonly fault: string | undefined
  readonly error: Error | null
  readonly isChanged: boolean
  readonly isPending: boolean
  readonly onAdd: () => void
  readonly onKeep: () => void
}

interface RulesDialogProps {
  readonly title: string
  readonly about: string
  /** Absent for who only reads. */
  readonly editing: Editing | undefined
  readonly onClose: () => void
  readonly children: ReactNode
}

/** The panel. */
export function RulesDialog({ title, about, editing, onClose, children }: RulesDialogProps) {
  const { t } = useWords()
  return (
    <Dialog
      place="side"
      title={title}
      isOpen
      onClose={onClose}
      actions={
        editing && (
          <>
            <Button onPress={onClose}>{t('ui.cancel')}</Button>
            <Button
              kind="primary"
              isDisabled={editing.fault !== undefined || !editing.isChanged}
              isPending={editing.isPending}
              onPress={editing.onKeep}
            >
              {t('likeness.keepRules')}
            </Button>
          </>
        )
      }
    >
      <div className="stack">
        <p className="quiet">{about}</p>
        {children}
        {editing?.fault !== undefined && <Note tone="red">{editing.fault}</Note>}
        {editing?.error && <Note tone="red">{editing.error.message}</Note>}
        {editing && (
          <div className="row">
            <Button icon="add" onPress={editing.onAdd}>
              {t('likeness.addRule')}
            </Button>
          </div>
        )}
      </div>
    </Dialog>
  )
}
