/** What the city calls its rounds: its own words, each of which means one of the kinds that scores know. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { v7 } from 'uuid'
import { type NamedKind, walkedKinds } from '../../../inspections/round.ts'
import { Button } from '../../../ui/Button.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Select } from '../../../ui/Select.tsx'
import { ErrorState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { useMay } from '../../me.ts'
import { rounds } from './calls.ts'

/** The city's kinds that can still be chosen. */
export function useNamedKinds(): readonly NamedKind[] {
  const { data } = useQuery({ ...rounds.listKinds.ask({}), staleTime: 300_000 })
  return data?.items.filter(({ isRetired }) => !isRetired) ?? []
}

/** The button that opens them, for who plans rounds. */
export function KindsButton() {
  const { t } = useWords()
  const [isOpen, setOpen] = useState(false)
  if (!useMay('inspections.review')) return null
  return (
    <>
      <Button small icon="edit" onPress={() => setOpen(true)}>
        {t('rounds.kinds')}
      </Button>
      {isOpen && <KindsDialog onClose={() => setOpen(false)} />}
    </>
  )
}

function KindsDialog({ onClose }: { onClose: () => void }) {
  const { t, read } = useWords()
  const known = useNamedKinds()
  const [zh, setZh] = useState('')
  const [en, setEn] = useState('')
  const [means, setMeans] = useState<NamedKind['means']>('campaign')
  const put = useSend(rounds.putKind, {
    quiet: true,
    done: t('rounds.kindSaved'),
    onDone: () => {
      setZh('')
      setEn('')
    },
  })
  return (
    <Dialog title={t('rounds.kinds')} isOpen onClose={onClose} actions={<Button onPress={onClose}>{t('ui.close')}</Button>}>
      <div className="stack">
        <p className="quiet">{t('rounds.kindsHelp')}</p>
        {known.map((kind) => (
          <div key={kind.id} className="row">
            <span>
              <span className="strong">{read(kind.title)}</span> <span className="quiet">{t(`inspections.roundKind.${kind.means}`)}</span>
            </span>
            <Button
              small
              isPending={put.isPending}
              onPress={() => put.send({ params: { id: kind.id }, body: { title: kind.title, means: kind.means, isRetired: true } })}
            >
              {t('rounds.kindRetire')}
            </Button>
          </div>
        ))}
        <TextField label={t('rounds.kindZh')} value={zh} onChange={setZh} maxLength={60} />
        <TextField label={t('rounds.kindEn')} value={en} onChange={setEn} maxLength={60} />
        <Select
          label={t('rounds.kindMeans')}
          value={means}
          onChange={setMeans}
          options={walkedKinds.map((kind) => ({ value: kind, label: t(`inspections.roundKind.${kind}`) }))}
        />
        <div>
          <Button
            icon="add"
            isDisabled={zh.trim() === ''}
            isPending={put.isPending}
            onPress={() => put.send({ params: { id: v7() }, body: { title: { zh, en }, means, isRetired: false } })}
          >
            {t('rounds.kindAdd')}
          </Button>
        </div>
        {put.error && <ErrorState error={put.error} />}
      </div>
    </Dialog>
  )
}
