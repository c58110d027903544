/** Two devices, one place, two answers (待裁定): both stand beside each other with who, when and the photos, and a person decides, with a reason. */
import { useState } from 'react'
import { v7 } from 'uuid'
import type { ObservationId } from '../../../base/ids.ts'
import type { Rival } from '../../../inspections/fill.ts'
import type { Visit } from '../../../inspections/visit.ts'
import { Button } from '../../../ui/Button.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { Note, StatusTag } from '../../../ui/Page.tsx'
import { PhotoGrid } from '../../../ui/Photos.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { useMay } from '../../me.ts'
import { inspections } from '../parts/places.ts'
import { photosOf } from '../parts/proof.tsx'

/** What waits for a decision first, then what was decided; nothing where two devices never differed. */
export function Rivals({ visit }: { visit: Visit }) {
  const { t } = useWords()
  if (visit.rivals.length === 0) return null
  const open = visit.rivals.filter(({ settled }) => settled === null)
  return (
    <section className="stack" aria-labelledby="rivals">
      <h2 className="minor" id="rivals">
        {t('inspections.rivals', { open: open.length })}
      </h2>
      {open.length > 0 && <p className="small quiet">{t('inspections.rivalsAre')}</p>}
      <ul className="findings">
        {[...open, ...visit.rivals.filter(({ settled }) => settled !== null)].map((rival) => (
          <Pair key={rival.id} visit={visit} rival={rival} />
        ))}
      </ul>
    </section>
  )
}

function Pair({ visit, rival }: { visit: Visit; rival: Rival }) {
  const { t, read, moment } = useWords()
  const first = visit.results.find(({ id }) => id === rival.against)
  const mayDecide = useMay('inspections.correct')
  const title = read(rival.title) || rival.fact
  return (
    <li className="finding">
      <div className="row-wide">
        <span className="grow strong">
          {title} <span className="quiet small nowrap">{rival.fact}</span>
        </span>
        {rival.settled ? (
          <StatusTag tone="grey">{t('inspections.rivalSettled', { taken: String(rival.settled.taken) })}</StatusTag>
        ) : (
          <StatusTag tone="amber">{t('inspections.rivalOpen')}</StatusTag>
        )}
      </div>
      <div className="rival-sides">
        <Side label={t('inspections.rivalFirst')} of={first && { ...first, at: first.observedAt }} title={title} />
        <Side label={t('inspections.rivalSecond')} of={{ ...rival, at: rival.observedAt }} title={title} />
      </div>
      {rival.settled && <p className="small quiet">{moment(rival.settled.at)}</p>}
      {rival.settled === null && mayDecide && <Decision visit={visit} rival={rival} title={title} />}
    </li>
  )
}

type Said = Pick<Rival, 'grade' | 'gradeTitle' | 'value' | 'note' | 'photos' | 'by'> & { readonly at: string }

function Side({ label, of, title }: { label: string; of: (Omit<Said, 'grade'> & { grade: string | null }) | undefined; title: string }) {
  const { t, read, moment } = useWords()
  if (!of) return null
  const answer = [read(of.gradeTitle) || (of.grade ?? ''), of.value ?? ''].filter((word) => word !== '').join(' · ')
  return (
    <div className="rival-side">
      <p className="small quiet">{label}</p>
      <p className="strong">{answer}</p>
      <p className="small quiet">{t('inspections.rivalBy', { who: of.by?.name ?? '', at: moment(of.at) })}</p>
      {of.note !== '' && <p className="small">{of.note}</p>}
      {of.photos.length > 0 && <PhotoGrid photos={photosOf(of.photos, title)} />}
    </div>
  )
}

function Decision({ visit, rival, title }: { visit: Visit; rival: Rival; title: string }) {
  const { t } = useWords()
  const [note, setNote] = useState('')
  // Made once: the same decision sent again after a broken line is the same correction.
  const [id] = useState(() => v7() as ObservationId)
  const settle = useSend(inspections.settle, { done: t('inspections.rivalDone'), touches: ['assessments'], quiet: true })
  const decide = (take: boolean) => settle.send({ params: { id: visit.id }, body: { id, rival: rival.id, take, note } })
  const isReady = note.trim() !== '' && !settle.isPending
  return (
    <div className="stack">
      <TextField label={t('inspections.rivalWhy', { title })} value={note} onChange={setNote} isRequired />
      <div className="row">
        <Button isDisabled={!isReady} onPress={() => decide(false)}>
          {t('inspections.rivalKeep')}
        </Button>
        <Button isDisabled={!isReady} onPress={() => decide(true)}>
          {t('inspections.rivalTake')}
        </Button>
      </div>
      {settle.error && <Note tone="red">{settle.error.message}</Note>}
    </div>
  )
}
