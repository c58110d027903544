/** Words of the file that have to mean a unit or a class of the city and that no rule finds: said once, kept for the next file. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Asked, Import } from '../../../imports/import.ts'
import { leftOut, wordOption } from '../../../sheets/asking.ts'
import { Button } from '../../../ui/Button.tsx'
import { Card } from '../../../ui/Page.tsx'
import { ComboBox } from '../../../ui/Select.tsx'
import { useWords } from '../../../ui/words.tsx'
import { unitSearch } from '../parts/places.ts'
import { imports, useKindWords } from './calls.ts'
import type { SendCorrection } from './Preview.tsx'

const shown = 12

export interface AskedWordsProps {
  readonly it: Import
  readonly onSend: SendCorrection
  readonly isPending: boolean
}

/** What has to be said, column by column; nothing where every word was understood. */
export function AskedWords({ it, onSend, isPending }: AskedWordsProps) {
  const { t } = useWords()
  const { data } = useQuery(imports.listImportNotes.ask({ params: { id: it.id } }))
  const [told, setTold] = useState<Readonly<Record<string, string>>>({})
  const asks = data?.asks ?? []
  if (asks.length === 0) return null
  return (
    <Card
      title={t('imports.words')}
      actions={
        <Button
          small
          isDisabled={Object.keys(told).length === 0}
          isPending={isPending}
          onPress={() => void onSend({ options: { ...it.options, ...told } })}
        >
          {t('imports.checkAgain')}
        </Button>
      }
    >
      <div className="stack">
        <p className="quiet">{t('imports.wordsHelp')}</p>
        {asks.map((ask) => (
          <Column key={ask.column} it={it} ask={ask} told={told} onTell={(key, value) => setTold({ ...told, [key]: value })} />
        ))}
      </div>
    </Card>
  )
}

interface ColumnProps {
  readonly it: Import
  readonly ask: Asked
  readonly told: Readonly<Record<string, string>>
  readonly onTell: (key: string, value: string) => void
}

/** Words that nobody answered yet come first. */
function Column({ it, ask, told, onTell }: ColumnProps) {
  const { t } = useWords()
  const words = useKindWords()
  const list = ask.words.toSorted((a, b) => Number(a.meant !== null) - Number(b.meant !== null)).slice(0, shown)
  return (
    <section className="stack">
      <h3>{words.column(it.kind, ask.column)}</h3>
      <div className="imp-options">
        {list.map(({ word, rows, near, meant }) => {
          const key = wordOption(ask.column, word)
          const isNear = new Set(near)
          const option = ({ value, title }: { value: string; title: string }) => ({
            value,
            label: title,
            note: value,
            find: unitSearch(title),
          })
          return (
            <ComboBox
              key={key}
              label={t('imports.wordRows', { word, rows })}
              value={told[key] ?? meant}
              onChange={(value) => onTell(key, value ?? '')}
              options={[
                ...ask.offers.filter(({ value }) => isNear.has(value)).map(option),
                { value: leftOut, label: t('imports.wordNothing') },
                ...ask.offers.filter(({ value }) => !isNear.has(value)).map(option),
              ]}
            />
          )
        })}
      </div>
      {ask.words.length > shown && <p className="quiet small">{t('imports.wordsMore', { count: ask.words.length - shown })}</p>}
    </section>
  )
}
