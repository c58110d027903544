/** The responsibility list (责任清单) of a unit as a Word document: for whom, under which number, on what basis. */
import { useState } from 'react'
import { Button, LinkButton } from '../../../ui/Button.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { ComboBox } from '../../../ui/Select.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useMe } from '../../me.ts'
import { useUnits } from '../parts/places.ts'
import { papers } from './calls.ts'

/** The dialog; the download is a plain link, so a browser that asks where to keep it still does. */
export function ListDialog({ edition, onClose }: { edition: string; onClose: () => void }) {
  const { t } = useWords()
  const units = useUnits()
  const [unit, setUnit] = useState<string | null>(useMe().unit?.id ?? null)
  const [number, setNumber] = useState('')
  const [basis, setBasis] = useState('')
  const query = { edition, unit: unit ?? '', number: number.trim(), basis: basis.trim() }
  return (
    <Dialog
      title={t('duties.lists')}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          {unit !== null && (
            <LinkButton kind="primary" icon="download" href={papers.exportResponsibilities.href({ query: query as never })} download>
              {t('duties.listVerb')}
            </LinkButton>
          )}
        </>
      }
    >
      <div className="stack">
        <p className="quiet">{t('duties.listHelp')}</p>
        <ComboBox key={units.length} label={t('duties.unit')} isRequired value={unit} onChange={setUnit} options={units} />
        <TextField label={t('duties.listNumber')} value={number} onChange={setNumber} maxLength={60} />
        <TextField label={t('duties.listBasis')} value={basis} onChange={setBasis} rows={2} maxLength={1000} />
      </div>
    </Dialog>
  )
}
