/** List left, detail right. Where there is no room for both, the detail covers the list and a button leads back. */
import './split.css'
import type { ReactNode } from 'react'
import { Button, IconButton } from './Button.tsx'
import { useWords } from './words.tsx'

export interface SplitViewProps {
  readonly list: ReactNode
  /** Undefined: nothing is open, the list has the room. */
  readonly detail?: ReactNode
  readonly detailLabel: string
  readonly onClose: () => void
  /** The detail takes this much, in rem. */
  readonly detailRem?: number
}

/** Two panes. */
export function SplitView({ list, detail, detailLabel, onClose, detailRem = 25 }: SplitViewProps) {
  const { t } = useWords()
  const isOpen = detail !== undefined && detail !== null
  return (
    <div className={isOpen ? 'split split-open' : 'split'} style={{ ['--detail' as string]: `${detailRem}rem` }}>
      <div className="split-list">{list}</div>
      {isOpen && (
        <aside className="split-detail" aria-label={detailLabel}>
          <div className="split-back">
            <Button kind="quiet" icon="back" onPress={onClose}>
              {t('ui.backToList')}
            </Button>
          </div>
          <div className="split-close">
            <IconButton small icon="close" label={t('ui.close')} onPress={onClose} />
          </div>
          {detail}
        </aside>
      )}
    </div>
  )
}
