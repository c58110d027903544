/** The foot of every page. Compliance mode: what the product does not do, and where to complain, stand on every face. */
import { useState } from 'react'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useMe } from '../../me.ts'

/** The foot. */
export function Foot() {
  const { t } = useWords()
  const { city } = useMe()
  const [isOpen, setOpen] = useState(false)
  return (
    <footer className="foot">
      {city.demo && <p>{t('shell.demo')}</p>}
      <p>{t('shell.compliance')}</p>
      <Button kind="quiet" small onPress={() => setOpen(true)}>
        {t('shell.complain')}
      </Button>
      <Dialog title={t('shell.complain')} isOpen={isOpen} onClose={() => setOpen(false)}>
        <div className="stack-s">
          <p>{t('shell.complainHow')}</p>
          <ul className="foot-list">
            <li>{t('shell.complain12345')}</li>
            <li>{t('shell.complainOffice')}</li>
          </ul>
          <p className="quiet">{t('shell.complainWhat')}</p>
        </div>
      </Dialog>
    </footer>
  )
}
