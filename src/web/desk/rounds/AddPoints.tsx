/** Where the points of a round come from: a saved route, or everything that nobody looked at for some days. */
import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { Round } from '../../../inspections/round.ts'
import { Button } from '../../../ui/Button.tsx'
import { Choice, NumberField } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Note } from '../../../ui/Page.tsx'
import { Select } from '../../../ui/Select.tsx'
import { ErrorState } from '../../../ui/States.tsx'
import { showToast } from '../../../ui/Toast.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { rounds } from './calls.ts'

/** The dialog. */
export function AddPoints({ it, onClose }: { it: Round; onClose: () => void }) {
  const { t, read, number } = useWords()
  const [from, setFrom] = useState<'due' | 'route'>('due')
  const [days, setDays] = useState<number | null>(30)
  const [most, setMost] = useState<number | null>(200)
  const [routeId, setRoute] = useState('')
  const routes = useQuery(rounds.listRoutes.ask({ query: { limit: 200 } }))
  // The round itself is a reading of another room: how many points it has decides what can be done next.
  const add = useSend(rounds.addPoints, {
    quiet: true,
    touches: ['inspections'],
    onDone: ({ added, planned }) => {
      const isNone = added === 0
      showToast({ tone: isNone ? 'plain' : 'good', text: t(isNone ? 'rounds.noneAdded' : 'rounds.wereAdded', { added, planned }) })
      onClose()
    },
  })
  const isReady = from === 'route' ? routeId !== '' : days !== null && most !== null
  const send = () =>
    add.send({
      params: { id: it.id },
      body: from === 'route' ? { from, routeId } : { from, days: days!, most: most! },
    })
  return (
    <Dialog
      title={t('rounds.addPoints')}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" isDisabled={!isReady} isPending={add.isPending} onPress={send}>
            {t('rounds.addPoints')}
          </Button>
        </>
      }
    >
      <div className="stack">
        <Choice
          label={t('rounds.from')}
          value={from}
          onChange={setFrom}
          options={(['due', 'route'] as const).map((value) => ({ value, label: t(`rounds.from.${value}`) }))}
        />
        {from === 'due' ? (
          <>
            <NumberField label={t('rounds.days')} value={days} onChange={setDays} min={1} max={3650} isRequired />
            <NumberField label={t('rounds.most')} value={most} onChange={setMost} min={1} max={20_000} isRequired />
            <Note>{t(it.edition ? 'rounds.dueOfStandard' : 'rounds.dueOfAll')}</Note>
          </>
        ) : (
          <Select
            label={t('rounds.column.route')}
            value={routeId}
            onChange={setRoute}
            options={[
              { value: '', label: t('rounds.chooseRoute') },
              ...(routes.data?.items ?? []).map(({ id, title, points }) => ({ value: id, label: read(title), note: number(points) })),
            ]}
          />
        )}
        {add.error && <ErrorState error={add.error} />}
      </div>
    </Dialog>
  )
}
