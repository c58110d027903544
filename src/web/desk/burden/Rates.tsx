/** The policy: minutes that each kind of request is thought to take, and the usual week of a unit. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../../ui/Button.tsx'
import { NumberField } from '../../../ui/Fields.tsx'
import { Card } from '../../../ui/Page.tsx'
import { Answer } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { useMay } from '../../me.ts'
import { burden } from './calls.ts'

type Kind = Parameters<typeof burden.setRate>[0]['params']['kind']

/** The table. */
export function Rates() {
  const { t } = useWords()
  const asked = useQuery(burden.getRates.ask({}))
  return (
    <Card title={t('burden.tab.rates')}>
      <p className="quiet">{t('burden.ratesHelp')}</p>
      <Answer of={asked}>
        {({ budget, kinds }) => (
          <div className="grid">
            <Rate key={`budget ${budget}`} kind="budget" label={t('burden.weekBudget')} minutes={budget} />
            {kinds.map(({ kind, minutes }) => (
              <Rate key={`${kind} ${minutes}`} kind={kind} label={t(`burden.kind.${kind}`)} minutes={minutes} />
            ))}
          </div>
        )}
      </Answer>
    </Card>
  )
}

function Rate({ kind, label, minutes }: { kind: Kind; label: string; minutes: number }) {
  const { t } = useWords()
  const may = useMay('burden.decide')
  const [value, setValue] = useState<number | null>(minutes)
  const save = useSend(burden.setRate, { done: t('burden.rateSaved') })
  return (
    <div className="stack-s">
      <NumberField label={label} value={value} onChange={setValue} min={0} max={10_000} step={5} isDisabled={!may} />
      {may && value !== null && value !== minutes && (
        <Button small isPending={save.isPending} onPress={() => save.send({ params: { kind }, body: { minutes: value } })}>
          {t('burden.rateSave')}
        </Button>
      )}
    </div>
  )
}
