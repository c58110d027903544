/** Photos of a case: the first of the report beside the last of the rectification under one slider, then all of them by step. */
import { useState } from 'react'
import type { EvidenceId } from '../../../base/ids.ts'
import type { CaseFile, CaseMoment } from '../../../cases/cases.api.ts'
import { Button } from '../../../ui/Button.tsx'
import { BeforeAfter, PhotoGrid } from '../../../ui/Photos.tsx'
import { useWords } from '../../../ui/words.tsx'
import { BlurDialog } from '../parts/BlurDialog.tsx'
import { PhotoChain, PhotoFacts } from '../parts/PhotoFacts.tsx'
import { photosOf } from '../parts/proof.tsx'

/** Before and after when both are there, else what there is. */
export function CasePhotos({ it }: { it: CaseFile }) {
  const { t, read, moment } = useWords()
  const first = it.history.find(({ step, photos }) => step === 'report' && photos.length > 0)
  const last = it.history.findLast(({ step, photos }) => step === 'rectify' && photos.length > 0)
  const one = (from: CaseMoment | undefined, alt: string) => from && photosOf(from.photos, alt, moment(from.at))[0]
  const before = one(first, t('cases.photoBefore', { no: it.no }))
  const after = one(last, t('cases.photoAfter', { no: it.no }))
  const nameOf = (from: CaseMoment) => t('cases.photoOf', { step: read(from.name) })
  const others = it.history
    .filter(({ photos }) => photos.length > 0)
    .flatMap((from) => photosOf(from.photos, nameOf(from), nameOf(from)))
    .filter(({ id }) => !(before && after && (id === before.id || id === after.id)))
  const [blurring, setBlurring] = useState<EvidenceId | null>(null)
  const all = [...(before && after ? [before, after] : []), ...others]
  if (!before && !after && others.length === 0) return null
  return (
    <section className="stack-s" aria-label={t('cases.photos')}>
      {before && after && <BeforeAfter before={before} after={after} />}
      {others.length > 0 && <PhotoGrid photos={others} about={(photo) => <PhotoChain photo={photo} />} />}
      <PhotoFacts about={it.id} />
      <div className="row">
        {all.map(({ id, caption }, index) => (
          <Button key={id} kind="quiet" small icon="edit" onPress={() => setBlurring(id as EvidenceId)}>
            {t('blur.openOf', { n: index + 1, photo: caption ?? '' })}
          </Button>
        ))}
      </div>
      {blurring && <BlurDialog photo={blurring} onClose={() => setBlurring(null)} />}
    </section>
  )
}
