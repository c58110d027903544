/** The list of keys. */
import { Dialog } from '../../../ui/Overlays.tsx'
import { useWords } from '../../../ui/words.tsx'
import { triageKeys } from '../cases/triage.tsx'
import { nav } from '../nav.ts'

/** The dialog. */
export function ShortcutList({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  return (
    <Dialog title={t('shell.shortcuts')} isOpen onClose={onClose}>
      <dl className="keys">
        <KeyLine keys={['/']} says={t('shell.search')} />
        <KeyLine keys={['?']} says={t('shell.shortcuts')} />
        <KeyLine keys={['↑', '↓']} says={t('shell.keys.rows')} />
        <KeyLine keys={['Enter']} says={t('shell.keys.open')} />
        <KeyLine keys={['Esc']} says={t('shell.keys.close')} />
        {triageKeys.map(([key, says]) => (
          <KeyLine key={key} keys={[key]} says={t('cases.key.ofCases', { does: t(says) })} />
        ))}
        {nav.map(({ key, word }) => (
          <KeyLine key={key} keys={['g', key]} says={t(word)} />
        ))}
      </dl>
    </Dialog>
  )
}

function KeyLine({ keys, says }: { keys: readonly string[]; says: string }) {
  return (
    <div className="keys-line">
      <dt>
        {keys.map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dt>
      <dd>{says}</dd>
    </div>
  )
}
