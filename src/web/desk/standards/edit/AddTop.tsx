/** Adds a branch at the top of the tree. */
import type { Edition } from '../../../../standards/edition.ts'
import { Button } from '../../../../ui/Button.tsx'
import { useWords } from '../../../../ui/words.tsx'
import { addNode, newBranch } from './draft.ts'
import type { Change } from './useDraft.ts'

/** The button below the tree. */
export function AddTop({ edition, change, onOpen }: { edition: Edition; change: Change; onOpen: (id: string) => void }) {
  const { t } = useWords()
  const add = () => {
    const branch = newBranch(edition, '', { zh: t('standards.edit.newBranch'), en: '' })
    change('', (now) => addNode(now, '', branch))
    onOpen(branch.id)
  }
  return (
    <div className="std-add">
      <Button small icon="add" onPress={add}>
        {t('standards.edit.addTop')}
      </Button>
    </div>
  )
}
