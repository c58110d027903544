/** The places of a subject in its group, year by year: the rules of a programme read them. */
import { useState } from 'react'
import type { TitleFile } from '../../../programmes/programmes.api.ts'
import { Button } from '../../../ui/Button.tsx'
import { NumberField, TextField } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Note } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { today } from '../../today.ts'
import { programmes } from './calls.ts'

const plain: Intl.NumberFormatOptions = { useGrouping: false }

/** The list with a way to add one. */
export function Placings({ code, it, may }: { code: string; it: TitleFile; may: boolean }) {
  const { t } = useWords()
  const [isOpen, setOpen] = useState(false)
  return (
    <section className="stack-s">
      <div className="row-wide">
        <h3>{t('programmes.placings')}</h3>
        {may && (
          <Button small kind="quiet" icon="add" onPress={() => setOpen(true)}>
            {t('programmes.addPlacing')}
          </Button>
        )}
      </div>
      {it.placings.length === 0 ? (
        <p className="quiet small">{t('programmes.noPlacings')}</p>
      ) : (
        <ul>
          {it.placings.toReversed().map((placing) => (
            <li key={placing.year} className="row-wide placing">
              <span>{t('programmes.placingIs', { year: String(placing.year), place: placing.place, of: placing.of })}</span>
              <span className="small quiet">{placing.source}</span>
            </li>
          ))}
        </ul>
      )}
      {isOpen && <Add code={code} it={it} onClose={() => setOpen(false)} />}
    </section>
  )
}

function Add({ code, it, onClose }: { code: string; it: TitleFile; onClose: () => void }) {
  const { t } = useWords()
  const [asked, setAsked] = useState<{ year: number | null; place: number | null; of: number | null; source: string }>({
    year: Number(today().slice(0, 4)) - 1,
    place: null,
    of: null,
    source: '',
  })
  const put = useSend(programmes.putPlacing, { quiet: true, done: t('programmes.placingDone'), onDone: onClose })
  const { year, place, of, source } = asked
  const isReady = year !== null && place !== null && of !== null && place <= of
  return (
    <Dialog
      title={t('programmes.addPlacing')}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button
            kind="primary"
            isDisabled={!isReady}
            isPending={put.isPending}
            onPress={() => put.send({ params: { code, subject: it.subject.id }, body: { year: year!, place: place!, of: of!, source } })}
          >
            {t('programmes.save')}
          </Button>
        </>
      }
    >
      <div className="stack">
        <div className="grid">
          <NumberField
            label={t('scores.year')}
            value={year}
            onChange={(next) => setAsked({ ...asked, year: next })}
            min={1990}
            max={2100}
            format={plain}
          />
          <NumberField label={t('programmes.place')} value={place} onChange={(next) => setAsked({ ...asked, place: next })} min={1} />
          <NumberField label={t('programmes.ofPlaces')} value={of} onChange={(next) => setAsked({ ...asked, of: next })} min={1} />
        </div>
        <TextField label={t('statistics.source')} value={source} onChange={(next) => setAsked({ ...asked, source: next })} />
        {put.error && <Note tone="red">{put.error.message}</Note>}
      </div>
    </Dialog>
  )
}
