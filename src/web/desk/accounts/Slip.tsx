/** The slip for a person without mail: printed, handed over by hand, good once. The code is shown here and nowhere else. */
import { useEffect } from 'react'
import type { HandedCode } from '../../../access/accounts.api.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Facts, Note } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'

/** The slip. */
export function Slip({ code, onClose }: { code: HandedCode; onClose: () => void }) {
  const { t, read, moment } = useWords()
  useEffect(() => {
    // Printing then prints the slip and not the page below it.
    document.documentElement.dataset['slip'] = 'open'
    return () => void delete document.documentElement.dataset['slip']
  }, [])
  return (
    <Dialog
      title={t(code.purpose === 'reset' ? 'access.slipReset' : 'access.slipInvitation')}
      isOpen
      onClose={onClose}
      place="wide"
      actions={
        <>
          <Button onPress={onClose}>{t('ui.close')}</Button>
          <Button kind="primary" icon="file" onPress={() => window.print()}>
            {t('access.print')}
          </Button>
        </>
      }
    >
      <div className="slip stack">
        <Facts
          items={[
            [t('signIn.city'), read(code.city.title)],
            [t('access.name'), code.name],
            [t('signIn.login'), code.login],
            [t('access.validUntil'), moment(code.expiresAt)],
          ]}
        />
        <p className="secret" aria-label={t('access.entryCode')}>
          {code.code}
        </p>
        <ol>
          <li>{t('access.slipOpen', { address: code.address.split('#')[0]! })}</li>
          <li>{t('access.slipType')}</li>
          <li>{t('access.slipChoose')}</li>
        </ol>
        <Note tone="amber">{t('access.slipCare')}</Note>
      </div>
    </Dialog>
  )
}
