/** A position: asked of the device on purpose, never by itself, and taken back as easily. */
import { useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { useWords } from '../../ui/words.tsx'
import { whereNow } from './engine.ts'
import type { Around } from './Leaf.tsx'
import type { InputNode } from './node.ts'

/** The question. */
export function Place({ node, around }: { node: InputNode; around: Around }) {
  const { t } = useWords()
  const [isAsking, setAsking] = useState(false)
  const [isRefused, setRefused] = useState(false)
  const kept = node.currentState.instanceValue
  const [lat, lng, , accuracy] = kept.split(' ')
  const ask = async () => {
    setAsking(true)
    setRefused(false)
    try {
      node.setValue(await whereNow())
    } catch {
      setRefused(true)
    }
    setAsking(false)
  }
  return (
    <div
      className="field fill-question"
      role="group"
      aria-label={around.label}
      {...(around.error === undefined ? {} : { 'data-invalid': true })}
    >
      <span className="field-label">
        {around.label}
        {around.isRequired && <span className="field-required">{t('ui.required')}</span>}
      </span>
      {around.help !== undefined && <p className="field-help">{around.help}</p>}
      {kept !== '' && (
        <p>{t('forms.place', { lat: Number(lat).toFixed(5), lng: Number(lng).toFixed(5), metres: Math.round(Number(accuracy ?? 0)) })}</p>
      )}
      {!around.isDisabled && (
        <div className="row">
          <Button icon="point" isPending={isAsking} onPress={() => void ask()}>
            {t(kept === '' ? 'forms.takePlace' : 'forms.takePlaceAgain')}
          </Button>
          {kept !== '' && (
            <Button small kind="quiet" onPress={() => void node.setValue(null)}>
              {t('forms.takeBack')}
            </Button>
          )}
        </div>
      )}
      {isRefused && <p className="field-error">{t('forms.noPlace')}</p>}
      {around.error !== undefined && <p className="field-error">{around.error}</p>}
    </div>
  )
}
