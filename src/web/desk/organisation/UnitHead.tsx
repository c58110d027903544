/** What the chosen unit is, with the ways to change it: rename, move, close, open again. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Unit } from '../../../city/area.ts'
import { Button } from '../../../ui/Button.tsx'
import { DatePicker } from '../../../ui/DatePicker.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Card, Facts, Note, StatusTag } from '../../../ui/Page.tsx'
import { Answer } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { today } from '../../today.ts'
import { useKinds } from '../../kinds.ts'
import { useMay } from '../../me.ts'
import { city } from '../parts/places.ts'
import { organisation } from './calls.ts'
import { UnitDialog, valuesOf } from './UnitDialog.tsx'

/** The card. */
export function UnitHead({ id }: { id: string }) {
  const units = useQuery(city.listUnits.ask({ query: { limit: 1000, closed: 'with' } }))
  return (
    <Answer of={units} lines={3}>
      {({ items }) => {
        const unit = items.find((one) => one.id === id)
        return unit ? <Head key={unit.id} unit={unit} units={items} /> : null
      }}
    </Answer>
  )
}

function Head({ unit, units }: { unit: Unit; units: readonly Unit[] }) {
  const { t, read, day } = useWords()
  const { unitKindName } = useKinds()
  const mayEdit = useMay('organisation.edit')
  const [doing, setDoing] = useState<'edit' | 'close'>()
  const above = units.find(({ id }) => id === unit.parent)
  const open = useSend(organisation.putUnit, { done: t('organisation.unitReopened'), touches: ['city'] })
  return (
    <Card title={read(unit.name)}>
      <div className="stack">
        <Facts
          items={[
            [t('organisation.unitCode'), unit.code],
            [t('organisation.unitKind'), unitKindName(unit.kind)],
            ...(above ? [[t('organisation.unitParent'), read(above.name)] as const] : []),
            ...(unit.area ? [[t('organisation.unitArea'), read(unit.area.name)] as const] : []),
            ...(unit.closedOn === null
              ? []
              : [
                  [
                    t('organisation.state'),
                    <StatusTag key="closed" tone="grey">
                      {t('organisation.closedSince', { day: day(unit.closedOn) })}
                    </StatusTag>,
                  ] as const,
                ]),
          ]}
        />
        {mayEdit && (
          <div className="row">
            <Button small icon="edit" onPress={() => setDoing('edit')}>
              {t('organisation.editUnit')}
            </Button>
            {unit.closedOn === null ? (
              <Button small icon="lock" onPress={() => setDoing('close')}>
                {t('organisation.closeUnit')}
              </Button>
            ) : (
              <Button
                small
                isPending={open.isPending}
                onPress={() => open.send({ params: { id: unit.id }, body: { ...valuesOf(unit), closedOn: null } })}
              >
                {t('organisation.reopenUnit')}
              </Button>
            )}
          </div>
        )}
      </div>
      {doing === 'edit' && <UnitDialog unit={unit} units={units} onClose={() => setDoing(undefined)} />}
      {doing === 'close' && <CloseDialog unit={unit} onClose={() => setDoing(undefined)} />}
    </Card>
  )
}

/** Closing names what still hangs on the unit; once done it can be taken back at once. */
function CloseDialog({ unit, onClose }: { unit: Unit; onClose: () => void }) {
  const { t, tAny } = useWords()
  const [on, setOn] = useState(today())
  const back = useSend(organisation.putUnit, { done: t('organisation.unitReopened'), touches: ['city'] })
  const close = useSend(organisation.putUnit, {
    quiet: true,
    done: t('organisation.unitClosed'),
    touches: ['city'],
    onDone: onClose,
    undo: () => back.send({ params: { id: unit.id }, body: { ...valuesOf(unit), closedOn: null } }),
  })
  const faults = close.error && 'faults' in close.error ? (close.error.faults as readonly { says: string; details?: object }[]) : []
  return (
    <Dialog
      title={t('organisation.closeUnit')}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button
            kind="primary"
            isPending={close.isPending}
            isDisabled={on === ''}
            onPress={() => close.send({ params: { id: unit.id }, body: { ...valuesOf(unit), closedOn: on } })}
          >
            {t('organisation.closeUnit')}
          </Button>
        </>
      }
    >
      <div className="stack">
        <Note>{t('organisation.closeUnitHelp')}</Note>
        <DatePicker label={t('organisation.from')} value={on} onChange={setOn} isRequired />
        {close.error && (
          <Note tone="red">
            {close.error.message}
            {faults.length > 0 && (
              <ul>
                {faults.map((fault) => (
                  <li key={JSON.stringify(fault.details)}>{tAny(fault.says, fault.details as never)}</li>
                ))}
              </ul>
            )}
          </Note>
        )}
      </div>
    </Dialog>
  )
}
